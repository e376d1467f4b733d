package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.cdk.StateMachine.MachineException;
import io.waymark.tenancy.installation.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DailyPipelineTest {
  private static final Set<Handler> CALLED =
      Set.of(
          Handler.TRAIN_TENANTS,
          Handler.INGEST_COLLECT,
          Handler.TRAIN_DAILY,
          Handler.RECOMMEND_LISTS,
          Handler.RECOMMEND_API);

  /// Of an execution's input and output, and of every state's.
  private static final int MOST_DATA = 256 * 1024;

  private static final String STARTED = "2026-11-21T03:00:13.021Z";
  private static final JsonNode DEFINITION = StateMachine.definition(machine(Synthesis.all()));

  private final List<String> calls = new ArrayList<>();

  /// By handler and tenant; else all goes well.
  private final Map<String, List<String>> answers = new TreeMap<>();

  private List<List<String>> pages = List.of(List.of("ada"));

  @Test
  void everyTenantOfEveryPageGoesThroughAllStagesInTheirOrder() {
    pages = List.of(List.of("ada", "bob"), List.of(), List.of("cyd"));
    run();
    assertThat(calls)
        .containsExactly(
            "train-tenants {}",
            "ingest-collect {'tenant_id':'ada'}",
            "train-daily {'tenant_id':'ada'}",
            "recommend-lists {'run':'2026-11-21','tenant_id':'ada'}",
            "recommend-api {'stageVariables':{'warm':'ada'}}",
            "ingest-collect {'tenant_id':'bob'}",
            "train-daily {'tenant_id':'bob'}",
            "recommend-lists {'run':'2026-11-21','tenant_id':'bob'}",
            "recommend-api {'stageVariables':{'warm':'bob'}}",
            "train-tenants {'after':'page-1'}",
            "train-tenants {'after':'page-2'}",
            "ingest-collect {'tenant_id':'cyd'}",
            "train-daily {'tenant_id':'cyd'}",
            "recommend-lists {'run':'2026-11-21','tenant_id':'cyd'}",
            "recommend-api {'stageVariables':{'warm':'cyd'}}");
  }

  @Test
  void anInputThatNamesATenantRunsThatOneAlone() {
    pages = List.of(List.of("ada", "bob"));
    run("{\"tenant_id\": \"bob\"}");
    assertThat(calls)
        .containsExactly(
            "ingest-collect {'tenant_id':'bob'}",
            "train-daily {'tenant_id':'bob'}",
            "recommend-lists {'run':'2026-11-21','tenant_id':'bob'}",
            "recommend-api {'stageVariables':{'warm':'bob'}}");
    answer(Handler.TRAIN_DAILY, "bob", "!");
    assertThatThrownBy(() -> run("{\"tenant_id\": \"bob\"}"))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("TenantsFailed");
  }

  @Test
  void heldDataIsNotTrainedAndThatIsNoFailure() {
    answer(Handler.INGEST_COLLECT, "ada", "{'decision':'held','done':true}");
    run();
    assertThat(calls).containsExactly("train-tenants {}", "ingest-collect {'tenant_id':'ada'}");
  }

  @Test
  void dataWithWarningsIsTrained() {
    answer(Handler.INGEST_COLLECT, "ada", "{'decision':'approved_with_warnings','done':true}");
    run();
    assertThat(calls).contains("train-daily {'tenant_id':'ada'}");
  }

  @Test
  void listsThatAreNotThereAreMadeUpForWhateverCameOfTheTraining() {
    for (String state : List.of("refused", "unchanged")) {
      calls.clear();
      answers.clear();
      answer(Handler.TRAIN_DAILY, "ada", "{'state':'" + state + "'}");
      answer(Handler.RECOMMEND_LISTS, "ada", "{'lists':9,'after':'0.9'}", "{'lists':2}");
      run();
      assertThat(calls)
          .as(state)
          .containsExactly(
              "train-tenants {}",
              "ingest-collect {'tenant_id':'ada'}",
              "train-daily {'tenant_id':'ada'}",
              "recommend-lists {'run':'2026-11-21','tenant_id':'ada'}",
              "recommend-lists {'run':'2026-11-21','tenant_id':'ada'}");
      answer(Handler.RECOMMEND_LISTS, "ada", "!");
      assertThatThrownBy(this::run).hasMessage("TenantsFailed");
    }
  }

  @Test
  void whoeverAsksToBeCalledAgainIsAsLongAsItComesFurther() {
    int times = 60;
    answer(
        Handler.INGEST_COLLECT,
        "ada",
        Stream.concat(
                IntStream.range(0, times)
                    .mapToObj(
                        at -> "{'decision':'approved','done':false,'left':" + (times - at) + "}"),
                Stream.of("{'decision':'approved','done':true,'left':0}"))
            .toArray(String[]::new));
    answer(
        Handler.RECOMMEND_LISTS,
        "ada",
        Stream.concat(
                IntStream.range(0, times).mapToObj(at -> "{'lists':9,'after':'0." + at + "'}"),
                Stream.of("{'lists':2,'after':null}"))
            .toArray(String[]::new));
    run();
    assertThat(calls).hasSize(1 + (times + 1) + 1 + (times + 1) + 1);
    assertThat(calls.stream().distinct())
        .containsExactly(
            "train-tenants {}",
            "ingest-collect {'tenant_id':'ada'}",
            "train-daily {'tenant_id':'ada'}",
            "recommend-lists {'run':'2026-11-21','tenant_id':'ada'}",
            "recommend-api {'stageVariables':{'warm':'ada'}}");
  }

  @Test
  void whoeverComesNoFurtherIsNotCalledAgain() {
    Map<Handler, String> endless =
        Map.of(
            Handler.INGEST_COLLECT, "{'decision':'approved','done':false,'left':7}",
            Handler.RECOMMEND_LISTS, "{'after':'0.1'}");
    endless.forEach(
        (handler, again) -> {
          calls.clear();
          answers.clear();
          answer(handler, "ada", again);
          assertThatThrownBy(this::run).hasMessage("TenantsFailed");
          assertThat(calls.stream().filter(call -> call.startsWith(handler.shortName())))
              .as("the second says what the first said")
              .hasSize(2);
        });
  }

  @Test
  void oneTenantsFailureStopsNoOtherAndFailsTheRunAtItsEnd() {
    pages = List.of(List.of("ada", "bob"), List.of("cyd"));
    Map<Handler, List<String>> failing =
        Map.of(
            Handler.INGEST_COLLECT,
                List.of(
                    "!",
                    "{}",
                    "{'done':true}",
                    "{'done':true,'decision':'?'}",
                    "{'done':false,'decision':'approved'}"),
            Handler.TRAIN_DAILY, List.of("!", "{}", "{'state':'failed'}", "{'state':null}"),
            Handler.RECOMMEND_LISTS, List.of("!"),
            Handler.RECOMMEND_API, List.of("!"));
    failing.forEach(
        (handler, failures) ->
            failures.forEach(
                failure -> {
                  calls.clear();
                  answers.clear();
                  answer(handler, "ada", failure);
                  assertThatThrownBy(this::run).as(handler + failure).hasMessage("TenantsFailed");
                  assertThat(calls)
                      .contains(
                          "recommend-api {'stageVariables':{'warm':'bob'}}",
                          "recommend-api {'stageVariables':{'warm':'cyd'}}");
                }));
  }

  @Test
  void aFailureOnTheLastPageOfManyIsSeenAndATenantOfSuchANameIsNone() {
    pages = List.of(List.of("failed"), List.of("outcome"), List.of("ada"));
    run();
    answer(Handler.TRAIN_DAILY, "ada", "{'state':'failed'}");
    assertThatThrownBy(this::run).hasMessage("TenantsFailed");
  }

  @Test
  void whenNobodyCanSayWhichTenantsThereAreTheRunFailsAtOnce() {
    answer(Handler.TRAIN_TENANTS, "", "!");
    assertThatThrownBy(this::run).hasMessage("the function failed");
    assertThat(calls).containsExactly("train-tenants {}");
  }

  @Test
  void noStateGrowsWithTheNumberOfTenants() {
    pages =
        IntStream.range(0, 30)
            .mapToObj(
                page ->
                    IntStream.range(0, 100)
                        .mapToObj(
                            at -> "a-tenant-with-a-name-of-more-than-forty-" + page + "-" + at)
                        .toList())
            .toList();
    StateMachine machine = run();
    assertThat(calls).hasSize(30 + 30 * 100 * 4);
    assertThat(machine.largestState()).isLessThan(MOST_DATA / 4);
  }

  @Test
  void eachCallHasALimitBeyondTheFunctionsOwnAndRepeatsTroublesOfLambdaAlone() {
    Map<String, Integer> limits =
        Synthesis.all().resources("AWS::Lambda::Function").stream()
            .map(each -> each.path("Properties"))
            .filter(each -> each.path("FunctionName").isTextual())
            .collect(
                Collectors.toMap(
                    each -> each.path("FunctionName").asText(),
                    each -> each.path("Timeout").asInt()));
    List<JsonNode> tasks = tasks();
    assertThat(tasks).hasSize(CALLED.size());
    for (JsonNode task : tasks) {
      Handler handler = handler(task.at("/Parameters/FunctionName").asText());
      assertThat(task.path("TimeoutSeconds").asInt())
          .as(handler.shortName())
          .isGreaterThan(limits.getOrDefault("waymark-prod-" + handler.shortName(), 9_999));
      assertThat(task.path("Retry")).hasSize(1);
      JsonNode retry = task.at("/Retry/0");
      List<String> errors = retry.path("ErrorEquals").valueStream().map(JsonNode::asText).toList();
      assertThat(errors)
          .contains("Lambda.ServiceException", "Lambda.TooManyRequestsException")
          .doesNotContain("Lambda.Unknown");
      assertThat(errors.stream().filter(error -> !error.startsWith("Lambda.")).toList())
          .as(handler.shortName())
          .isEqualTo(
              Set.of(Handler.TRAIN_TENANTS, Handler.RECOMMEND_API).contains(handler)
                  ? List.of("Runtime.ExitError", "Sandbox.Timedout")
                  : List.of());
      assertThat(retry.path("MaxAttempts").asInt()).isBetween(3, 10);
      assertThat(retry.path("BackoffRate").asDouble()).isGreaterThan(1);
      assertThat(retry.path("JitterStrategy").asText()).isEqualTo("FULL");
    }
  }

  @Test
  void theDefinitionIsTheSameTextInEveryProcess() {
    assertThat(objects(DEFINITION).filter(each -> each.size() > 1))
        .filteredOn(each -> names(each).stream().allMatch(DailyPipelineTest::isOurs))
        .hasSizeGreaterThan(8)
        .allSatisfy(each -> assertThat(names(each)).isSorted());
  }

  /// What Step Functions names itself begins with a capital.
  private static boolean isOurs(String name) {
    return Character.isLowerCase(name.charAt(0));
  }

  private static List<String> names(JsonNode object) {
    return object.propertyStream().map(Map.Entry::getKey).toList();
  }

  private static Stream<JsonNode> objects(JsonNode node) {
    return Stream.concat(
        node.isObject() ? Stream.of(node) : Stream.of(),
        node.valueStream().flatMap(DailyPipelineTest::objects));
  }

  @Test
  void fourTenantsAtOnceEachInAnExecutionOfItsOwn() {
    JsonNode map = DEFINITION.path("States").path("Each tenant");
    assertThat(map.path("MaxConcurrency").asInt()).isEqualTo(4);
    assertThat(map.at("/ItemProcessor/ProcessorConfig/Mode").asText()).isEqualTo("DISTRIBUTED");
    assertThat(map.at("/ItemProcessor/ProcessorConfig/ExecutionType").asText())
        .isEqualTo("STANDARD");
    assertThat(map.path("ToleratedFailureCount").asInt())
        .as("what no state can catch ends one tenant, or all of a page, but not the page")
        .isEqualTo(100);
    assertThat(DEFINITION.path("TimeoutSeconds").asInt())
        .as("ended before the next begins")
        .isLessThan(24 * 3600);
  }

  @Test
  void itStartsEveryNightUnlessSwitchedOff() {
    assertThat(schedule(Synthesis.fewest()).path("ScheduleExpression").asText())
        .isEqualTo("cron(0 3 * * ? *)");
    assertThat(schedule(Synthesis.fewest()).path("State").asText()).isEqualTo("ENABLED");
    assertThat(schedule(Synthesis.fewest()).at("/Targets/0/DeadLetterConfig/Arn").isMissingNode())
        .isFalse();
    assertThat(schedule(Synthesis.thrownAway()).path("State").asText()).isEqualTo("DISABLED");
  }

  @Test
  void itsErrorsAreLoggedWithoutDataAndItsRunsTraced() {
    JsonNode properties = machine(Synthesis.fewest()).path("Properties");
    assertThat(properties.path("StateMachineName").asText()).isEqualTo("waymark-dev-pipeline");
    assertThat(properties.path("StateMachineType").asText()).isEqualTo("STANDARD");
    assertThat(properties.at("/LoggingConfiguration/Level").asText()).isEqualTo("ERROR");
    assertThat(properties.at("/LoggingConfiguration/IncludeExecutionData").asBoolean(true))
        .isFalse();
    assertThat(properties.at("/TracingConfiguration/Enabled").asBoolean()).isTrue();
  }

  @Test
  void itMayCallTheFunctionsItCallsAndNoOther() {
    Set<String> callable =
        statements("PipelineMachineRole")
            .filter(each -> each.path("Action").asText().equals("lambda:InvokeFunction"))
            .flatMap(each -> each.path("Resource").valueStream())
            .map(JsonNode::toString)
            .collect(Collectors.toSet());
    for (Handler handler : Handler.values()) {
      String id = handler.shortName().replace("-", "");
      assertThat(callable.stream().anyMatch(each -> each.contains("\"" + id)))
          .as(handler.shortName())
          .isEqualTo(CALLED.contains(handler));
    }
    assertThat(callable).noneMatch(each -> each.equals("\"*\""));
    assertThat(callable.stream().filter(each -> each.contains("recommendapi")))
        .as("the version that serves requests")
        .allMatch(each -> each.contains("recommendapiLive"));
  }

  @Test
  void eachFunctionMayReachWhatItsStageNeeds() {
    assertThat(allowed("traintenants"))
        .anyMatch(each -> each.contains("\"s3:ListBucket\"") && each.contains("trainingdata"))
        .noneMatch(each -> each.contains("s3:GetObject"));
    assertThat(allowed("ingestcollect"))
        .as("files become one, and the report of a day")
        .anyMatch(each -> each.contains("s3:DeleteObject") && each.contains("trainingdata"))
        .anyMatch(each -> each.contains("s3:PutObject") && each.contains("/pipeline/*"))
        .anyMatch(each -> each.contains("s3:GetObject") && each.contains("/pipeline/*"))
        .anyMatch(each -> each.contains("dynamodb:GetItem") && each.contains("Tablesuploads"))
        .noneMatch(each -> each.contains("/uploads/*"));
    assertThat(allowed("traindaily").map(DailyPipelineTest::ofEitherTraining))
        .as("what train-job may, whose letters of failure are all it has beyond")
        .containsExactlyInAnyOrderElementsOf(
            allowed("trainjob")
                .filter(each -> !each.contains("sqs:SendMessage"))
                .map(DailyPipelineTest::ofEitherTraining)
                .toList());
    assertThat(allowed("recommendlists"))
        .anyMatch(each -> each.contains("dynamodb:Query") && each.contains("Tableshistories"))
        .anyMatch(each -> each.contains("dynamodb:Query") && each.contains("Tablesusers"))
        .anyMatch(each -> each.contains("s3:GetObject") && each.contains("/*/lists/*"))
        .anyMatch(each -> each.contains("s3:PutObject") && each.contains("/*/lists/*"))
        .anyMatch(each -> each.contains("s3:DeleteObject") && each.contains("/*/lists/*"))
        .filteredOn(DailyPipelineTest::changes)
        .allMatch(each -> each.contains("/*/lists/*") || each.contains("Tablesheartbeats"));
    assertThat(allowed("ingestapi"))
        .as("an erasure removes the parts that name the user")
        .anyMatch(each -> each.contains("s3:GetObject") && each.contains("/*/lists/*"))
        .anyMatch(each -> each.contains("s3:DeleteObject") && each.contains("/*/lists/*"));
  }

  private static String ofEitherTraining(String statement) {
    return statement.replaceAll("(?:traindaily|trainjob)(Log|TenantRole)\\w+", "$1");
  }

  private static boolean changes(String statement) {
    return Stream.of("s3:PutObject", "s3:DeleteObject", "dynamodb:PutItem", "dynamodb:UpdateItem")
        .anyMatch(statement::contains);
  }

  private StateMachine run() {
    return run("{}");
  }

  private StateMachine run(String input) {
    StateMachine machine = new StateMachine(DEFINITION, this::call);
    machine.run(STARTED, StateMachine.parse(input));
    return machine;
  }

  private void answer(Handler handler, String tenant, String... inTurn) {
    answers.put(handler.shortName() + " " + tenant, new ArrayList<>(List.of(inTurn)));
  }

  private JsonNode call(String function, JsonNode payload) {
    Handler handler = handler(function);
    calls.add(handler.shortName() + " " + payload.toString().replace('"', '\''));
    String tenant = payload.path("tenant_id").asText(payload.at("/stageVariables/warm").asText());
    List<String> given = answers.getOrDefault(handler.shortName() + " " + tenant, List.of());
    String answer =
        switch (given.size()) {
          case 0 -> well(handler, payload);
          case 1 -> given.getFirst();
          default -> given.removeFirst();
        };
    if (answer.equals("!")) {
      throw new MachineException("the function failed");
    }
    return StateMachine.parse(answer.replace('\'', '"'));
  }

  private String well(Handler handler, JsonNode payload) {
    return switch (handler) {
      case TRAIN_TENANTS -> page(payload);
      case INGEST_COLLECT -> "{'decision':'approved','rows':3,'report':null,'done':true,'left':0}";
      case TRAIN_DAILY -> "{'state':'done','job_id':'j','model_version':'v'}";
      case RECOMMEND_LISTS -> "{'lists':3,'after':null}";
      default -> "{'model_version':'v'}";
    };
  }

  private String page(JsonNode payload) {
    int at =
        payload.has("after")
            ? Integer.parseInt(payload.path("after").asText().substring("page-".length()))
            : 0;
    return pages.get(at).stream()
        .map("{'tenant_id':'%s'}"::formatted)
        .collect(
            Collectors.joining(
                ",",
                "{'tenants':[",
                "],'after':" + (at + 1 < pages.size() ? "'page-" + (at + 1) + "'" : "null") + "}"));
  }

  private static Handler handler(String logicalId) {
    return Stream.of(Handler.values())
        .filter(
            each ->
                logicalId.startsWith(each.shortName().replace("-", "") + "Function")
                    || logicalId.startsWith(each.shortName().replace("-", "") + "Live"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("calls " + logicalId));
  }

  private static List<JsonNode> tasks() {
    return Stream.concat(
            DEFINITION.path("States").valueStream(),
            DEFINITION.at("/States/Each tenant/ItemProcessor/States").valueStream())
        .filter(each -> each.path("Type").asText().equals("Task"))
        .toList();
  }

  private static JsonNode machine(Synthesis stage) {
    return stage.resources("AWS::StepFunctions::StateMachine").getFirst();
  }

  private static JsonNode schedule(Synthesis stage) {
    return stage.resources("AWS::Events::Rule").stream()
        .map(each -> each.path("Properties"))
        .filter(each -> each.toString().contains("PipelineMachine"))
        .findFirst()
        .orElseThrow();
  }

  /// To the function itself and to its role for tenants.
  private static Stream<String> allowed(String function) {
    return Stream.of("RoleDefaultPolicy", "TenantRoleDefaultPolicy")
        .flatMap(role -> statements(function + role))
        .map(JsonNode::toString);
  }

  private static Stream<JsonNode> statements(String policy) {
    return Synthesis.all()
        .stack("functions")
        .path("Resources")
        .propertyStream()
        .filter(each -> each.getKey().startsWith(policy))
        .flatMap(each -> each.getValue().at("/Properties/PolicyDocument/Statement").valueStream());
  }
}
