package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.localstack.Deployment;
import io.waymark.tenancy.installation.Handler;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/// The alarms as CloudWatch has them. LocalStack makes no metric filters, so that what they would
/// count is not seen here.
@OnLocalStack
class AlarmsTest {
  private static final String STAGE = Deployment.INSTALLATION.stage();

  private Stacks stacks;

  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
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
    Set<String> aliases =
        functions.stream().map(name -> name + ":live").collect(Collectors.toSet());
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
        "ApiName", Set.of("waymark-" + STAGE),
        "QueueName", queues,
        "StateMachineArn", machines);
  }
}
