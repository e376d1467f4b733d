package io.waymark.cdk.function;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.cdk.config.Cpu;
import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.data.Database;
import io.waymark.tenancy.access.TenantAccess;
import io.waymark.tenancy.installation.Handler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.SystemLogLevel;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// One handler of one archive: a function with a role and a log of its own. HTTP handlers of `auth`
/// and `recommend` start from snapshots and are called by the alias `live`, which names the newest
/// published version; snapshots exclude temporary storage beyond 512 MiB, which the archives of
/// `ingest` and `train` are made for.
public final class JavaFunction extends Construct implements IGrantable {
  private static final String ALIAS = "live";

  private final Handler handler;
  private final Role role;
  private final Optional<Role> tenantRole;
  private final Function function;
  private final LogGroup log;
  private final IFunction called;

  /// @param archives where the code is
  /// @param environment beside the installation's names; never a secret
  /// @param place the network it runs in, if it has to run in one
  record Props(
      StageConfig config,
      Archives archives,
      Map<String, String> environment,
      Optional<Database.Place> place) {
    Props {
      environment = Map.copyOf(environment);
    }
  }

  JavaFunction(Construct scope, Handler handler, Props props) {
    super(scope, handler.shortName());
    this.handler = handler;
    String name = props.config().installation().name(handler);
    log =
        LogGroup.Builder.create(this, "Log")
            .logGroupName("/aws/lambda/" + name)
            .retention(RetentionDays.THREE_MONTHS)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .description("The function " + name)
            .build();
    log.grantWrite(role);
    tenantRole =
        props.config().tenantRoles() && TenantAccess.of(handler).isPresent()
            ? Optional.of(tenantRole(name))
            : Optional.empty();
    Sizing sizing = Sizing.of(handler);
    Function.Builder builder =
        Function.Builder.create(this, "Function")
            .functionName(name)
            .description("Waymark: " + handler.shortName())
            .runtime(Runtime.JAVA_25)
            .architecture(architecture(props.config().cpu()))
            .handler(handler.className())
            .code(Code.fromAsset(props.archives().of(handler.archive()).toString()))
            .role(role)
            .memorySize(sizing.memoryMib())
            .timeout(sizing.timeout())
            .ephemeralStorageSize(sizing.temporaryStorage())
            .environment(environment(props, handler, tenantRole))
            .logGroup(log)
            .loggingFormat(LoggingFormat.JSON)
            .tracing(Tracing.ACTIVE);
    if (handler == Handler.api(handler.archive())) {
      // Start and report of each request would be as much to pay for as the function's own lines.
      builder.systemLogLevelV2(SystemLogLevel.WARN);
    }
    props.place().ifPresent(place -> runIn(place, builder));
    if (snapshots()) {
      builder.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
    }
    int limit = props.config().authConcurrency();
    if (handler == Handler.AUTH_API && limit > 0) {
      builder.reservedConcurrentExecutions(limit);
    }
    function = builder.build();
    called = snapshots() ? alias() : function;
    excuseWildcards();
  }

  /// What callers call.
  public IFunction called() {
    return called;
  }

  public LogGroup log() {
    return log;
  }

  public Handler handler() {
    return handler;
  }

  @Override
  public IPrincipal getGrantPrincipal() {
    return role;
  }

  /// The function itself, for what must name no version.
  Function function() {
    return function;
  }

  /// For callers that do not wait: how often a failed event is repeated, and where it stays.
  void keepFailedEvents(IQueue letters, int repetitions) {
    function.configureAsyncInvoke(
        EventInvokeConfigOptions.builder()
            .retryAttempts(repetitions)
            .maxEventAge(Duration.hours(6))
            .onFailure(new SqsDestination(letters))
            .build());
  }

  void allow(PolicyStatement statement) {
    role.addToPolicy(statement);
  }

  /// Who acts for tenants: a role of its own, or the function where it has none.
  IRole forTenants() {
    return tenantRole.orElse(role);
  }

  private Role tenantRole(String name) {
    Role made =
        Role.Builder.create(this, "TenantRole")
            .assumedBy(role)
            .description("The function " + name + " for one tenant, whom the session names")
            .build();
    made.grantAssumeRole(role);
    return made;
  }

