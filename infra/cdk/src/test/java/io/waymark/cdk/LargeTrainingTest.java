package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.cdk.StateMachine.MachineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tenants whose data is large, trained by a task of Fargate or by Spark.
class LargeTrainingTest {
  private static final String STARTED = "2026-11-21T03:00:13.021Z";
  private static final String TASK = "waymark-large-training {'JOB_ID':'j1','TENANT_ID':'ada'}";
  private static final String SPARK_RUN =
      "Application {'SparkSubmit':{'EntryPoint':'s3://jars/training/als.jar','EntryPointArguments':['--stage','spark','--account','111111111111','--region','eu-central-1','--tenant','ada','--job','j1']}}";

  private final List<String> calls = new ArrayList<>();

  /// Of `ada`, by what is called; else all goes well.
  private final Map<String, String> answers = new TreeMap<>();

  private int interactions;

  @Test
  void aTenantOfSoManyInteractionsIsTrainedElsewhereAndEndsAsAnyOther() {
    Map<Synthesis, String> runs = Map.of(Synthesis.fargate(), TASK, Synthesis.spark(), SPARK_RUN);
    runs.forEach(
        (stage, elsewhere) -> {
          interactions = from(stage);
          run(stage);
          assertThat(ofAda())
              .containsExactly(
                  "ingestcollect {'tenant_id':'ada'}",
                  "traindaily {'queue_only':true,'tenant_id':'ada'}",
                  elsewhere,
                  "traindaily {'job_id':'j1','tenant_id':'ada'}",
                  "recommendlists {'run':'2026-11-21','tenant_id':'ada'}",
                  "recommendapi {'stageVariables':{'warm':'ada'}}");
        });
  }

  @Test
  void aTenantOfFewerIsTrainedInTheFunction() {
    for (Synthesis stage : variants()) {
      interactions = from(stage) - 1;
      run(stage);
      assertThat(ofAda())
          .startsWith("ingestcollect {'tenant_id':'ada'}", "traindaily {'tenant_id':'ada'}");
      assertThat(ofAda()).hasSize(4);
    }
  }

  @Test
  void nothingRunsElsewhereWhereThereIsNothingToTrain() {
    for (Synthesis stage : variants()) {
      interactions = from(stage);
      answers.put("queue", "{'state':'unchanged'}");
      run(stage);
      assertThat(ofAda())
          .endsWith(
              "traindaily {'queue_only':true,'tenant_id':'ada'}",
              "recommendlists {'run':'2026-11-21','tenant_id':'ada'}");
    }
  }

  @Test
  void whatTheJobsRowSaysIsWhatCameOfIt() {
    for (Synthesis stage : variants()) {
      interactions = from(stage);
      answers.put("ended", "{'state':'refused'}");
      run(stage);
      assertThat(ofAda())
          .endsWith(
              "traindaily {'job_id':'j1','tenant_id':'ada'}",
              "recommendlists {'run':'2026-11-21','tenant_id':'ada'}");
    }
  }

  @Test
  void aFailureElsewhereStopsNoOtherTenantAndFailsTheRunAtItsEnd() {
    Map<String, List<String>> failing =
        Map.of(
            "queue", List.of("!", "{}", "{'state':'failed'}"),
            "elsewhere", List.of("!"),
            "ended",
                List.of("!", "{'state':'queued'}", "{'state':'running'}", "{'state':'failed'}"));
    for (Synthesis stage : variants()) {
      interactions = from(stage);
      failing.forEach(
          (what, failures) ->
              failures.forEach(
                  failure -> {
                    answers.clear();
                    answers.put(what, failure);
                    assertThatThrownBy(() -> run(stage))
                        .as(what + failure)
                        .hasMessage("TenantsFailed");
                    assertThat(calls)
                        .last()
                        .isEqualTo("recommendapi {'stageVariables':{'warm':'bob'}}");
                  }));
    }
  }

