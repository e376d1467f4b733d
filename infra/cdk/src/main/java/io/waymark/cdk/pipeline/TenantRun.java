package io.waymark.cdk.pipeline;

import io.waymark.tenancy.installation.Handler;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.stepfunctions.CatchProps;
import software.amazon.awscdk.services.stepfunctions.Choice;
import software.amazon.awscdk.services.stepfunctions.Condition;
import software.amazon.awscdk.services.stepfunctions.IChainable;
import software.amazon.awscdk.services.stepfunctions.INextable;
import software.amazon.awscdk.services.stepfunctions.JsonPath;
import software.amazon.awscdk.services.stepfunctions.Pass;
import software.amazon.awscdk.services.stepfunctions.TaskInput;
import software.amazon.awscdk.services.stepfunctions.TaskStateBase;
import software.constructs.Construct;

/// What is done for one tenant. Whatever happens, it ends with `{"tenant_id": …, "outcome": …}`:
/// every call catches every error, and no choice reads a field that may be missing, which is an
/// error that nothing can catch.
final class TenantRun extends Construct {
  /// Together, of functions that ask to be called again: six hours.
  private static final int MOST_REPEATED_CALLS = 24;

  private static final String TENANT = "tenant_id";
  private static final String REPEATED = "$.repeated.calls";

  private final Function<Handler, IFunction> functions;
  private final Pass failed;
  private final IChainable first;

  TenantRun(Construct scope, String id, Function<Handler, IFunction> functions) {
    super(scope, id);
    this.functions = functions;
    failed = outcome("Failed");
    Map<String, Object> tenant = Fields.of(TENANT, JsonPath.stringAt("$.tenant_id"));
    TaskStateBase collect =
        call(Call.COLLECT, "Collect", TaskInput.fromObject(tenant), "$.collected");
    TaskStateBase train = call(Call.TRAIN, "Train", TaskInput.fromObject(tenant), "$.trained");
    TaskStateBase lists =
        call(Call.LISTS, "Lists", TaskInput.fromJsonPathAt("$.lists"), "$.listed");
    TaskStateBase warm =
        call(
            Call.WARM,
            "Warm",
            TaskInput.fromObject(
                Fields.of("stageVariables", Fields.of("warm", JsonPath.stringAt("$.tenant_id")))),
            // What came of it is of no use; that it came is.
            JsonPath.DISCARD);
    first = collect.next(judgeData(collect, train));
    train.next(judgeModel(lists));
    lists.next(judgeLists(lists, warm));
    warm.next(outcome("Trained"));
  }

  /// The state it begins with.
  IChainable first() {
    return first;
  }

  /// What of a run and an item of its map this reads.
  static Map<String, Object> input() {
    String tenant = JsonPath.stringAt("$$.Map.Item.Value.tenant_id");
    return Fields.of(
        TENANT,
        tenant,
        "lists",
        Fields.of(TENANT, tenant, "run", JsonPath.stringAt("$.run")),
        "repeated",
        Fields.of("calls", 0));
  }

  private Choice judgeData(INextable collect, IChainable train) {
    String decision = "$.collected.answer.decision";
    Pass again =
        Pass.Builder.create(this, "Collect on")
            .parameters(Fields.of("calls", JsonPath.mathAdd(JsonPath.numberAt(REPEATED), 1)))
            .resultPath("$.repeated")
            .build();
    again.next((IChainable) collect);
    Condition complete = truth("$.collected.answer.done", true);
    return Choice.Builder.create(this, "Data")
        .build()
        .when(Condition.and(truth("$.collected.answer.done", false), mayRepeat()), again)
        .when(Condition.and(complete, text(decision, "held")), outcome("Held"))
        .when(
            Condition.and(
                complete,
                Condition.or(text(decision, "approved"), text(decision, "approved_with_warnings"))),
            train)
        .otherwise(failed);
  }

  private Choice judgeModel(IChainable lists) {
    String state = "$.trained.answer.state";
    return Choice.Builder.create(this, "Model")
        .build()
        .when(text(state, "done"), lists)
        .when(text(state, "unchanged"), outcome("Unchanged"))
        .when(text(state, "refused"), outcome("Refused"))
        .otherwise(failed);
  }

  private Choice judgeLists(INextable lists, IChainable warm) {
    String after = "$.listed.answer.after";
    Pass on =
        Pass.Builder.create(this, "Lists on")
            .parameters(
                Fields.of(
                    TENANT,
                    JsonPath.stringAt("$.tenant_id"),
                    "lists",
                    Fields.of(
                        TENANT,
                        JsonPath.stringAt("$.tenant_id"),
                        "run",
                        JsonPath.stringAt("$.lists.run"),
                        "after",
                        JsonPath.stringAt(after)),
                    "repeated",
                    Fields.of("calls", JsonPath.mathAdd(JsonPath.numberAt(REPEATED), 1))))
            .build();
    on.next((IChainable) lists);
    Condition more = Condition.and(Condition.isPresent(after), Condition.isString(after));
    return Choice.Builder.create(this, "More lists")
        .build()
        .when(Condition.and(more, mayRepeat()), on)
        .when(more, failed)
        .otherwise(warm);
  }

  private TaskStateBase call(Call call, String name, TaskInput payload, String result) {
    return call.state(this, name, functions, payload, result)
        .addCatch(failed, CatchProps.builder().resultPath("$.error").build());
  }

  private Pass outcome(String name) {
    return Pass.Builder.create(this, name)
        .parameters(
            Fields.of(
                TENANT,
                JsonPath.stringAt("$.tenant_id"),
                "outcome",
                name.toLowerCase(java.util.Locale.ROOT)))
        .build();
  }

  private static Condition mayRepeat() {
    return Condition.numberLessThan(REPEATED, MOST_REPEATED_CALLS);
  }

  private static Condition text(String path, String value) {
    return Condition.and(Condition.isPresent(path), Condition.stringEquals(path, value));
  }

  private static Condition truth(String path, boolean value) {
    return Condition.and(Condition.isPresent(path), Condition.booleanEquals(path, value));
  }
}
