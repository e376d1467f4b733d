package io.waymark.cli.cost;

import io.waymark.cli.cost.Bill.Cause;
import io.waymark.cli.cost.Bill.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns a workload into a bill: quantities by the assumptions of [Usage], money by [Prices].
/// Nothing is rounded, no free tier is taken off; a gigabyte has 10^9 bytes, and a month as many
/// hours as [Usage] says.
final class CostModel {
  private static final double GIGABYTE = 1e9;
  private static final int PAGE_OF_TENANTS = 100;

  private final Prices prices;
  private final Usage usage;
  private final Workload workload;
  private final List<Line> lines = new ArrayList<>();

  private CostModel(Prices prices, Usage usage, Workload workload) {
    this.prices = prices;
    this.usage = usage;
    this.workload = workload;
  }

  static Bill bill(Prices prices, Usage usage, Workload workload) {
    CostModel model = new CostModel(prices, usage, workload);
    model.stage();
    model.requests();
    model.tenants();
    model.events();
    return new Bill(model.lines.stream().filter(line -> line.quantity() > 0).toList());
  }

  /// What there is before anybody asks.
  private void stage() {
    double hours = usage.get("hours");
    double days = usage.get("days");
    calls("auth-sweep", hours, Cause.STAGE);
    calls("auth-usage", hours, Cause.STAGE);
    calls("auth-migrations", days, Cause.STAGE);
    double pages = Math.max(1, Math.ceil((double) workload.tenants() / PAGE_OF_TENANTS));
    calls("train-tenants", days * pages, Cause.STAGE);
    line(
        "Step Functions",
        "runs",
        days * pages * usage.get("run.transitions"),
        "states.transitions",
        Cause.STAGE);
    line("KMS", "keys", usage.get("count.keys"), "kms.keys", Cause.STAGE);
    line("KMS", "requests", usage.get("kms.requests_idle"), "kms.requests", Cause.STAGE);
    line("Secrets Manager", "secrets", usage.get("count.secrets"), "secrets.secrets", Cause.STAGE);
    line(
        "Secrets Manager",
        "requests",
        usage.get("secrets.requests"),
        "secrets.requests",
        Cause.STAGE);
    line("CloudWatch", "alarms", usage.get("count.alarms"), "cloudwatch.alarms", Cause.STAGE);
    line(
        "CloudWatch",
        "dashboard",
        usage.get("count.dashboards"),
        "cloudwatch.dashboards",
        Cause.STAGE);
    logs(usage.get("logs.idle_gb"), Cause.STAGE);
    line(
        "S3", "archives of the functions", usage.get("storage.idle_gb"), "s3.storage", Cause.STAGE);
    line("Aurora", "storage", usage.get("aurora.storage_gb"), "aurora.storage", Cause.STAGE);
    wakes(usage.get("aurora.wakes_idle"), Cause.STAGE);
    stream(hours);
    if (workload.firewall()) {
      line("WAF", "web ACL", 1, "waf.acls", Cause.STAGE);
      line("WAF", "rules", usage.get("count.waf_rules"), "waf.rules", Cause.STAGE);
    }
  }

  private void stream(double hours) {
    switch (workload.stream()) {
      case OFF -> {}
      case ON_DEMAND -> line("Kinesis", "stream", hours, "kinesis.on_demand_hours", Cause.STAGE);
      case PROVISIONED ->
          line("Kinesis", "shards", hours * workload.shards(), "kinesis.shard_hours", Cause.STAGE);
    }
  }

  private void requests() {
    double requests = workload.requests();
    calls("recommend-api", requests, Cause.REQUESTS);
    http(requests, usage.get("recommend.answer_bytes"), Cause.REQUESTS);
    logs(requests * usage.get("recommend.metric_bytes") / GIGABYTE, Cause.REQUESTS);
    line(
        "DynamoDB",
        "reads",
        requests * usage.get("recommend.reads"),
        "dynamodb.reads",
        Cause.REQUESTS);
    line(
        "DynamoDB",
        "writes",
        requests * usage.get("recommend.writes"),
        "dynamodb.writes",
        Cause.REQUESTS);
    line("X-Ray", "traces", requests * usage.get("xray.share"), "xray.traces", Cause.REQUESTS);
    if (requests > 0) {
      line("KMS", "requests", usage.get("kms.requests_active"), "kms.requests", Cause.REQUESTS);
    }
  }

  private void tenants() {
    double tenants = workload.tenants();
    double runs = tenants * usage.get("days");
    calls("ingest-collect", runs, Cause.TENANTS);
    calls("train-daily", runs, Cause.TENANTS);
    calls("recommend-lists", runs, Cause.TENANTS);
    calls("train-job", tenants * usage.get("tenant.jobs"), Cause.TENANTS);
    calls("train-api", tenants * usage.get("tenant.jobs"), Cause.TENANTS);
    calls("ingest-uploads", tenants * usage.get("tenant.uploads"), Cause.TENANTS);
    eventLogs(
        3 * runs + tenants * (usage.get("tenant.jobs") + usage.get("tenant.uploads")),
        Cause.TENANTS);
    line(
        "Step Functions",
        "tenants",
        runs * usage.get("tenant.transitions"),
        "states.transitions",
        Cause.TENANTS);
    line(
        "S3",
        "data and models",
        tenants * usage.get("tenant.storage_gb"),
        "s3.storage",
        Cause.TENANTS);
    line("S3", "objects written", tenants * usage.get("tenant.objects"), "s3.puts", Cause.TENANTS);
    line("S3", "objects read", tenants * usage.get("tenant.objects"), "s3.gets", Cause.TENANTS);
    double logIns = tenants * usage.get("tenant.log_ins");
    calls("auth-api", logIns, Cause.TENANTS);
    wakes(logIns, Cause.TENANTS);
    if (tenants > 0) {
      line(
          "CloudWatch",
          "metrics of the log",
          usage.get("count.metrics"),
          "cloudwatch.metrics",
          Cause.TENANTS);
    }
  }

