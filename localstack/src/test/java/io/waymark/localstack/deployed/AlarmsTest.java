package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.localstack.Deployment;
import io.waymark.tenancy.installation.Handler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/// The alarms as CloudWatch has them. LocalStack makes no metrics of what functions write, so that
/// this looks into their logs for what CloudWatch would make them of.
@OnLocalStack
class AlarmsTest {
  private static final String STAGE = Deployment.INSTALLATION.stage();
  private static final String OWN = "Waymark/" + STAGE;

  /// Metrics that the services of AWS have, by namespace, as their manuals name them.
  private static final Map<String, Set<String>> OF_AWS =
      Map.of(
          "AWS/ApiGateway",
          Set.of("Latency", "5XXError"),
          "AWS/Lambda",
          Set.of("Errors", "Throttles", "IteratorAge", "OnFailureDestinationDeliveredEventCount"),
          "AWS/SQS",
          Set.of("ApproximateNumberOfMessagesVisible"),
          "AWS/States",
          Set.of("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsStarted"));

  /// What no case brings about: a finished day is one of yesterday. A test of `ingest` counts it.
  private static final Set<String> NEVER_HERE = Set.of("DaysHeld");

  /// What the metric filters look for, in the logs of whoever trains.
  private static final String TRAINED = "ended as done";

  private Stacks stacks;
  private Shop shop;

  @BeforeAll
  void prepare(Stacks deployed, Shop trained) {
    stacks = deployed;
    shop = trained;
  }

  @Test
  void eachFunctionsErrorsHaveAnAlarm() {
    assertThat(alarms())
        .extracting(MetricAlarm::alarmName)
        .containsAll(
            Arrays.stream(Handler.values())
                .map(handler -> "waymark-" + STAGE + "-errors-" + handler.shortName())
                .toList());
  }

  @Test
  void eachAlarmTellsSomeoneAndNamesItsRunbook() {
    assertThat(alarms())
        .isNotEmpty()
        .allSatisfy(
            alarm -> {
              assertThat(alarm.alarmActions()).as(alarm.alarmName()).isNotEmpty();
              assertThat(alarm.alarmDescription()).as(alarm.alarmName()).contains("docs/runbooks/");
            });
  }

  /// A metric of something that is not there never alarms.
  @Test
  void eachAlarmWatchesSomethingThatIsThere() {
    Map<String, Set<String>> there = there();
    assertThat(alarms())
        .isNotEmpty()
        .allSatisfy(
            alarm ->
                assertThat(dimensions(alarm))
                    .as(alarm.alarmName())
                    .allSatisfy(
                        dimension ->
                            assertThat(there.getOrDefault(dimension.name(), Set.of()))
                                .as(dimension.name())
                                .contains(dimension.value())));
  }

