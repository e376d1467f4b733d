package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ObservabilityStackTest {
  private static final Path ROOT = Path.of(System.getProperty("waymark.root", "../.."));
  private static final Pattern PAGE = Pattern.compile("docs/runbooks/[a-z-]+\\.md");

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
}
