package io.waymark.loadtests;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.loadtests.Objective.Verdict;

/// A report for programs, and for the comparison with a later one.
record JsonReport(Report report) {
  String text() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("held", report.held());
    setting(root);
    ArrayNode scenarios = root.putArray("scenarios");
    report.results().forEach(result -> scenario(result, scenarios.addObject()));
    ArrayNode missing = root.putArray("not_measured");
    report
        .notMeasured()
        .forEach(each -> missing.addObject().put("what", each.what()).put("reason", each.reason()));
    return root.toPrettyString();
  }

  private void setting(ObjectNode root) {
    Setting setting = report.setting();
    root.put("started", setting.started().toString());
    root.put("host", setting.host());
    root.put("stores", setting.stores());
    root.put("command", setting.command());
    root.put("seed", ShopData.SEED);
    root.putObject("machine")
        .put("processors", setting.machine().processors())
        .put("system", setting.machine().system())
        .put("java", setting.machine().java())
        .put("gatling", setting.machine().gatling())
        .put("commit", setting.machine().commit())
        .put("load_average", setting.machine().load1());
  }

  private static void scenario(Result result, ObjectNode node) {
    Figures figures = result.figures();
    node.put("scenario", result.scenario().title());
    node.put("held", result.held());
    node.put("requests", figures.requests());
    node.put("errors", figures.errors());
    ObjectNode values = node.putObject("figures");
    for (Metric metric : Metric.values()) {
      figures.of(metric).ifPresent(value -> values.put(metric.key(), value));
    }
    ArrayNode objectives = node.putArray("objectives");
    result.verdicts().forEach(verdict -> objective(verdict, objectives.addObject()));
    result.notes().forEach(node.putArray("notes")::add);
    ArrayNode causes = node.putArray("causes_of_errors");
    result
        .causes()
        .list()
        .forEach(
            cause ->
                causes
                    .addObject()
                    .put("request", cause.request())
                    .put("cause", cause.failure())
                    .put("times", cause.times()));
    ObjectNode server = node.putObject("server");
    Resources resources = result.resources();
    resources.processors().ifPresent(value -> server.put("processors_busy", value));
    resources.peakMemoryMib().ifPresent(value -> server.put("memory_peak_mib", value));
    resources.peakHeapMib().ifPresent(value -> server.put("heap_peak_mib", value));
    resources.gcPercent().ifPresent(value -> server.put("gc_percent", value));
    resources.mostThreads().ifPresent(value -> server.put("threads", value));
  }

  private static void objective(Verdict verdict, ObjectNode node) {
    node.put("objective", verdict.objective().toString());
    node.put("required", verdict.objective().weight() == Objective.Weight.REQUIRED);
    verdict.figure().ifPresent(figure -> node.put("figure", figure));
    node.put("held", verdict.held());
  }
}
