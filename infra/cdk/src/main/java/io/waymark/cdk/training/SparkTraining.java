package io.waymark.cdk.training;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.config.TrainingChoice;
import io.waymark.cdk.pipeline.LargeTraining;
import io.waymark.tenancy.installation.Installation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.emrserverless.CfnApplication;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.stepfunctions.CatchProps;
import software.amazon.awscdk.services.stepfunctions.Chain;
import software.amazon.awscdk.services.stepfunctions.CustomState;
import software.amazon.awscdk.services.stepfunctions.CustomStateProps;
import software.amazon.awscdk.services.stepfunctions.IChainable;
import software.amazon.awscdk.services.stepfunctions.RetryProps;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/// A run of a Spark job for each large training, on an application of EMR Serverless that keeps no
/// workers and stops when its last run is over. The job is the operator's own. It is called with
/// `--stage S --account A --region R --tenant T --job J`, may do what the functions may that train,
/// and has to do as `TrainTask` does: take the queued job J, publish a model, end J.
public final class SparkTraining extends Construct implements LargeTraining {
  private static final Duration RUN_LIMIT = Duration.hours(4);
  private static final Duration ATTEMPT_LIMIT = Duration.minutes(250);
  private static final int STOPPED_AFTER_MINUTES = 1;
  private static final Duration FIRST_PAUSE = Duration.minutes(1);
  private static final int REPETITIONS = 2;

  /// Of all runs at a time, which are four at most.
  private static final CfnApplication.MaximumAllowedResourcesProperty MOST =
      CfnApplication.MaximumAllowedResourcesProperty.builder()
          .cpu("128 vCPU")
          .memory("512 GB")
          .disk("2000 GB")
          .build();

  private final TrainingChoice.EmrServerless choice;
  private final Installation installation;
  private final CfnApplication application;
  private final Role role;
  private final LogGroup log;

  /// What it is made of.
  ///
  /// @param rights gives whoever trains what it needs
  public record Props(
      StageConfig config, TrainingChoice.EmrServerless choice, Consumer<IGrantable> rights) {}

  public SparkTraining(Construct scope, String id, Props props) {
    super(scope, id);
    this.choice = props.choice();
    this.installation = props.config().installation();
    String name = "waymark-" + installation.stage() + "-training";
    log =
        LogGroup.Builder.create(this, "Log")
            .logGroupName("/aws/emr-serverless/" + name)
            .retention(RetentionDays.THREE_MONTHS)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    application =
        CfnApplication.Builder.create(this, "Application")
            .name(name)
            .type("SPARK")
            .releaseLabel(choice.release())
            .architecture(
                switch (props.config().cpu()) {
                  case ARM64 -> "ARM64";
                  case X86_64 -> "X86_64";
                })
            .autoStartConfiguration(
                CfnApplication.AutoStartConfigurationProperty.builder().enabled(true).build())
            .autoStopConfiguration(
                CfnApplication.AutoStopConfigurationProperty.builder()
                    .enabled(true)
                    .idleTimeoutMinutes(STOPPED_AFTER_MINUTES)
                    .build())
            .maximumCapacity(MOST)
            .build();
    role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("emr-serverless.amazonaws.com"))
            .description("Training by Spark of the Waymark stage " + installation.stage())
            .build();
    log.grantWrite(role);
    Bucket.fromBucketName(this, "Jar", choice.jar().bucket()).grantRead(role, choice.jar().key());
    props.rights().accept(role);
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-IAM5")
                .reason(
                    "Grants of the CDK: families of actions on one named resource, objects of one"
                        + " bucket.")
                .build()),
        true);
  }

  @Override
  public int from() {
    return choice.from();
  }

  /// The CDK has no state of its own for it.
  @Override
  public Chain run(Construct scope, String name, IChainable failed) {
    return Chain.start(
        new CustomState(scope, name, CustomStateProps.builder().stateJson(state()).build())
            .addRetry(
                RetryProps.builder()
                    .errors(List.of("States.TaskFailed"))
                    .interval(FIRST_PAUSE)
                    .backoffRate(2)
                    .maxAttempts(REPETITIONS)
                    .build())
            .addCatch(failed, CatchProps.builder().resultPath("$.error").build()));
  }

  @Override
  public void allow(StateMachine machine) {
    String arn = application.getAttrArn();
    machine.addToRolePolicy(
        PolicyStatement.Builder.create()
            .actions(List.of("emr-serverless:StartJobRun"))
            .resources(List.of(arn))
            .build());
    machine.addToRolePolicy(
        PolicyStatement.Builder.create()
            .actions(List.of("emr-serverless:GetJobRun", "emr-serverless:CancelJobRun"))
            .resources(List.of(arn + "/jobruns/*"))
            .build());
    machine.addToRolePolicy(
        PolicyStatement.Builder.create()
            .actions(List.of("iam:PassRole"))
            .resources(List.of(role.getRoleArn()))
            .conditions(
                Map.of(
                    "StringEquals", Map.of("iam:PassedToService", "emr-serverless.amazonaws.com")))
            .build());
    // By this rule of its own Step Functions learns that a run has ended.
    machine.addToRolePolicy(
        PolicyStatement.Builder.create()
            .actions(List.of("events:PutTargets", "events:PutRule", "events:DescribeRule"))
            .resources(
                List.of(
                    Stack.of(this)
                        .formatArn(
                            ArnComponents.builder()
                                .service("events")
                                .resource("rule")
                                .resourceName("StepFunctionsGetEventsForEMRServerlessJobRule")
                                .build())))
            .build());
  }

  private Map<String, Object> state() {
    return sorted(
        Map.of(
            "Type",
            "Task",
            "Resource",
            "arn:aws:states:::emr-serverless:startJobRun.sync",
            "TimeoutSeconds",
            ATTEMPT_LIMIT.toSeconds(),
            "Parameters",
            parameters(),
            // What EMR says of the run is of no use.
            "ResultSelector",
            Map.of("ended", true),
            "ResultPath",
            "$.ran"));
  }

  private Map<String, Object> parameters() {
    String arguments =
        "States.Array('--stage', '%s', '--account', '%s', '--region', '%s', '--tenant', %s, '--job', %s)"
            .formatted(
                installation.stage(), installation.account(), installation.region(), TENANT, JOB);
    return sorted(
        Map.of(
            "ApplicationId",
            application.getAttrApplicationId(),
            "ExecutionRoleArn",
            role.getRoleArn(),
            "ExecutionTimeoutMinutes",
            RUN_LIMIT.toMinutes(),
            "JobDriver",
            Map.of(
                "SparkSubmit",
                sorted(
                    Map.of("EntryPoint", choice.jar().url(), "EntryPointArguments.$", arguments))),
            "ConfigurationOverrides",
            Map.of(
                "MonitoringConfiguration",
                Map.of(
                    "CloudWatchLoggingConfiguration",
                    sorted(Map.of("Enabled", true, "LogGroupName", log.getLogGroupName()))))));
  }

  /// [Map#of] has another order in every process, which would be a change to deploy.
  private static Map<String, Object> sorted(Map<String, Object> fields) {
    return new TreeMap<>(fields);
  }
}
