package io.waymark.loadtests;

import io.waymark.loadtests.Plot.Line;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// A report as one page: no script, no network, readable on a phone.
record HtmlReport(Report report) {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1c2530;--paper:#fff;--soft:#6b7684;--rule:#d8dde3;--good:#1b7f3b;--bad:#c0262d;--a:#1f6feb;--b:#d9730d;--c:#8250df}
      @media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--paper:#12161c;--soft:#97a2b0;--rule:#2d3540;--good:#4cc26f;--bad:#ff7b72;--a:#6cb0ff;--b:#ffa657;--c:#c297ff}}
      body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;margin:0 auto;padding:1rem}
      h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}h3{font-size:1rem;margin-bottom:.2rem}
      .wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}
      th,td{text-align:left;padding:.25rem .7rem .25rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
      .figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.good{color:var(--good)}.bad{color:var(--bad);font-weight:bold}
      svg{width:100%;max-width:40rem;height:auto;font-size:11px;fill:var(--soft)}svg .title{fill:var(--ink)}svg .end{text-anchor:end}
      .axis,polyline{fill:none;stroke-width:1.5}.axis{stroke:var(--rule)}
      .line0{stroke:var(--a)}.line1{stroke:var(--b)}.line2{stroke:var(--c)}.text0{fill:var(--a)}.text1{fill:var(--b)}.text2{fill:var(--c)}
      """;

  String text() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Waymark load test</title>
    <style>
    %s</style>
    </head>
    <body>
    <h1>Waymark load test: <span class="%s">%s</span></h1>
    %s</body>
    </html>
    """
        .formatted(STYLE, report.held() ? "good" : "bad", report.verdict(), sections());
  }

  private String sections() {
    String compared =
        report
            .comparison()
            .map(
                earlier ->
                    section("Beside earlier runs", earlier.table())
                        + "<p>%s</p>\n".formatted(Table.escaped(earlier.says())))
            .orElse("");
    return section("Objectives", report.objectives())
        + section("Figures (times in milliseconds)", report.figures())
        + compared
        + section("Errors", report.errors())
        + section("The server's process", report.resources())
        + "<h2>Second by second</h2>\n"
        + report.results().stream().map(HtmlReport::details).collect(Collectors.joining())
        + section("Not measured", report.notMeasuredTable())
        + section("Where and how", report.setting().table());
  }

  private static String section(String title, Table table) {
    return "<h2>%s</h2>\n%s"
        .formatted(Table.escaped(title), table.rows().isEmpty() ? "<p>None.</p>\n" : table.html());
  }

  private static String details(Result result) {
    String notes =
        result.notes().stream()
            .map(note -> "<li>%s</li>".formatted(Table.escaped(note)))
            .collect(Collectors.joining("\n"));
    return "<h3>%s</h3>\n".formatted(Table.escaped(result.scenario().title()))
        + (notes.isEmpty() ? "" : "<ul>\n" + notes + "\n</ul>\n")
        + plots(result).stream().map(Plot::svg).collect(Collectors.joining());
  }

  private static List<Plot> plots(Result result) {
    Timeline time = result.timeline();
    Resources server = result.resources();
    Plot latency =
        new Plot(
            "latency, ms",
            List.of(
                new Line("p50", time.overTime(of(Metric.P50))),
                new Line("p95", time.overTime(of(Metric.P95))),
                new Line("p99", time.overTime(of(Metric.P99)))));
    Plot throughput =
        new Plot(
            "answers a second",
            List.of(
                new Line("all", time.overTime(Figures::requests)),
                new Line("errors", time.overTime(Figures::errors))));
    if (server.readings().isEmpty()) {
      return List.of(latency, throughput);
    }
    return List.of(
        latency,
        throughput,
        new Plot(
            "server: processors busy",
            List.of(new Line("processors", server.processorsOverTime()))),
        new Plot(
            "server: memory, MiB",
            List.of(
                new Line("resident", server.overTime(Reading::memoryMib)),
                new Line("heap", server.overTime(Reading::heapMib)))),
        new Plot(
            "server: threads", List.of(new Line("threads", server.overTime(Reading::threads)))));
  }

  private static ToDoubleFunction<Figures> of(Metric metric) {
    return figures -> figures.of(metric).orElse(Double.NaN);
  }
}
