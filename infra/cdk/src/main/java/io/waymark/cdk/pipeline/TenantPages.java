package io.waymark.cdk.pipeline;

import io.waymark.tenancy.installation.Handler;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.stepfunctions.Choice;
import software.amazon.awscdk.services.stepfunctions.Condition;
import software.amazon.awscdk.services.stepfunctions.DistributedMap;
import software.amazon.awscdk.services.stepfunctions.Fail;
import software.amazon.awscdk.services.stepfunctions.IChainable;
import software.amazon.awscdk.services.stepfunctions.JsonPath;
import software.amazon.awscdk.services.stepfunctions.Pass;
import software.amazon.awscdk.services.stepfunctions.Result;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.amazon.awscdk.services.stepfunctions.Succeed;
import software.amazon.awscdk.services.stepfunctions.TaskInput;
import software.amazon.awscdk.services.stepfunctions.TaskStateBase;
import software.constructs.Construct;

/// Tenants by pages of a hundred, and of a page four at once, each in an execution of its own (a
/// distributed map):
///
/// - An execution's history ends at 25,000 events. A tenant takes 30 to 40 of them: an inline map,
///   whose history is its machine's, would end at some 700 tenants. A page of this one takes 30.
/// - What nothing can catch, such as an answer of more than 256 KB, ends the execution of that
///   tenant alone; an inline map would end with it.
/// - The price is one transition for each tenant beside its own eight (2.5 cents for a thousand
///   tenants).
///
/// An input of `{"tenant_id": …}` runs that tenant alone, as after a failure.
///
/// From page to page go the day, where to read on and whether a tenant has failed: nothing that
/// grows. Results of a page stay in its executions.
final class TenantPages extends Construct {
  /// A training is given a whole function's memory, and the account has a limit of instances.
  private static final int AT_ONCE = 4;

  /// That is all of them: none stops the others.
  private static final int MOST_OF_A_PAGE = 100;

  private static final String AFTER = "$.page.answer.after";

  private final Function<Handler, IFunction> functions;
  private final Optional<LargeTraining> large;
  private final IChainable first;

  /// @param large who trains where data is large; else the function does
  TenantPages(
      Construct scope,
      String id,
      Function<Handler, IFunction> functions,
      Optional<LargeTraining> large) {
    super(scope, id);
    this.functions = functions;
    this.large = large;
    TaskStateBase tenants =
        Call.TENANTS.state(
            this, "Tenants", functions, TaskInput.fromJsonPathAt("$.request"), "$.page");
    Choice more = more(tenants);
    Choice anybody =
        Choice.Builder.create(this, "Anybody")
            .build()
            .when(Condition.isPresent("$.page.answer.tenants[0]"), page(more))
            .otherwise(more);
    tenants.next(anybody);
    first =
        Choice.Builder.create(this, "Whose")
            .build()
            .when(Condition.isPresent("$.tenant_id"), only().next(anybody))
            .otherwise(
                begin("Begin", Fields.of("run", today(), "request", Map.of(), "failed", false))
                    .next(tenants));
  }

  /// A page that has one tenant, whom the input names: `{"tenant_id": …}`.
  private Pass only() {
    return begin(
        "Only one",
        Fields.of(
            "run",
            today(),
            "failed",
            false,
            "page",
            Fields.of("answer", Fields.of("tenants", JsonPath.array(JsonPath.stringAt("$"))))));
  }

  private Pass begin(String name, Map<String, Object> state) {
    return Pass.Builder.create(this, name).parameters(state).build();
  }

  private static String today() {
    return JsonPath.arrayGetItem(
        JsonPath.stringSplit(JsonPath.stringAt("$$.Execution.StartTime"), "T"), 0);
  }

  IChainable first() {
    return first;
  }

  private DistributedMap page(Choice more) {
    DistributedMap map =
        DistributedMap.Builder.create(this, "Each tenant")
            .itemsPath("$.page.answer.tenants")
            .itemSelector(TenantRun.input())
            .maxConcurrency(AT_ONCE)
            .mapExecutionType(StateMachineType.STANDARD)
            // As a percentage LocalStack's parser refuses it.
            .toleratedFailureCount(MOST_OF_A_PAGE)
            .resultPath("$.results")
            .build()
            .itemProcessor(new TenantRun(this, "Tenant", functions, large).first());
    map.next(count()).next(judge(more));
    return map;
  }

  /// An execution that ended without a result counts as well as one that says it failed.
  private Pass count() {
    return Pass.Builder.create(this, "Count")
        .parameters(
            Fields.of(
                "asked",
                JsonPath.arrayLength(JsonPath.objectAt("$.page.answer.tenants")),
                "answered",
                JsonPath.arrayLength(JsonPath.objectAt("$.results")),
                "answers",
                JsonPath.jsonToString(JsonPath.objectAt("$.results"))))
        .resultPath("$.counted")
        .build();
  }

  private Choice judge(Choice more) {
    Pass remember =
        Pass.Builder.create(this, "Somebody failed")
            .result(Result.fromBoolean(true))
            .resultPath("$.failed")
            .build();
    remember.next(more);
    return Choice.Builder.create(this, "Everybody")
        .build()
        .when(
            Condition.or(
                Condition.stringMatches("$.counted.answers", "*\"outcome\":\"failed\"*"),
                Condition.not(
                    Condition.numberEqualsJsonPath("$.counted.asked", "$.counted.answered"))),
            remember)
        .otherwise(more);
  }

  private Choice more(TaskStateBase tenants) {
    Pass on =
        Pass.Builder.create(this, "Next page")
            .parameters(
                Fields.of(
                    "run",
                    JsonPath.stringAt("$.run"),
                    "request",
                    Fields.of("after", JsonPath.stringAt(AFTER)),
                    "failed",
                    JsonPath.objectAt("$.failed")))
            .build();
    on.next(tenants);
    Fail failed =
        Fail.Builder.create(this, "Failed for some")
            .error("TenantsFailed")
            .cause("the work of one tenant or more failed: docs/runbooks/pipeline-failed.md")
            .build();
    return Choice.Builder.create(this, "More tenants")
        .build()
        .when(Condition.and(Condition.isPresent(AFTER), Condition.isString(AFTER)), on)
        .when(Condition.booleanEquals("$.failed", true), failed)
        .otherwise(Succeed.Builder.create(this, "Done").build());
  }
}
