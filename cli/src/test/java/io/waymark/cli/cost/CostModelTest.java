package io.waymark.cli.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.cli.cost.Bill.Cause;
import io.waymark.cli.cost.Workload.Stream;
import io.waymark.tenancy.installation.Handler;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CostModelTest {
  private static final Workload FULL =
      new Workload(10_000_000, 10, 1_000_000, Stream.PROVISIONED, 2, true);

  @Test
  void aBillIsWhatOneReckonsByHand() {
    Bill bill = CostModel.bill(madeUpPrices(), madeUpUsage(), FULL);
    // 10,000,000 calls of 2 GiB for 50 ms are 1,000,000 GB-seconds.
    assertThat(usd(bill, "Lambda", "recommend-api, requests")).isEqualTo(2.0, within(1e-9));
    assertThat(usd(bill, "Lambda", "recommend-api, compute")).isEqualTo(13.0, within(1e-9));
    // 10 tenants, 30 days, 100 s of 8 GiB: 240,000 GB-seconds; beyond half a GiB 4.5: 135,000.
    assertThat(usd(bill, "Lambda", "train-daily, compute")).isEqualTo(3.12, within(1e-9));
    assertThat(usd(bill, "Lambda", "train-daily, storage")).isEqualTo(0.0135, within(1e-9));
    assertThat(usd(bill, "API Gateway", "requests")).isEqualTo(35.0, within(1e-9));
    // 10,000,000 answers of 2,000 bytes are 20 GB.
    assertThat(usd(bill, "Data transfer", "answers")).isEqualTo(2.0, within(1e-9));
    assertThat(quantity(bill, "X-Ray", "traces")).isEqualTo(500_000, within(1e-6));
    assertThat(usd(bill, "Kinesis", "shards")).isEqualTo(2 * 730 * 0.015, within(1e-9));
    assertThat(usd(bill, "WAF", "requests")).isEqualTo(6.0, within(1e-9));
    // A transaction of four units and a million events.
    assertThat(usd(bill, "DynamoDB", "writes", Cause.EVENTS)).isEqualTo(2.5, within(1e-9));
    // 2,000 bytes of log and 500 of metrics a request.
    assertThat(quantity(bill, "CloudWatch", "logs", Cause.REQUESTS)).isEqualTo(25, within(1e-9));
    assertThat(usd(bill, "CloudWatch", "recommend-api, metrics")).isEqualTo(1.2, within(1e-9));
    // One page and 300 runs of tenants, ten states each.
    assertThat(quantity(bill, "Step Functions", "tenants")).isEqualTo(3000, within(1e-9));
    assertThat(quantity(bill, "Step Functions", "runs")).isEqualTo(300, within(1e-9));
  }

  @Test
  void theDatabaseIsAwakeNoMoreHoursThanAMonthHas() {
    Usage usage = madeUpUsage();
    Bill few = CostModel.bill(madeUpPrices(), usage, new Workload(0, 1, 0, Stream.OFF, 1, false));
    // 100 wakes of an hour by the stage, 10 by its only tenant.
    assertThat(quantity(few, "Aurora", "capacity")).isEqualTo(110, within(1e-9));
    Bill many =
        CostModel.bill(madeUpPrices(), usage, new Workload(0, 500, 0, Stream.OFF, 1, false));
    assertThat(quantity(many, "Aurora", "capacity")).isEqualTo(730, within(1e-9));
  }

  @Test
  void aMetricBillsForTheHoursThatHearOfIt() {
    Usage usage = madeUpUsage();
    Bill half =
        CostModel.bill(madeUpPrices(), usage, new Workload(365, 0, 0, Stream.OFF, 1, false));
    assertThat(quantity(half, "CloudWatch", "recommend-api, metrics")).isEqualTo(2, within(1e-9));
    assertThat(CostModel.bill(Prices.read(), Usage.read(), FULL.idle()).lines())
        .as("hourly functions write none")
        .noneMatch(line -> line.item().contains("metrics"));
  }

  @Test
  void anIdleStageBillsForWhatIsThereAndNothingElse() {
    Bill idle = CostModel.bill(Prices.read(), Usage.read(), FULL.idle());
    assertThat(idle.lines()).allMatch(line -> line.cause() == Cause.STAGE);
    assertThat(idle.lines().stream().map(line -> line.service() + " " + line.item()))
        .contains(
            "KMS keys",
            "Secrets Manager secrets",
            "CloudWatch alarms",
            "CloudWatch dashboard",
            "S3 archives of the functions",
            "Aurora capacity",
            "Aurora storage",
            "Kinesis shards",
            "WAF web ACL");
  }

  @Test
  void everyServiceThatTheStacksUseIsOnTheBill() {
    Bill bill = CostModel.bill(Prices.read(), Usage.read(), FULL);
    assertThat(Resource.read("resources.json").path("billed").valueStream().map(JsonNode::asText))
        .isSubsetOf(bill.lines().stream().map(Bill.Line::service).toList());
  }

  @Test
  void everyFunctionIsOnTheBill() {
    List<String> functions =
        CostModel.bill(Prices.read(), Usage.read(), FULL).lines().stream()
            .map(Bill.Line::item)
            .filter(item -> item.endsWith(", compute"))
            .map(item -> item.substring(0, item.indexOf(',')))
            .toList();
    assertThat(Arrays.stream(Handler.values()).map(Handler::shortName))
        .filteredOn(name -> !name.equals("ingest-api") && !name.equals("ingest-removal"))
        .as("events come by the stream here, and no tenant is deleted")
        .isSubsetOf(functions);
    Workload overHttp = new Workload(0, 0, 1000, Stream.OFF, 1, false);
    assertThat(CostModel.bill(Prices.read(), Usage.read(), overHttp).lines())
        .anyMatch(line -> line.item().equals("ingest-api, compute"));
  }

  @Test
  void everyPriceHasItsSourceAndItsMonthAndEveryAssumptionItsReason() {
    assertThat(Resource.read("prices.json").path("prices").valueStream())
        .hasSizeGreaterThan(30)
        .allSatisfy(
            price -> {
              assertThat(price.path("usd").asDouble()).isPositive();
              assertThat(URI.create(price.path("source").asText()).getHost())
                  .isEqualTo("aws.amazon.com");
              assertThat(price.path("as_of").asText()).matches("20\\d\\d-(0[1-9]|1[0-2])");
            });
    JsonNode usage = Resource.read("usage.json");
    assertThat(usage.path("functions").valueStream())
        .hasSize(Handler.values().length)
        .allMatch(each -> !each.path("why").asText().isBlank());
    assertThat(usage.path("numbers").valueStream())
        .allMatch(each -> !each.path("why").asText().isBlank());
  }

  private static double usd(Bill bill, String service, String item) {
    return lines(bill, service, item).stream().mapToDouble(Bill.Line::usd).sum();
  }

  private static double usd(Bill bill, String service, String item, Cause cause) {
    return lines(bill, service, item).stream()
        .filter(line -> line.cause() == cause)
        .mapToDouble(Bill.Line::usd)
        .sum();
  }

  private static double quantity(Bill bill, String service, String item, Cause cause) {
    return lines(bill, service, item).stream()
        .filter(line -> line.cause() == cause)
        .mapToDouble(Bill.Line::quantity)
        .sum();
  }

  private static double quantity(Bill bill, String service, String item) {
    return lines(bill, service, item).stream().mapToDouble(Bill.Line::quantity).sum();
  }

  private static List<Bill.Line> lines(Bill bill, String service, String item) {
    List<Bill.Line> found =
        bill.lines().stream()
            .filter(line -> line.service().equals(service) && line.item().equals(item))
            .toList();
    assertThat(found).as(service + " " + item).isNotEmpty();
    return found;
  }

  /// Figures that are easy to reckon with; of everything else nothing.
  private static Usage madeUpUsage() {
    Map<String, Double> numbers =
        Usage.read().numbers().keySet().stream().collect(Collectors.toMap(name -> name, _ -> 0.0));
    numbers.putAll(
        Map.of(
            "hours", 730.0,
            "days", 30.0,
            "recommend.answer_bytes", 2000.0,
            "xray.share", 0.05,
            "event.writes", 4.0,
            "event.archived_in_a_file", 100.0,
            "event.streamed_in_a_call", 100.0,
            "tenant.transitions", 10.0,
            "run.transitions", 10.0));
    numbers.putAll(
        Map.of(
            "aurora.awake_hours_of_a_wake", 1.0,
            "aurora.capacity", 1.0,
            "aurora.wakes_idle", 100.0,
            "recommend.log_bytes", 2000.0,
            "recommend.metric_bytes", 500.0,
            "tenant.log_ins", 10.0));
    Map<String, Usage.Function> functions = new HashMap<>();
    for (Handler handler : Handler.values()) {
      functions.put(handler.shortName(), new Usage.Function(1024, 512, 0, 1));
    }
    functions.put("recommend-api", new Usage.Function(2048, 512, 4, 50));
    functions.put("train-daily", new Usage.Function(8192, 512 + 4608, 0, 100_000));
    return new Usage(functions, numbers);
  }

  private static Prices madeUpPrices() {
    Map<String, Prices.Price> prices =
        Prices.read().byName().keySet().stream()
            .collect(Collectors.toMap(name -> name, _ -> new Prices.Price(0, 1, "")));
    prices.put("lambda.requests", new Prices.Price(0.20, 1e6, ""));
    prices.put("lambda.compute", new Prices.Price(0.000013, 1, ""));
    prices.put("lambda.storage", new Prices.Price(0.0000001, 1, ""));
    prices.put("api.requests", new Prices.Price(3.5, 1e6, ""));
    prices.put("transfer.out", new Prices.Price(0.1, 1, ""));
    prices.put("kinesis.shard_hours", new Prices.Price(0.015, 1, ""));
    prices.put("cloudwatch.metrics", new Prices.Price(0.3, 1, ""));
    prices.put("waf.requests", new Prices.Price(0.6, 1e6, ""));
    prices.put("dynamodb.writes", new Prices.Price(0.625, 1e6, ""));
    return new Prices("nowhere-1", "2000-01", "2000-01", prices);
  }
}
