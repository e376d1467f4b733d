package io.waymark.cdk.pipeline;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.cdk.config.StageConfig;
import io.waymark.tenancy.installation.Handler;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.events.CronOptions;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.SfnStateMachine;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/// A state machine that takes every tenant through a day's work, started every night. See
/// [TenantPages] for how tenants are parted, [TenantRun] for what is done for one.
public final class DailyPipeline extends Construct {
  /// The next run begins after 24.
  private static final Duration LONGEST_RUN = Duration.hours(23);

  private static final Duration START_WITHIN = Duration.hours(2);

  private final StateMachine machine;

  /// What it is made of.
  ///
  /// @param functions what is called for a handler
  /// @param letters where a start stays that did not come to be
  public record Props(StageConfig config, Function<Handler, IFunction> functions, IQueue letters) {}

  public DailyPipeline(Construct scope, String id, Props props) {
    super(scope, id);
    String name = "waymark-" + props.config().installation().stage() + "-pipeline";
    machine =
        StateMachine.Builder.create(this, "Machine")
            .stateMachineName(name)
            .stateMachineType(StateMachineType.STANDARD)
            .definitionBody(
                DefinitionBody.fromChainable(
                    new TenantPages(this, "Pages", props.functions()).first()))
            .timeout(LONGEST_RUN)
            .tracingEnabled(true)
            .logs(
                LogOptions.builder()
                    .destination(log(name))
                    .level(LogLevel.ERROR)
                    .includeExecutionData(false)
                    .build())
            .build();
    Rule.Builder.create(this, "Daily")
        .description("The daily pipeline")
        .schedule(Schedule.cron(CronOptions.builder().minute("0").hour("3").build()))
        .enabled(props.config().pipeline())
        .targets(
            List.of(
                SfnStateMachine.Builder.create(machine)
                    .input(RuleTargetInput.fromObject(Map.of()))
                    .maxEventAge(START_WITHIN)
                    .deadLetterQueue(props.letters())
                    .build()))
        .build();
    excuse();
  }

  public StateMachine machine() {
    return machine;
  }

  private LogGroup log(String name) {
    return LogGroup.Builder.create(this, "Log")
        // Elsewhere each machine would add to the one policy of an account that lets AWS write
        // logs, which has a limit.
        .logGroupName("/aws/vendedlogs/states/" + name)
        .retention(RetentionDays.THREE_MONTHS)
        .removalPolicy(RemovalPolicy.DESTROY)
        .build();
  }

  private void excuse() {
    NagSuppressions.addResourceSuppressions(
        machine,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-SF1")
                .reason("Errors are logged; every step of every run stands in its history.")
                .build(),
            NagPackSuppression.builder()
                .id("AwsSolutions-IAM5")
                .reason(
                    "Grants of the CDK: versions of the functions it calls, executions of its own"
                        + " map. Log deliveries and X-Ray know no resources to name.")
                .build()),
        true);
  }
}