  /// Whether it starts from a snapshot, for which Lambda runs each new version once, a minute or
  /// more in every deployment, before anything can call it.
  private boolean snapshots() {
    return switch (handler) {
      case AUTH_API, RECOMMEND_API -> true;
      // Once an hour, once a day or once a deployment: nobody waits for their start, and the
      // database, which takes longer to wake, does not start from a snapshot.
      case AUTH_MIGRATIONS, AUTH_SWEEP, AUTH_USAGE -> false;
      // Runs for minutes, once a day, for the pipeline.
      case RECOMMEND_LISTS -> false;
      // Made for more temporary storage than snapshots may have; one archive is primed as a whole.
      case INGEST_API,
          INGEST_UPLOADS,
          INGEST_STREAM,
          INGEST_ARCHIVER,
          INGEST_COLLECT,
          TRAIN_API,
          TRAIN_JOB,
          TRAIN_TENANTS,
          TRAIN_DAILY,
          INGEST_REMOVAL ->
          false;
    };
  }

  private Alias alias() {
    return Alias.Builder.create(this, "Live")
        .aliasName(ALIAS)
        .version(function.getCurrentVersion())
        .build();
  }

  private static Map<String, String> environment(
      Props props, Handler handler, Optional<Role> tenantRole) {
    Map<String, String> environment = new TreeMap<>(props.environment());
    environment.putAll(props.config().environment());
    props
        .config()
        .sentryDsnParameter()
        .ifPresent(name -> environment.put("WAYMARK_SENTRY_DSN_PARAMETER", name));
    boolean trains = handler == Handler.TRAIN_JOB || handler == Handler.TRAIN_DAILY;
    if (trains) {
      environment.putAll(props.config().trainingEnvironment());
    }
    tenantRole.ifPresent(
        each -> {
          environment.put("WAYMARK_TENANT_ROLE", each.getRoleArn());
          environment.put("WAYMARK_TENANT_HANDLER", handler.name());
        });
    // One JSON object a line. A network without IPv4 to the outside needs the second: Java would
    // try a name's IPv4 address first. Minutes of loops want the second compiler, and vectors,
    // where Lambda starts Java with the first alone.
    environment.put(
        "JAVA_TOOL_OPTIONS",
        "-Dlogback.configurationFile=logback-json.xml"
            + (props.place().isPresent() ? " -Djava.net.preferIPv6Addresses=true" : "")
            + (trains ? " -XX:TieredStopAtLevel=4 --add-modules=jdk.incubator.vector" : ""));
    if (props.place().isPresent()) {
      environment.put("AWS_USE_DUALSTACK_ENDPOINT", "true");
    }
    return environment;
  }

  private void runIn(Database.Place place, Function.Builder builder) {
    builder
        .vpc(place.vpc())
        .vpcSubnets(place.subnets())
        .securityGroups(List.of(place.securityGroup()))
        .ipv6AllowedForDualStack(true);
    // What AWSLambdaVPCAccessExecutionRole gives, without its rights on every log. The calls name
    // no
    // resource that exists when the policy is written.
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .actions(
                List.of(
                    "ec2:CreateNetworkInterface",
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:DescribeSubnets",
                    "ec2:DeleteNetworkInterface",
                    "ec2:AssignPrivateIpAddresses",
                    "ec2:UnassignPrivateIpAddresses"))
            .resources(List.of("*"))
            .build());
  }

  /// Once the role for tenants has its rights: nothing can be excused of a policy before it is
  /// there.
  void excuseFoldersOfTenants() {
    tenantRole.ifPresent(
        each ->
            NagSuppressions.addResourceSuppressions(
                each,
                List.of(
                    NagPackSuppression.builder()
                        .id("AwsSolutions-IAM5")
                        .reason(
                            "Folders of any tenant of named buckets: a session's policy says whose."
                                + " Families of actions on one key.")
                        .build()),
                true));
  }

  private void excuseWildcards() {
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-IAM5")
                .reason(
                    "Grants of the CDK: families of actions on one named resource, objects of one"
                        + " bucket, versions of one function. X-Ray and network interfaces know no"
                        + " resources to name.")
                .build()),
        true);
    NagSuppressions.addResourceSuppressions(
        function,
        List.of(
            NagPackSuppression.builder()
                .id("Serverless-LambdaDLQ")
                .reason(
                    "Callers of HTTP wait for the answer, batches of streams are kept by their"
                        + " mappings; who is called without waiting has an on-failure destination,"
                        + " which keeps the error too.")
                .build()));
  }

  private static Architecture architecture(Cpu cpu) {
    return switch (cpu) {
      case ARM64 -> Architecture.ARM_64;
      case X86_64 -> Architecture.X86_64;
    };
  }
}
