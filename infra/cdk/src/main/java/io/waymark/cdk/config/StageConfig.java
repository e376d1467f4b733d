package io.waymark.cdk.config;

import io.waymark.tenancy.installation.Installation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One stage, as `-c key=value` describes it.
///
/// @param shards of a provisioned stream
/// @param authConcurrency instances of `auth` at most, and so its connections to the database; 0
///   sets no limit
/// @param tenantRoles whether functions take on a role for each tenant, where they can
/// @param pipeline whether the daily pipeline starts by itself
/// @param alarmEmail who is told of alarms
public record StageConfig(
    Installation installation,
    Cpu cpu,
    StreamChoice stream,
    int shards,
    DatabaseChoice database,
    int authConcurrency,
    Web web,
    boolean tenantRoles,
    boolean pipeline,
    Optional<String> alarmEmail,
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
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

  private enum Switch {
    ON,
    OFF
  }

  /// Below the 1,000 that a new account has, with room for the event functions.
  private static final int REQUESTS_PER_SECOND = 500;

  private static final int AUTH_CONCURRENCY = 20;
  private static final int MAX_CAPACITY = 4;

  /// Reads the context.
  ///
  /// @throws ConfigException naming the key that is missing, wrong or unknown
  public static StageConfig parse(Map<String, ?> values, Caller caller) {
    Context context = new Context(values);
    Installation installation = installation(context, caller);
    StageConfig config =
        new StageConfig(
            installation,
            context.choice("arch", Cpu.class, Cpu.ARM64),
            context.choice("stream", StreamChoice.class, StreamChoice.OFF),
            context.number("shards", 1, 1, 200),
            database(context),
            context.number("authConcurrency", AUTH_CONCURRENCY, 0, 1000),
            web(context, installation),
            on(context, "tenantRoles", Switch.ON),
            on(context, "pipeline", Switch.ON),
            context.optionallyMatching("alarmEmail", EMAIL, "an e-mail address"),
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

  private static Web web(Context context, Installation installation) {
    List<String> origins =
        context.list("origins", ORIGIN, "origins like https://shop.example, separated by commas");
    boolean firewall = on(context, "waf", Switch.OFF);
    int requests = context.number("requestsPerSecond", REQUESTS_PER_SECOND, 1, 10_000);
    Optional<Web.Domain> domain =
        context
            .optionallyMatching("domain", DOMAIN, "a domain like api.example.com")
            .map(
                name ->
                    new Web.Domain(
                        name,
                        certificate(context, installation),
                        context
                            .optionallyMatching("truststore", TRUSTSTORE, "s3://bucket/file.pem")
                            .map(StageConfig::truststore)));
    return new Web(domain, origins, firewall, requests);
  }

  /// API Gateway takes those of its own region alone, and says so when much is deployed already.
  private static String certificate(Context context, Installation installation) {
    String arn =
        context.matching("certificate", CERTIFICATE, "the ARN of the domain's certificate");
    String region = arn.split(":", -1)[REGION_OF_AN_ARN];
    if (!region.equals(installation.region())) {
      throw new ConfigException(
          "-c certificate=%s: is a certificate of %s; this stage is in %s and needs one from there"
              .formatted(arn, region, installation.region()));
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
