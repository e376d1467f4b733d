package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.localstack.Deployment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.s3.model.Bucket;

/// `cdk destroy` of a stage that keeps nothing, full of what the cases before left in it. Lambda
/// itself makes the logs of the CDK's own functions, which no stack takes back. The secret of the
/// database is not the stage's. The topic's name is LocalStack's own there and tells of no stage.
@OnLocalStack
@Isolated("nothing is left")
@Order(Integer.MAX_VALUE)
class DestroyTest {
  private static final String STAGE = "waymark-" + Deployment.INSTALLATION.stage();
  private static final Pattern OF_THE_CDK =
      Pattern.compile("/aws/lambda/" + STAGE + "-(data|functions)-.*");

  @Test
  void nothingOfTheStageStays(Stacks stacks) {
    assertThat(ofTheStage(stacks))
        .as("of each kind something is there")
        .doesNotContainValue(List.of());

    stacks.destroy();

    assertThat(ofTheStage(stacks).values()).containsOnly(List.of());
  }

  /// The names of what there is of the stage, by kind.
  private static Map<String, List<String>> ofTheStage(Stacks stacks) {
    Stacks.Clients clients = stacks.clients();
    Map<String, Stream<String>> names = new TreeMap<>();
    names.putAll(
        Map.of(
            "buckets",
            clients.s3().listBuckets().buckets().stream().map(Bucket::name),
            "streams",
            clients.kinesis().listStreams().streamNames().stream(),
            "functions",
            clients.lambda().listFunctionsPaginator().functions().stream()
                .map(FunctionConfiguration::functionName),
            "alarms",
            clients.cloudWatch().describeAlarmsPaginator().metricAlarms().stream()
                .map(MetricAlarm::alarmName),
            "queues",
            clients.sqs().listQueuesPaginator().queueUrls().stream(),
            "APIs",
            stacks.restApis().stream(),
            "tables",
            stacks
                .call("dynamodb", "DynamoDB_20120810.ListTables", Map.of())
                .path("TableNames")
                .valueStream()
                .map(JsonNode::asText),
            "state machines",
            named(stacks.stepFunctions("ListStateMachines", Map.of()), "stateMachines", "name"),
            "logs",
            named(
                    stacks.call("logs", "Logs_20140328.DescribeLogGroups", Map.of()),
                    "logGroups",
                    "logGroupName")
                .filter(name -> !OF_THE_CDK.matcher(name).matches()),
            "rules",
            named(stacks.call("events", "AWSEvents.ListRules", Map.of()), "Rules", "Name")));
    names.putAll(
        Map.of(
            "secrets",
            named(
                    stacks.call("secretsmanager", "secretsmanager.ListSecrets", Map.of()),
                    "SecretList",
                    "Name")
                .map(DestroyTest::hyphenated)
                .filter(name -> !name.equals(STAGE + "-database")),
            "parameters",
            named(
                    stacks.call("ssm", "AmazonSSM.DescribeParameters", Map.of()),
                    "Parameters",
                    "Name")
                .map(DestroyTest::hyphenated),
            "roles",
            stacks
                .listed("iam", "Action=ListRoles&Version=2010-05-08&MaxItems=1000", "RoleName")
                .stream()));
    Map<String, List<String>> ofTheStage = new TreeMap<>();
    names.forEach(
        (kind, each) -> ofTheStage.put(kind, each.filter(name -> name.contains(STAGE)).toList()));
    return ofTheStage;
  }

  /// `/waymark/local/jwks` is of the stage `waymark-local`.
  private static String hyphenated(String name) {
    return name.replace('/', '-');
  }

  private static Stream<String> named(JsonNode answer, String list, String name) {
    return answer.path(list).valueStream().map(each -> each.path(name).asText());
  }
}