  @Test
  void theMachineWaitsForTheTaskWithALimitAndBeginsItAgainAFewTimes() {
    for (Synthesis stage : variants()) {
      JsonNode state = elsewhere(stage);
      assertThat(state.path("Resource").toString()).containsPattern("(runTask|startJobRun)\\.sync");
      assertThat(state.path("TimeoutSeconds").asInt()).isBetween(3600, 6 * 3600);
      assertThat(state.at("/Retry/0/MaxAttempts").asInt()).isBetween(1, 3);
      assertThat(state.at("/Retry/0/ErrorEquals").toString())
          .contains("States.TaskFailed")
          .doesNotContain("States.Timeout", "States.ALL");
      assertThat(state.at("/Catch/0/ErrorEquals").toString()).isEqualTo("[\"States.ALL\"]");
    }
  }

  @Test
  void theTaskHasWhatWasAskedForAndALimitWithinTheMachines() {
    JsonNode task = only(Synthesis.fargate(), "AWS::ECS::TaskDefinition").path("Properties");
    assertThat(task.path("RequiresCompatibilities")).hasToString("[\"FARGATE\"]");
    assertThat(task.path("Cpu").asText()).isEqualTo("8192");
    assertThat(task.path("Memory").asText()).isEqualTo("32768");
    assertThat(task.at("/EphemeralStorage/SizeInGiB").asInt()).isEqualTo(50);
    assertThat(task.at("/RuntimePlatform/CpuArchitecture").asText()).isEqualTo("ARM64");
    Map<String, String> environment = variables(task.at("/ContainerDefinitions/0/Environment"));
    assertThat(environment).containsEntry("MLFLOW_TRACKING_URI", "https://10.0.0.9/ml");
    assertThat(environment)
        .containsEntry("WAYMARK_STAGE", "large")
        .containsEntry("WAYMARK_ACCOUNT", "111111111111")
        .containsEntry("WAYMARK_REGION", "eu-central-1")
        .containsEntry("TIME_LIMIT", "PT2H")
        .containsKey("JAVA_TOOL_OPTIONS");
    assertThat(elsewhere(Synthesis.fargate()).path("TimeoutSeconds").asInt())
        .isGreaterThan(2 * 3600);
  }

  @Test
  void theImageIsBuiltOfTheFunctionsArchiveAlone() {
    assertThat(Synthesis.fargate().image())
        .containsExactly(".dockerignore", "Dockerfile", "target/train-lambda.zip");
  }

