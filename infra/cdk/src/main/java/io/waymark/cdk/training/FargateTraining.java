package io.waymark.cdk.training;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.cdk.config.Cpu;
import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.config.TrainingChoice;
import io.waymark.cdk.pipeline.LargeTraining;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ecr.assets.DockerImageAsset;
import software.amazon.awscdk.services.ecr.assets.Platform;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.FargatePlatformVersion;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.stepfunctions.CatchProps;
import software.amazon.awscdk.services.stepfunctions.Chain;
import software.amazon.awscdk.services.stepfunctions.IChainable;
import software.amazon.awscdk.services.stepfunctions.IntegrationPattern;
import software.amazon.awscdk.services.stepfunctions.JsonPath;
import software.amazon.awscdk.services.stepfunctions.RetryProps;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.Timeout;
import software.amazon.awscdk.services.stepfunctions.tasks.ContainerOverride;
import software.amazon.awscdk.services.stepfunctions.tasks.EcsFargateLaunchTarget;
import software.amazon.awscdk.services.stepfunctions.tasks.EcsFargateLaunchTargetOptions;
import software.amazon.awscdk.services.stepfunctions.tasks.EcsRunTask;
import software.amazon.awscdk.services.stepfunctions.tasks.TaskEnvironmentVariable;
import software.constructs.Construct;

/// A task of Fargate for each large training, from the archive of the functions that train: the
/// same code, with more memory and processors, and hours instead of minutes. There is no service
/// that would keep one running.
public final class FargateTraining extends Construct implements LargeTraining {
  private static final String CONTAINER = "Training";
  private static final int MIB = 1024;
  private static final int CPU_UNITS = 1024;

  /// What the training plans with.
  private static final Duration TIME_LIMIT = Duration.hours(2);

  /// With the start of a task, its image, and a job's last word.
  private static final Duration ATTEMPT_LIMIT = Duration.minutes(150);

  private static final Duration FIRST_PAUSE = Duration.minutes(1);
  private static final int REPETITIONS = 2;

  private final TrainingChoice.Fargate choice;
  private final TrainingNetwork network;
  private final Cluster cluster;
  private final FargateTaskDefinition task;
  private final ContainerDefinition container;

  /// What it is made of.
  ///
  /// @param image the folder of the `Dockerfile`
  /// @param logs where the network's flow logs go
  /// @param rights gives whoever trains what it needs
  public record Props(
      StageConfig config,
      TrainingChoice.Fargate choice,
      Path image,
      IBucket logs,
      Consumer<IGrantable> rights) {}

  public FargateTraining(Construct scope, String id, Props props) {
    super(scope, id);
    choice = props.choice();
    String name = "waymark-" + props.config().installation().stage() + "-training";
    network = new TrainingNetwork(this, "Network", props.logs());
    cluster =
        Cluster.Builder.create(this, "Cluster")
            .clusterName(name)
            .vpc(network.vpc())
            .containerInsightsV2(ContainerInsights.DISABLED)
            .build();
    task =
        FargateTaskDefinition.Builder.create(this, "Task")
            .family(name)
            .cpu(choice.cpu() * CPU_UNITS)
            .memoryLimitMiB(choice.memoryGib() * MIB)
            .ephemeralStorageGiB(choice.storageGib())
            .runtimePlatform(
                RuntimePlatform.builder()
                    .cpuArchitecture(architecture(props.config().cpu()))
                    .operatingSystemFamily(OperatingSystemFamily.LINUX)
                    .build())
            .build();
    container =
        task.addContainer(
            CONTAINER,
            ContainerDefinitionOptions.builder()
                .image(ContainerImage.fromDockerImageAsset(image(props)))
                .environment(environment(props.config()))
                .logging(
                    LogDriver.awsLogs(
                        AwsLogDriverProps.builder()
                            .logGroup(log(name))
                            .streamPrefix("job")
                            .build()))
                .build());
    props.rights().accept(task.getTaskRole());
    excuse();
  }

  @Override
  public int from() {
    return choice.from();
  }

  /// A task that failed is begun again: a job that it had begun is not.
  @Override
  public Chain run(Construct scope, String name, IChainable failed) {
    return Chain.start(
        EcsRunTask.Builder.create(scope, name)
            .integrationPattern(IntegrationPattern.RUN_JOB)
            .cluster(cluster)
            .taskDefinition(task)
            .launchTarget(
                new EcsFargateLaunchTarget(
                    EcsFargateLaunchTargetOptions.builder()
                        .platformVersion(FargatePlatformVersion.LATEST)
                        .build()))
            .subnets(TrainingNetwork.ofTasks())
            .securityGroups(List.of(network.tasks()))
            .assignPublicIp(true)
            .containerOverrides(
                List.of(
                    ContainerOverride.builder()
                        .containerDefinition(container)
                        .environment(
                            List.of(variable("TENANT_ID", TENANT), variable("JOB_ID", JOB)))
                        .build()))
            .taskTimeout(Timeout.duration(ATTEMPT_LIMIT))
            .resultPath(JsonPath.DISCARD)
            .build()
            .addRetry(
                RetryProps.builder()
                    .errors(List.of("ECS.AmazonECSException", "States.TaskFailed"))
                    .interval(FIRST_PAUSE)
                    .backoffRate(2)
                    .maxAttempts(REPETITIONS)
                    .build())
            .addCatch(failed, CatchProps.builder().resultPath("$.error").build()));
  }

  @Override
  public void allow(StateMachine machine) {
    // The state of the CDK has seen to it.
  }

  private DockerImageAsset image(Props props) {
    return DockerImageAsset.Builder.create(this, "Image")
        .directory(props.image().toAbsolutePath().normalize().toString())
        .platform(
            switch (props.config().cpu()) {
              case ARM64 -> Platform.LINUX_ARM64;
              case X86_64 -> Platform.LINUX_AMD64;
            })
        .build();
  }

  private LogGroup log(String name) {
    return LogGroup.Builder.create(this, "Log")
        .logGroupName("/aws/ecs/" + name)
        .retention(RetentionDays.THREE_MONTHS)
        .removalPolicy(RemovalPolicy.DESTROY)
        .build();
  }

  private static Map<String, String> environment(StageConfig config) {
    Map<String, String> environment = new TreeMap<>(config.environment());
    environment.putAll(config.trainingEnvironment());
    environment.put("TIME_LIMIT", TIME_LIMIT.toIsoString());
    environment.put("JAVA_TOOL_OPTIONS", "-Dlogback.configurationFile=logback-json.xml");
    return environment;
  }

  private static TaskEnvironmentVariable variable(String name, String path) {
    return TaskEnvironmentVariable.builder().name(name).value(JsonPath.stringAt(path)).build();
  }

  private static CpuArchitecture architecture(Cpu cpu) {
    return switch (cpu) {
      case ARM64 -> CpuArchitecture.ARM64;
      case X86_64 -> CpuArchitecture.X86_64;
    };
  }

  private void excuse() {
    NagSuppressions.addResourceSuppressions(
        cluster,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-ECS4")
                .reason("Metrics of containers bill one by one; a job says itself how it stands.")
                .build()));
    NagSuppressions.addResourceSuppressions(
        task,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-ECS2")
                .reason("They name the stage and a job; none is a secret.")
                .build(),
            NagPackSuppression.builder()
                .id("AwsSolutions-IAM5")
                .reason(
                    "Grants of the CDK: families of actions on one named resource, objects of one"
                        + " bucket. Whoever pulls an image asks for a token, which knows no"
                        + " resource to name.")
                .build()),
        true);
  }
}
