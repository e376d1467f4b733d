package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.tenancy.installation.Deployable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ObservabilityStackTest {
  private static final Path ROOT = Path.of(System.getProperty("waymark.root", "../.."));
  private static final Pattern PAGE = Pattern.compile("docs/runbooks/[a-z-]+\\.md");

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern WORD = Pattern.compile("[@A-Za-z_][A-Za-z0-9_.]*");

  private static final Set<String> FIELDS_OF_INSIGHTS = Set.of("@timestamp", "@message", "@log");
  private static final Set<String> WORDS_OF_INSIGHTS =
      Set.of(
          "fields",
          "filter",
          "stats",
          "sort",
          "limit",
          "by",
          "as",
          "and",
          "or",
          "asc",
          "desc",
          "ispresent",
          "count",
          "count_distinct",
          "min",
          "max",
          "pct",
          "latest");

  @Test
  void eachAlarmSendsSomebodyToARunbookThatExists() {
    for (Synthesis stage : Synthesis.each()) {
      List<JsonNode> alarms = stage.resources("AWS::CloudWatch::Alarm");
      assertThat(alarms).hasSizeGreaterThan(12);
      for (JsonNode alarm : alarms) {
        String description = alarm.at("/Properties/AlarmDescription").asText();
        Matcher page = PAGE.matcher(description);
        assertThat(page.find()).as(description).isTrue();
        assertThat(ROOT.resolve(page.group())).isNotEmptyFile();
        assertThat(alarm.at("/Properties/AlarmActions").size()).isEqualTo(1);
      }
    }
  }

  @Test
  void whatAnOperatorMustHearOfHasAnAlarm() {
    assertThat(
            Synthesis.all().resources("AWS::CloudWatch::Alarm").stream()
                .map(alarm -> alarm.at("/Properties/AlarmName").asText()))
        .contains(
            "waymark-prod-api-latency",
            "waymark-prod-api-errors",
            "waymark-prod-errors-recommend-api",
            "waymark-prod-errors-train-job",
            "waymark-prod-lag-events",
            "waymark-prod-lag-histories",
            "waymark-prod-dead-letters",
            "waymark-prod-given-up-batches-1",
            "waymark-prod-given-up-batches-2",
            "waymark-prod-stale-model",
            "waymark-prod-database-capacity",
            "waymark-prod-uploads-held",
            "waymark-prod-days-held",
            "waymark-prod-poison",
            "waymark-prod-auth-throttled");
  }

  @Test
  void aRunOfThePipelineThatFailedOrEndedLateIsToldAndSoIsOneThatNeverBegan() {
    Map<String, String> metrics =
        Map.of(
            "pipeline-failed", "ExecutionsFailed",
            "pipeline-timed-out", "ExecutionsTimedOut",
            "pipeline-not-run", "ExecutionsStarted");
    metrics.forEach(
        (alarm, metric) -> {
          JsonNode made = alarm(Synthesis.all(), "waymark-prod-" + alarm).orElseThrow();
          assertThat(made.path("Namespace").asText()).isEqualTo("AWS/States");
          assertThat(made.path("MetricName").asText()).isEqualTo(metric);
          assertThat(made.at("/Dimensions/0/Name").asText()).isEqualTo("StateMachineArn");
          assertThat(made.path("TreatMissingData").asText())
              .isEqualTo(alarm.equals("pipeline-not-run") ? "breaching" : "notBreaching");
        });
    JsonNode notRun = alarm(Synthesis.all(), "waymark-prod-pipeline-not-run").orElseThrow();
    assertThat(notRun.path("Period").asInt() * notRun.path("EvaluationPeriods").asInt())
        .as("two days")
        .isEqualTo(2 * 24 * 3600);
    assertThat(alarm(Synthesis.thrownAway(), "waymark-test-pipeline-not-run"))
        .as("where it is switched off")
        .isEmpty();
    assertThat(Synthesis.all().resources("AWS::CloudWatch::Dashboard").getFirst().toString())
        .contains("ExecutionsFailed", "ExecutionTime");
  }

  @Test
  void aModelCountsAsTrainedWhoeverTrainedIt() {
    assertThat(Synthesis.all().resources("AWS::Logs::MetricFilter"))
        .hasSize(2)
        .allMatch(
            each ->
                each.at("/Properties/MetricTransformations/0/MetricName")
                    .asText()
                    .equals("ModelsTrained"))
        .extracting(each -> each.at("/Properties/LogGroupName").toString())
        .anyMatch(log -> log.contains("trainjob"))
        .anyMatch(log -> log.contains("traindaily"));
  }

  /// A test of `libs/edge` compares the same table with what functions write.
  @Test
  void anAlarmOfOurOwnMetricAsksForOneThatTheNamedFunctionWrites() throws IOException {
    List<String> rows =
        Files.readAllLines(ROOT.resolve("docs/reference/telemetry.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    List<JsonNode> own =
        Synthesis.all().resources("AWS::CloudWatch::Alarm").stream()
            .map(each -> each.path("Properties"))
            .filter(each -> each.path("Namespace").asText().equals("Waymark/prod"))
            .filter(each -> each.path("Dimensions").isArray())
            .toList();
    assertThat(own)
        .hasSize(3)
        .allSatisfy(
            alarm -> {
              String metric = alarm.path("MetricName").asText();
              assertThat(alarm.at("/Dimensions/0/Name").asText()).isEqualTo("function");
              String function = alarm.at("/Dimensions/0/Value").asText();
              assertThat(rows)
                  .as(metric)
                  .anyMatch(
                      row ->
                          row.contains("`" + metric + "`") && row.contains("`" + function + "`"));
              assertThat(alarm.path("Statistic").asText()).isEqualTo("Sum");
              assertThat(alarm.path("Threshold").asInt(-1)).isZero();
            });
    assertThat(alarm(Synthesis.fewest(), "waymark-dev-poison"))
        .as("where there is no stream")
        .isEmpty();
  }

  private static Optional<JsonNode> alarm(Synthesis stage, String name) {
    return stage.resources("AWS::CloudWatch::Alarm").stream()
        .map(each -> each.path("Properties"))
        .filter(each -> each.path("AlarmName").asText().equals(name))
        .findFirst();
  }

  @Test
  void alarmsReachAnEncryptedTopicAndTheAddressGiven() {
    JsonNode topic = Synthesis.all().resources("AWS::SNS::Topic").getFirst();
    assertThat(topic.at("/Properties/KmsMasterKeyId").isMissingNode()).isFalse();
    assertThat(Synthesis.all().resources("AWS::SNS::Subscription"))
        .singleElement()
        .matches(each -> each.at("/Properties/Endpoint").asText().equals("ops@example.com"));
    assertThat(Synthesis.all().resources("AWS::KMS::Key").getFirst().toString())
        .contains("cloudwatch.amazonaws.com");
    assertThat(Synthesis.all().resources("AWS::CloudWatch::Dashboard")).hasSize(1);
  }

  @Test
  void errorsRoutesAndOneRequestHaveASavedQueryOverTheLogsOfTheFunctions() {
    for (Synthesis stage : Synthesis.each()) {
      List<JsonNode> queries = stage.resources("AWS::Logs::QueryDefinition");
      assertThat(queries.stream().map(each -> each.at("/Properties/Name").asText()))
          .extracting(name -> name.substring(name.indexOf('/') + 1))
          .containsExactlyInAnyOrder(
              "errors-by-fingerprint", "slowest-requests-by-route", "one-request-by-id");
      assertThat(queries)
          .allSatisfy(
              each -> {
                boolean routes =
                    each.at("/Properties/QueryString").asText().contains("waymark_usage = 1");
                assertThat(each.at("/Properties/LogGroupNames"))
                    .as(each.at("/Properties/Name").asText())
                    .hasSize(
                        routes
                            ? Deployable.values().length
                            : stage.resources("AWS::Lambda::Function").stream()
                                .filter(made -> made.at("/Properties/FunctionName").isTextual())
                                .toList()
                                .size());
              });
    }
  }

  /// Tests of `libs/edge` compare the same tables with lines that functions write.
  @Test
  void savedQueriesAskForFieldsThatTheFunctionsWriteAndForNoOthers() throws IOException {
    Set<String> known = new TreeSet<>(FIELDS_OF_INSIGHTS);
    Files.readAllLines(ROOT.resolve("docs/reference/telemetry.md")).stream()
        .dropWhile(line -> !line.equals("## Log fields"))
        .takeWhile(line -> !line.equals("## Saved queries"))
        .filter(line -> line.startsWith("| `"))
        .flatMap(row -> QUOTED.matcher(row.split("\\|", -1)[1]).results())
        .map(name -> name.group(1))
        .forEach(known::add);
    assertThat(known).contains("fingerprint", "latency_ms");
    for (JsonNode query : Synthesis.all().resources("AWS::Logs::QueryDefinition")) {
      String text = query.at("/Properties/QueryString").asText();
      String asked = text.replaceAll("\"[^\"]*\"", "");
      Set<String> named =
          Pattern.compile(" as (\\w+)")
              .matcher(asked)
              .results()
              .map(alias -> alias.group(1))
              .collect(Collectors.toSet());
      assertThat(WORD.matcher(asked).results().map(MatchResult::group))
          .as(text)
          .filteredOn(word -> !WORDS_OF_INSIGHTS.contains(word) && !named.contains(word))
          .isNotEmpty()
          .isSubsetOf(known);
    }
  }
}