  @Test
  void aTaskIsReachedByNobodyAndApartFromTheDatabase() {
    JsonNode state = elsewhere(Synthesis.fargate());
    JsonNode network = state.at("/Parameters/NetworkConfiguration/AwsvpcConfiguration");
    assertThat(network.path("AssignPublicIp").asText()).isEqualTo("ENABLED");
    assertThat(network.path("Subnets").valueStream().map(JsonNode::asText))
        .hasSize(2)
        .allMatch(each -> each.startsWith("TrainingNetworkVpc"));
    assertThat(network.path("SecurityGroups").valueStream().map(JsonNode::asText))
        .singleElement()
        .asString()
        .startsWith("TrainingNetworkTasks");
    JsonNode functions = Synthesis.fargate().stack("functions").path("Resources");
    assertThat(functions.propertyStream().map(each -> each.getValue().path("Type").asText()))
        .doesNotContain("AWS::EC2::SecurityGroupIngress", "AWS::EC2::VPCPeeringConnection");
    assertThat(functions.valueStream().filter(each -> isOf(each, "AWS::EC2::SecurityGroup")))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.at("/Properties/SecurityGroupIngress").isMissingNode()).isTrue();
              assertThat(each.at("/Properties/SecurityGroupEgress"))
                  .singleElement()
                  .matches(rule -> rule.path("ToPort").asInt() == 443);
            });
    assertThat(functions.valueStream().filter(each -> isOf(each, "AWS::EC2::Subnet")))
        .hasSize(2)
        .noneMatch(each -> each.at("/Properties/MapPublicIpOnLaunch").asBoolean());
  }

  @Test
  void whoTrainsElsewhereMayDoWhatTheFunctionMayThatTrains() {
    Set<String> ofFunction = rights(Synthesis.fargate(), "traindailyTenantRole");
    ofFunction.removeIf(LargeTrainingTest::isOfEveryFunction);
    assertThat(ofFunction).hasSizeGreaterThan(10);
    assertThat(rights(Synthesis.fargate(), "TrainingTaskTaskRole")).isEqualTo(ofFunction);
    Set<String> ofSpark = rights(Synthesis.spark(), "TrainingRole");
    Set<String> ofJar =
        ofSpark.stream().filter(each -> each.contains(":s3:::jars")).collect(Collectors.toSet());
    assertThat(ofJar).isNotEmpty().allMatch(each -> each.matches("s3:(Get|List).*"));
    assertThat(ofJar.stream().filter(each -> each.contains("jars/")))
        .isNotEmpty()
        .allMatch(each -> each.contains(":s3:::jars/training/als.jar"));
    ofSpark.removeAll(ofJar);
    ofSpark.removeIf(LargeTrainingTest::isOfEveryFunction);
    assertThat(ofSpark.stream().map(each -> each.replace("waymark-spark", "waymark-large")))
        .containsExactlyInAnyOrderElementsOf(ofFunction);
  }

  /// Its log, its traces, its sign of life.
  private static boolean isOfEveryFunction(String right) {
    return right.startsWith("logs:")
        || right.startsWith("xray:")
        || right.contains("Tablesheartbeats");
  }

  /// Each action with each resource, however the statements are put together.
  private static Set<String> rights(Synthesis stage, String role) {
    return allowed(stage, role)
        .map(StateMachine::parse)
        .flatMap(
            statement ->
                each(statement.path("Action"))
                    .flatMap(
                        action ->
                            each(statement.path("Resource"))
                                .map(resource -> action.asText() + " " + resource)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<JsonNode> each(JsonNode oneOrMore) {
    return oneOrMore.isArray() ? oneOrMore.valueStream() : Stream.of(oneOrMore);
  }

  @Test
  void theMachineMayRunThatTaskAndJobAloneAndGiveItsOwnRole() {
    List<String> fargate = allowed(Synthesis.fargate(), "PipelineMachineRole").toList();
    assertThat(fargate.stream().filter(each -> each.contains("ecs:RunTask")))
        .singleElement()
        .asString()
        .contains("TrainingTask")
        .doesNotContain("\"Resource\":\"*\"");
    assertThat(fargate.stream().filter(each -> each.contains("iam:PassRole")))
        .singleElement()
        .asString()
        .contains("TrainingTaskTaskRole", "TrainingTaskExecutionRole")
        .doesNotContain("\"Resource\":\"*\"");
    List<String> spark = allowed(Synthesis.spark(), "PipelineMachineRole").toList();
    assertThat(spark.stream().filter(each -> each.contains("emr-serverless:StartJobRun")))
        .singleElement()
        .asString()
        .contains("TrainingApplication");
    assertThat(spark.stream().filter(each -> each.contains("iam:PassRole")))
        .singleElement()
        .asString()
        .contains("TrainingRole", "emr-serverless.amazonaws.com");
    assertThat(allowed(Synthesis.fewest(), "PipelineMachineRole"))
        .noneMatch(each -> each.contains("iam:PassRole"));
  }

  @Test
  void sparkHasALimitedApplication() {
    JsonNode application =
        only(Synthesis.spark(), "AWS::EMRServerless::Application").path("Properties");
    assertThat(application.path("Type").asText()).isEqualTo("SPARK");
    assertThat(application.path("Architecture").asText()).isEqualTo("ARM64");
    assertThat(application.path("ReleaseLabel").asText()).startsWith("emr-7.");
    assertThat(application.at("/MaximumCapacity/Cpu").asText()).isEqualTo("128 vCPU");
    JsonNode parameters = elsewhere(Synthesis.spark()).path("Parameters");
    assertThat(parameters.path("ExecutionTimeoutMinutes").asInt() * 60)
        .isLessThan(elsewhere(Synthesis.spark()).path("TimeoutSeconds").asInt());
    assertThat(
            parameters
                .at(
                    "/ConfigurationOverrides/MonitoringConfiguration/CloudWatchLoggingConfiguration/Enabled")
                .asBoolean())
        .isTrue();
  }

  @Test
  void withoutTheSwitchThereIsNothingOfIt() {
    for (Synthesis stage : List.of(Synthesis.fewest(), Synthesis.all())) {
      assertThat(stage.resources().map(each -> each.path("Type").asText()))
          .noneMatch(type -> type.startsWith("AWS::ECS") || type.startsWith("AWS::EMR"));
      assertThat(states(stage)).noneMatch(each -> each.getKey().equals("Size"));
    }
  }

  private void run(Synthesis stage) {
    calls.clear();
    new StateMachine(definition(stage), this::call).run(STARTED, StateMachine.parse("{}"));
  }

  private List<String> ofAda() {
    return calls.stream().filter(each -> each.contains("'ada'")).toList();
  }

  private JsonNode call(String called, JsonNode payload) {
    String name =
        Stream.of(
                "traintenants",
                "ingestcollect",
                "traindaily",
                "recommendlists",
                "recommendapi",
                "TrainingApplication")
            .filter(called::startsWith)
            .findFirst()
            .orElse(called)
            .replace("TrainingApplication", "Application");
    JsonNode said = payload.has("ContainerOverrides") ? environment(payload) : payload;
    String text = said.toString().replace('"', '\'');
    calls.add(name + " " + text);
    String what =
        switch (name) {
          case "traintenants", "ingestcollect", "recommendlists", "recommendapi" -> name;
          case "traindaily" ->
              payload.has("queue_only") ? "queue" : payload.has("job_id") ? "ended" : name;
          default -> "elsewhere";
        };
    String well =
        switch (what) {
          case "traintenants" ->
              "{'tenants':[{'tenant_id':'ada'},{'tenant_id':'bob'}],'after':null}";
          case "ingestcollect" ->
              "{'decision':'approved','done':true,'interactions':"
                  + (text.contains("'ada'") ? interactions : 1)
                  + "}";
          case "queue" -> "{'state':'queued','job_id':'j1'}";
          case "recommendlists" -> "{'lists':3,'after':null}";
          default -> "{'state':'done','job_id':'j1'}";
        };
    String answer = answers.getOrDefault(what, well);
    if (answer.equals("!")) {
      throw new MachineException("it failed");
    }
    return StateMachine.parse(answer.replace('\'', '"'));
  }

  /// What a task is told beside its definition.
  private static JsonNode environment(JsonNode overrides) {
    ObjectNode variables = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(variables(overrides.at("/ContainerOverrides/0/Environment")))
        .forEach(variables::put);
    return variables;
  }

  private static Map<String, String> variables(JsonNode environment) {
    return environment
        .valueStream()
        .collect(
            Collectors.toMap(
                each -> each.path("Name").asText(), each -> each.path("Value").asText()));
  }

  private static List<Synthesis> variants() {
    return List.of(Synthesis.fargate(), Synthesis.spark());
  }

  private static int from(Synthesis stage) {
    return stage == Synthesis.fargate() ? 20_000_000 : 500;
  }

  private static JsonNode definition(Synthesis stage) {
    return StateMachine.definition(only(stage, "AWS::StepFunctions::StateMachine"));
  }

  private static Stream<Map.Entry<String, JsonNode>> states(Synthesis stage) {
    return definition(stage).at("/States/Each tenant/ItemProcessor/States").propertyStream();
  }

  private static JsonNode elsewhere(Synthesis stage) {
    return states(stage)
        .filter(each -> each.getKey().equals("Train elsewhere"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode only(Synthesis stage, String type) {
    List<JsonNode> found = stage.resources(type);
    assertThat(found).as(type).hasSize(1);
    return found.getFirst();
  }

  private static boolean isOf(JsonNode resource, String type) {
    return resource.path("Type").asText().equals(type);
  }

  private static Stream<String> allowed(Synthesis stage, String role) {
    return stage
        .stack("functions")
        .path("Resources")
        .propertyStream()
        .filter(each -> each.getKey().startsWith(role))
        .filter(each -> isOf(each.getValue(), "AWS::IAM::Policy"))
        .flatMap(each -> each.getValue().at("/Properties/PolicyDocument/Statement").valueStream())
        .map(JsonNode::toString);
  }
}