  private void events() {
    double events = workload.events();
    double gigabytes = events * usage.get("event.bytes") / GIGABYTE;
    switch (workload.stream()) {
      case OFF -> {
        double calls = events * usage.get("event.calls");
        calls("ingest-api", calls, Cause.EVENTS);
        http(calls, usage.get("event.bytes"), Cause.EVENTS);
        logs(calls * usage.get("ingest.metric_bytes") / GIGABYTE, Cause.EVENTS);
      }
      case ON_DEMAND -> {
        streamed(events);
        line("Kinesis", "data in", gigabytes, "kinesis.on_demand_in", Cause.EVENTS);
        line("Kinesis", "data out", gigabytes, "kinesis.on_demand_out", Cause.EVENTS);
      }
      case PROVISIONED -> {
        streamed(events);
        line("Kinesis", "records", events, "kinesis.puts", Cause.EVENTS);
      }
    }
    double files = events / usage.get("event.archived_in_a_file");
    calls("ingest-archiver", files, Cause.EVENTS);
    eventLogs(files, Cause.EVENTS);
    line("S3", "files of events", files, "s3.puts", Cause.EVENTS);
    line("DynamoDB", "writes", events * usage.get("event.writes"), "dynamodb.writes", Cause.EVENTS);
    line("DynamoDB", "reads", events * usage.get("event.reads"), "dynamodb.reads", Cause.EVENTS);
    line("DynamoDB", "storage", gigabytes, "dynamodb.storage", Cause.EVENTS);
    line("DynamoDB", "backup", gigabytes, "dynamodb.backup", Cause.EVENTS);
  }

  private void streamed(double events) {
    double calls = events / usage.get("event.streamed_in_a_call");
    calls("ingest-stream", calls, Cause.EVENTS);
    eventLogs(calls, Cause.EVENTS);
  }

  private void eventLogs(double calls, Cause cause) {
    logs(calls * usage.get("event.log_bytes") / GIGABYTE, cause);
  }

  /// What every call over HTTP costs before and after its function.
  private void http(double requests, double answerBytes, Cause cause) {
    line("API Gateway", "requests", requests, "api.requests", cause);
    line("Data transfer", "answers", requests * answerBytes / GIGABYTE, "transfer.out", cause);
    logs(requests * usage.get("recommend.log_bytes") / GIGABYTE, cause);
    line(
        "Firehose",
        "usage lines",
        requests * usage.get("recommend.usage_bytes") / GIGABYTE,
        "firehose.data",
        cause);
    if (workload.firewall()) {
      line("WAF", "requests", requests, "waf.requests", cause);
    }
  }

  private void calls(String function, double calls, Cause cause) {
    Usage.Function each = usage.function(function);
    line("Lambda", function + ", requests", calls, "lambda.requests", cause);
    line("Lambda", function + ", compute", calls * each.gigabyteSeconds(), "lambda.compute", cause);
    line(
        "Lambda",
        function + ", storage",
        calls * each.storageGigabyteSeconds(),
        "lambda.storage",
        cause);
    // A metric bills for each hour that hears of it; in the worst case each call has one of its
    // own.
    line(
        "CloudWatch",
        function + ", metrics",
        each.metrics() * Math.min(1, calls / usage.get("hours")),
        "cloudwatch.metrics",
        cause);
  }

  /// Kept for three months, of which compression leaves about a month's volume.
  private void logs(double gigabytes, Cause cause) {
    line("CloudWatch", "logs", gigabytes, "cloudwatch.logs", cause);
    line("CloudWatch", "logs kept", gigabytes, "cloudwatch.log_storage", cause);
  }

  /// Of the database; it is awake no more hours than there are, whoever wakes it.
  private void wakes(double wakes, Cause cause) {
    double before =
        lines.stream()
            .filter(line -> line.item().equals("capacity"))
            .mapToDouble(Line::quantity)
            .sum();
    double capacity = usage.get("aurora.capacity");
    double left = usage.get("hours") * capacity - before;
    double asked = wakes * usage.get("aurora.awake_hours_of_a_wake") * capacity;
    line("Aurora", "capacity", Math.min(left, asked), "aurora.capacity", cause);
    line("Aurora", "I/O", wakes * usage.get("aurora.ios_of_a_wake"), "aurora.io", cause);
  }

  private void line(String service, String item, double quantity, String price, Cause cause) {
    Prices.Price each = prices.get(price);
    lines.add(new Line(service, item, quantity, each.unit(), each.of(quantity), cause));
  }

  /// Of the whole bill without the events: what a thousand recommendations cost.
  static Optional<Double> ofAThousand(Bill bill, Workload workload) {
    return workload.requests() == 0
        ? Optional.empty()
        : Optional.of((bill.total() - bill.of(Cause.EVENTS)) / workload.requests() * 1000);
  }
}
