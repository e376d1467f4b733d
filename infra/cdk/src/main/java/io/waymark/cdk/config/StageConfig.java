package io.waymark.cdk.config;

import io.waymark.tenancy.installation.Installation;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One stage, as `-c key=value` describes it.
///
/// @param shards of a provisioned stream
/// @param authConcurrency instances of `auth` at most, and so its connections to the database; 0
///   sets no limit
/// @param console the pages before the API, if there are any
/// @param training of large tenants by the pipeline
/// @param tenantRoles whether functions take on a role for each tenant, where they can
/// @param pipeline whether the daily pipeline starts by itself
/// @param alarmEmail who is told of alarms
/// @param sentryDsnParameter the name of the parameter that holds the DSN of Sentry, if errors are
///   told there
/// @param mlflow the address of an MLflow server that is told of trainings
public record StageConfig(
    Installation installation,
    Cpu cpu,
    StreamChoice stream,
    int shards,
    DatabaseChoice database,
    int authConcurrency,
    Web web,
    Optional<Console> console,
    TrainingChoice training,
    boolean tenantRoles,
    boolean pipeline,
    Optional<String> alarmEmail,
    Optional<String> sentryDsnParameter,
    Optional<String> mlflow,
    Removal removal) {
  private static final Pattern STAGE = Pattern.compile("[a-z0-9]{1,12}");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
  private static final Pattern JDBC = Pattern.compile("jdbc:postgresql://[^?]+(\\?.*)?");
  private static final Pattern SECRET = Pattern.compile("arn:aws[a-z-]*:secretsmanager:.+");
  private static final Pattern CERTIFICATE = Pattern.compile("arn:aws[a-z-]*:acm:.+");
  private static final int REGION_OF_AN_ARN = 3;
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
  private static final Pattern TRUSTSTORE = Pattern.compile("s3://([^/]+)/(.+)");
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/*\\s]+");
  private static final Pattern PARAMETER = Pattern.compile("(/[A-Za-z0-9_.-]+)+");
  private static final Pattern SERVER = Pattern.compile("https?://[^/@?#\\s]+(/[^@?#\\s]*)?");
  private static final Pattern BY_HTTPS = Pattern.compile("https://[^/:]+(:443)?(/.*)?");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

  private static final Pattern JAR = Pattern.compile("s3://([^/]+)/(.+\\.jar)");
  private static final Pattern EMR_RELEASE = Pattern.compile("emr-[a-z0-9.-]+");

  private enum Switch {
    ON,
    OFF
  }

  /// Below the 1,000 that a new account has, with room for the event functions.
  private static final int REQUESTS_PER_SECOND = 500;

  private static final int AUTH_CONCURRENCY = 20;
  private static final int MAX_CAPACITY = 4;

  /// A fifth of the function's time, going by a million that took 41 s on two processors.
  private static final int LARGE = 20_000_000;

  private static final String RELEASE = "emr-7.10.0";

  /// Reads the context.
  ///
  /// @throws ConfigException naming the key that is missing, wrong or unknown
  public static StageConfig parse(Map<String, ?> values, Caller caller) {
    Context context = new Context(values);
    Installation installation = installation(context, caller);
    Optional<Console> console = console(context);
    TrainingChoice training = training(context);
    StageConfig config =
        new StageConfig(
            installation,
            context.choice("arch", Cpu.class, Cpu.ARM64),
            context.choice("stream", StreamChoice.class, StreamChoice.OFF),
            context.number("shards", 1, 1, 200),
            database(context),
            context.number("authConcurrency", AUTH_CONCURRENCY, 0, 1000),
            web(context, installation, console),
            console,
            training,
            on(context, "tenantRoles", Switch.ON),
            on(context, "pipeline", Switch.ON),
            context.optionallyMatching("alarmEmail", EMAIL, "an e-mail address"),
            sentryDsnParameter(context),
            mlflow(context, training),
            context.choice("removal", Removal.class, Removal.RETAIN));
    context.refuseUnread();
    return config;
  }

  /// Whether there is an event stream.
  public boolean streams() {
    return stream != StreamChoice.OFF;
  }

  private static Installation installation(Context context, Caller caller) {
    String stage =
        context.matching("stage", STAGE, "the stage's name, 1-12 of a-z and 0-9, like dev");
    String account =
        ofCaller(context, "account", ACCOUNT, "the AWS account, 12 digits", caller.account());
    String region =
        ofCaller(context, "region", REGION, "a region like eu-central-1", caller.region());
    caller
        .account()
        .filter(own -> !own.equals(account))
        .ifPresent(
            own -> {
              throw new ConfigException(
                  "-c account="
                      + account
                      + ": these credentials belong to "
                      + own
                      + "; take those of the account, or leave -c account out");
            });
    return new Installation(stage, account, region);
  }

  private static String ofCaller(
      Context context, String key, Pattern pattern, String what, Optional<String> known) {
    return context
        .optionallyMatching(key, pattern, what)
        .or(() -> known)
        .orElseThrow(
            () ->
                new ConfigException(
                    "-c "
                        + key
                        + "=… is missing: "
                        + what
                        + "; with AWS credentials the CDK's command line would know it"));
  }

  /// How code of this stage is told where it runs.
  public Map<String, String> environment() {
    return Map.of(
        "WAYMARK_STAGE", installation.stage(),
        "WAYMARK_ACCOUNT", installation.account(),
        "WAYMARK_REGION", installation.region());
  }

  private static DatabaseChoice database(Context context) {
    enum Where {
      AURORA,
      EXTERNAL
    }
    return switch (context.choice("database", Where.class, Where.AURORA)) {
      case AURORA -> new DatabaseChoice.Aurora(context.number("maxCapacity", MAX_CAPACITY, 1, 256));
      case EXTERNAL ->
          new DatabaseChoice.External(
              context.matching(
                  "databaseUrl",
                  JDBC,
                  "jdbc:postgresql://host:port/name?user=… without a password"),
              context.matching(
                  "databaseSecret", SECRET, "the ARN of a secret with username and password"));
    };
  }

  private static Optional<Console> console(Context context) {
    return context
        .text("console")
        .map(
            folder ->
                new Console(
                    Path.of(folder),
                    context
                        .optionallyMatching(
                            "consoleDomain", DOMAIN, "a domain like console.example.com")
                        .map(
                            name ->
                                new Console.Domain(
                                    name,
                                    certificate(
                                        context,
                                        "consoleCertificate",
                                        Console.Domain.REGION,
                                        "CloudFront looks for it in ")))));
  }

  /// The console's own pages call the API too.
  private static Web web(Context context, Installation installation, Optional<Console> console) {
    Set<String> origins =
        new LinkedHashSet<>(
            context.list(
                "origins", ORIGIN, "origins like https://shop.example, separated by commas"));
    console.flatMap(Console::domain).map(Console.Domain::origin).ifPresent(origins::add);
    boolean firewall = on(context, "waf", Switch.OFF);
    int requests = context.number("requestsPerSecond", REQUESTS_PER_SECOND, 1, 10_000);
    Optional<Web.Domain> domain =
        context
            .optionallyMatching("domain", DOMAIN, "a domain like api.example.com")
            .map(
                name ->
                    new Web.Domain(
                        name,
                        certificate(
                            context,
                            "certificate",
                            installation.region(),
                            "this stage needs one from "),
                        context
                            .optionallyMatching("truststore", TRUSTSTORE, "s3://bucket/file.pem")
                            .map(StageConfig::truststore)));
    return new Web(domain, List.copyOf(origins), firewall, requests);
  }

  /// Whoever gives the DSN itself does not want to read it in a log.
  private static Optional<String> sentryDsnParameter(Context context) {
    Optional<String> name = context.text("sentryDsnParameter");
    if (name.isPresent() && !PARAMETER.matcher(name.get()).matches()) {
      throw new ConfigException(
          "-c sentryDsnParameter must be the name of a SecureString of Systems Manager, like"
              + " /waymark/prod/sentry-dsn; the DSN is its value and stands nowhere else");
    }
    return name;
  }

  /// What stands in a function's environment can be read by whoever may look at the function: no
  /// user, no password.
  private static Optional<String> mlflow(Context context, TrainingChoice training) {
    Optional<String> server = context.text("mlflow");
    if (server.isPresent() && !SERVER.matcher(server.get()).matches()) {
      throw new ConfigException(
          "-c mlflow must be the address of an MLflow server, like https://mlflow.example.com,"
              + " without a user, a password or a query");
    }
    if (training instanceof TrainingChoice.Fargate
        && server.filter(each -> !BY_HTTPS.matcher(each).matches()).isPresent()) {
      throw new ConfigException(
          "-c mlflow must be https:// on port 443 with -c training=fargate: its tasks reach nothing"
              + " else");
    }
    return server;
  }

  /// What whoever trains is told beside.
  public Map<String, String> trainingEnvironment() {
    return mlflow.map(server -> Map.of("MLFLOW_TRACKING_URI", server)).orElse(Map.of());
  }

  private static TrainingChoice training(Context context) {
    enum Where {
      LAMBDA,
      FARGATE,
      EMR_SERVERLESS;

      @Override
      public String toString() {
        return name().replace('_', '-');
      }
    }
    return switch (context.choice("training", Where.class, Where.LAMBDA)) {
      case LAMBDA -> new TrainingChoice.Function();
      case FARGATE ->
          new TrainingChoice.Fargate(
              context.number("trainingFargateFrom", LARGE, 1, Integer.MAX_VALUE),
              context.number("trainingFargateCpu", 8, 2, 16),
              context.number("trainingFargateMemory", 32, 4, 120),
              context.number("trainingFargateStorage", 50, 21, 200));
      case EMR_SERVERLESS ->
          new TrainingChoice.EmrServerless(
              context.number("trainingSparkFrom", LARGE, 1, Integer.MAX_VALUE),
              jar(
                  context.matching(
                      "trainingSparkJar",
                      JAR,
                      "s3://bucket/file.jar of a Spark job that trains; Waymark brings none yet")),
              context
                  .optionallyMatching("trainingSparkRelease", EMR_RELEASE, "a release of EMR")
                  .orElse(RELEASE));
    };
  }

  private static TrainingChoice.Jar jar(String url) {
    Matcher parts = JAR.matcher(url);
    if (!parts.matches()) {
      throw Context.wrong("trainingSparkJar", url, "s3://bucket/file.jar");
    }
    return new TrainingChoice.Jar(parts.group(1), parts.group(2));
  }

  /// A certificate of another region would be refused when much is deployed already.
  private static String certificate(Context context, String key, String region, String why) {
    String arn = context.matching(key, CERTIFICATE, "the ARN of the domain's certificate");
    String found = arn.split(":", -1)[REGION_OF_AN_ARN];
    if (!found.equals(region)) {
      throw new ConfigException(
          "-c %s=%s: is a certificate of %s; %s%s".formatted(key, arn, found, why, region));
    }
    return arn;
  }

  private static boolean on(Context context, String key, Switch otherwise) {
    return context.choice(key, Switch.class, otherwise) == Switch.ON;
  }

  private static Web.Truststore truststore(String url) {
    Matcher parts = TRUSTSTORE.matcher(url);
    if (!parts.matches()) {
      throw Context.wrong("truststore", url, "s3://bucket/file.pem");
    }
    return new Web.Truststore(parts.group(1), parts.group(2));
  }
}
