package io.waymark.cdk.pipeline;

import io.waymark.tenancy.installation.Handler;
import java.util.Map;
import java.util.Optional;
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
///
/// A function that asks to be called again is, as long as each call came further than the one
/// before. What the whole machine may take bounds that.
final class TenantRun extends Construct {
  private static final String TENANT = "tenant_id";
  private static final String RUN = "run";
  private static final String STATE = "$.trained.answer.state";

  /// How much was left to collect, and how far the lists were, before the last call.
  private static final String LEFT_BEFORE = "$.collect_before.left";

  private static final String REACHED_BEFORE = "$.lists_before.after";

  private final Function<Handler, IFunction> functions;
  private final Pass failed;
  private final IChainable first;

  /// @param large who trains where data is large; else the function does
  TenantRun(
      Construct scope,
      String id,
      Function<Handler, IFunction> functions,
      Optional<LargeTraining> large) {
    super(scope, id);
    this.functions = functions;
    failed = outcome("Failed");
    Map<String, Object> tenant = Fields.of(TENANT, JsonPath.stringAt("$.tenant_id"));
    TaskStateBase collect =
        call(Call.COLLECT, "Collect", TaskInput.fromObject(tenant), "$.collected");
    TaskStateBase train = call(Call.TRAIN, "Train", TaskInput.fromObject(tenant), "$.trained");
    TaskStateBase lists =
        call(
            Call.LISTS,
            "Lists",
            TaskInput.fromObject(
                Fields.of(
                    TENANT, JsonPath.stringAt("$.tenant_id"), RUN, JsonPath.stringAt("$.run"))),
            "$.listed");
    TaskStateBase warm =
        call(
            Call.WARM,
            "Warm",
            TaskInput.fromObject(
                Fields.of("stageVariables", Fields.of("warm", JsonPath.stringAt("$.tenant_id")))),
            // What came of it is of no use; that it came is.
            JsonPath.DISCARD);
    Choice model = judgeModel(lists);
    train.next(model);
    first =
        collect.next(
            judgeData(
                collect,
                large.<IChainable>map(elsewhere -> bySize(elsewhere, train, model)).orElse(train)));
    lists.next(judgeLists(lists, warm));
    warm.next(outcome("Trained"));
  }

  /// The state it begins with.
  IChainable first() {
    return first;
  }

  /// What of a run and an item of its map this reads.
  static Map<String, Object> input() {
    return Fields.of(
        TENANT,
        JsonPath.stringAt("$$.Map.Item.Value.tenant_id"),
        RUN,
        JsonPath.stringAt("$.run"),
        "collect_before",
        Fields.of("left", Integer.MAX_VALUE),
        "lists_before",
        Fields.of("after", ""));
  }

  private Choice judgeData(INextable collect, IChainable train) {
    String decision = "$.collected.answer.decision";
    String left = "$.collected.answer.left";
    Pass again =
        Pass.Builder.create(this, "Collect on")
            .parameters(Fields.of("left", JsonPath.numberAt(left)))
            .resultPath("$.collect_before")
            .build();
    again.next((IChainable) collect);
    Condition came =
        Condition.and(
            Condition.isPresent(left), Condition.numberLessThanJsonPath(left, LEFT_BEFORE));
    Condition complete = truth("$.collected.answer.done", true);
    return Choice.Builder.create(this, "Data")
        .build()
        .when(Condition.and(truth("$.collected.answer.done", false), came), again)
        .when(Condition.and(complete, text(decision, "held")), outcome("Held"))
        .when(
            Condition.and(
                complete,
                Condition.or(text(decision, "approved"), text(decision, "approved_with_warnings"))),
            train)
        .otherwise(failed);
  }

  /// A job that runs elsewhere is stored before, and asked for afterwards: so what comes of it is
  /// told in the words of a job that ran in the function.
  private Choice bySize(LargeTraining elsewhere, IChainable train, Choice model) {
    String tenant = JsonPath.stringAt(LargeTraining.TENANT);
    TaskStateBase queue =
        call(
            Call.TRAIN,
            "Queue",
            TaskInput.fromObject(Fields.of(TENANT, tenant, "queue_only", true)),
            "$.trained");
    TaskStateBase ended =
        call(
            Call.TRAIN,
            "Ended",
            TaskInput.fromObject(
                Fields.of(TENANT, tenant, "job_id", JsonPath.stringAt(LargeTraining.JOB))),
            "$.trained");
    ended.next(model);
    queue.next(
        Choice.Builder.create(this, "Queued")
            .build()
            .when(
                text("$.trained.answer.state", "queued"),
                elsewhere.run(this, "Train elsewhere", failed).next(ended))
            .otherwise(model));
    String interactions = "$.collected.answer.interactions";
    return Choice.Builder.create(this, "Size")
        .build()
        .when(
            Condition.and(
                Condition.isPresent(interactions),
                Condition.numberGreaterThanEquals(interactions, elsewhere.from())),
            queue)
        .otherwise(train);
  }

  /// Lists that a run before left unfinished are made up for, and those of a version that somebody
  /// went back to, whatever came of the training.
  private Choice judgeModel(IChainable lists) {
    return Choice.Builder.create(this, "Model")
        .build()
        .when(
            Condition.or(text(STATE, "done"), text(STATE, "unchanged"), text(STATE, "refused")),
            lists)
        .otherwise(failed);
  }

  private Choice judgeLists(INextable lists, IChainable warm) {
    String after = "$.listed.answer.after";
    Pass on =
        Pass.Builder.create(this, "Lists on")
            .parameters(Fields.of("after", JsonPath.stringAt(after)))
            .resultPath("$.lists_before")
            .build();
    on.next((IChainable) lists);
    Condition more = Condition.and(Condition.isPresent(after), Condition.isString(after));
    Condition came = Condition.not(Condition.stringEqualsJsonPath(after, REACHED_BEFORE));
    return Choice.Builder.create(this, "More lists")
        .build()
        .when(Condition.and(more, came), on)
        .when(more, failed)
        .when(text(STATE, "done"), warm)
        .when(text(STATE, "refused"), outcome("Refused"))
        .otherwise(outcome("Unchanged"));
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

  private static Condition text(String path, String value) {
    return Condition.and(Condition.isPresent(path), Condition.stringEquals(path, value));
  }

  private static Condition truth(String path, boolean value) {
    return Condition.and(Condition.isPresent(path), Condition.booleanEquals(path, value));
  }
}