  @Test
  void eachAlarmOfAServiceOfAwsWatchesAMetricThatItHas() {
    assertThat(alarms().stream().flatMap(AlarmsTest::metrics))
        .filteredOn(metric -> !metric.namespace().equals(OWN))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            metric ->
                assertThat(OF_AWS.getOrDefault(metric.namespace(), Set.of()))
                    .as(metric.namespace())
                    .contains(metric.metricName()));
  }

  /// Poison on the stream and an upload that is held, and then what the functions wrote of it.
  @Test
  @ResourceLock(Stacks.STREAM)
  void eachAlarmOfOurOwnMetricsWatchesWhatFunctionsWrite() {
    bringAboutWhatIsCounted();
    List<Metric> own =
        alarms().stream()
            .flatMap(AlarmsTest::metrics)
            .filter(metric -> metric.namespace().equals(OWN) && !metric.dimensions().isEmpty())
            .toList();
    assertThat(own)
        .extracting(Metric::metricName)
        .contains("UploadsHeld", "PoisonRecords")
        .containsAll(NEVER_HERE);
    for (Metric metric : own) {
      if (!NEVER_HERE.contains(metric.metricName())) {
        Handler handler = handler(metric.dimensions().getFirst().value());
        Await.until(
            handler + " has written " + metric.metricName(),
            () -> stacks.lines(handler, metric.metricName()),
            lines -> lines.stream().anyMatch(line -> writes(line, metric)));
      }
    }
  }

  /// LocalStack makes no metric filters: their pattern is this sentence, in the same field.
  @Test
  void theAlarmOfStaleModelsCountsASentenceThatWhoeverTrainsWrites() {
    assertThat(alarms())
        .filteredOn(alarm -> alarm.alarmName().endsWith("-stale-model"))
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.namespace()).isEqualTo(OWN);
              assertThat(alarm.metricName()).isEqualTo("ModelsTrained");
            });
    assertThat(shop.job().path("state").asText()).isEqualTo("done");
    Await.until(
        "the training has been logged",
        () -> stacks.lines(Handler.TRAIN_JOB, TRAINED),
        lines ->
            lines.stream()
                .map(line -> line.path("formattedMessage").asText())
                .anyMatch(text -> text.matches("training job .* " + TRAINED)));
  }

  private void bringAboutWhatIsCounted() {
    Tenant tenant = Tenant.create(stacks, "alarms");
    stacks.put(List.of(new StreamRecord("anything", "{\"cut short")));
    StringBuilder ofOneUser = new StringBuilder("user_id,item_id\n");
    for (int row = 0; row < 600; row++) {
      ofOneUser.append(row < 500 ? "robot" : "u" + row).append(",i").append(row).append('\n');
    }
    byte[] file = ofOneUser.toString().getBytes(StandardCharsets.UTF_8);
    JsonNode begun = tenant.beginUpload("interactions", "csv", file);
    Api.upload(begun, begun.path("url").asText(), file).expecting(200);
    Await.until(
        "the upload is held",
        () -> tenant.upload(begun.path("upload_id").asText()).path("state").asText(),
        state -> state.equals("held"));
  }

  /// Whether CloudWatch would make this metric of the line, as the embedded metric format says.
  private static boolean writes(JsonNode line, Metric metric) {
    JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
    Dimension dimension = metric.dimensions().getFirst();
    return directive.path("Namespace").asText().equals(metric.namespace())
        && directive.path("Dimensions").path(0).path(0).asText().equals(dimension.name())
        && line.path(dimension.name()).asText().equals(dimension.value())
        && directive.path("Metrics").findValuesAsText("Name").contains(metric.metricName())
        && line.path(metric.metricName()).asDouble() > 0;
  }

  private static Handler handler(String shortName) {
    return Arrays.stream(Handler.values())
        .filter(each -> each.shortName().equals(shortName))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no function " + shortName));
  }

  private static Stream<Metric> metrics(MetricAlarm alarm) {
    return alarm.hasMetrics()
        ? alarm.metrics().stream()
            .map(MetricDataQuery::metricStat)
            .filter(Objects::nonNull)
            .map(MetricStat::metric)
        : Stream.of(
            Metric.builder()
                .namespace(alarm.namespace())
                .metricName(alarm.metricName())
                .dimensions(alarm.dimensions())
                .build());
  }

  private List<MetricAlarm> alarms() {
    return stacks
        .clients()
        .cloudWatch()
        .describeAlarmsPaginator(describe -> describe.alarmNamePrefix("waymark-" + STAGE + "-"))
        .metricAlarms()
        .stream()
        .toList();
  }

  private static List<Dimension> dimensions(MetricAlarm alarm) {
    return alarm.hasMetrics()
        ? alarm.metrics().stream()
            .map(MetricDataQuery::metricStat)
            .flatMap(stat -> stat.metric().dimensions().stream())
            .toList()
        : alarm.dimensions();
  }

  /// What may be named in a dimension, by the dimension's name.
  private Map<String, Set<String>> there() {
    Set<String> functions =
        stacks.clients().lambda().listFunctionsPaginator().functions().stream()
            .map(FunctionConfiguration::functionName)
            .collect(Collectors.toSet());
    Set<String> aliases = functions.stream().flatMap(this::aliases).collect(Collectors.toSet());
    Set<String> queues =
        stacks.clients().sqs().listQueuesPaginator().queueUrls().stream()
            .map(url -> url.substring(url.lastIndexOf('/') + 1))
            .collect(Collectors.toSet());
    Set<String> machines =
        stacks
            .stepFunctions("ListStateMachines", Map.of())
            .path("stateMachines")
            .valueStream()
            .map(machine -> machine.path("stateMachineArn").asText())
            .collect(Collectors.toSet());
    Set<String> mappings =
        stacks.clients().lambda().listEventSourceMappingsPaginator().eventSourceMappings().stream()
            .map(EventSourceMappingConfiguration::uuid)
            .collect(Collectors.toSet());
    return Map.of(
        "FunctionName", functions,
        "Resource", aliases,
        "EventSourceMappingUUID", mappings,
        "ApiName", stacks.restApis(),
        "QueueName", queues,
        "function",
            Arrays.stream(Handler.values()).map(Handler::shortName).collect(Collectors.toSet()),
        "StateMachineArn", machines);
  }

  /// As metrics name them.
  private Stream<String> aliases(String function) {
    return stacks
        .clients()
        .lambda()
        .listAliasesPaginator(list -> list.functionName(function))
        .aliases()
        .stream()
        .map(alias -> function + ":" + alias.name());
  }
}
