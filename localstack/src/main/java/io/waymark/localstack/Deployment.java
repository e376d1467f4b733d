package io.waymark.localstack;

import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/// The stacks of `infra/cdk`, put on LocalStack by the CDK's own command line.
public final class Deployment {
  /// The stage that is deployed.
  public static final Installation INSTALLATION =
      new Installation("local", "000000000000", "eu-central-1");

  /// What LocalStack takes for the account above.
  public static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("test", "test");

  /// Settings of stacks that differ from those first deployed: each function is another version.
  public static final Map<String, String> CHANGES = Map.of("origins", "https://shop.example");

  private static final String SECRET = "waymark/local/database";
  private static final String OUTPUTS = "outputs.json";
  private static final Duration SYNTH_WITHIN = Duration.ofSeconds(25);
  private static final String ASSEMBLY = "cdk.out";
  private static final String CHANGED_ASSEMBLY = "cdk-changed.out";

  private final Folders folders;
  private final State localStack;
  private final Steps steps;

  public Deployment(Folders folders, State localStack, Steps steps) {
    this.folders = folders;
    this.localStack = localStack;
    this.steps = steps;
  }

  /// Deploys, or brings up to date what is deployed.
  ///
  /// @param settings of the CDK app, beside those of this stage
  public Outputs deploy(Map<String, String> settings) {
    return deploy(prepare(settings));
  }

  /// Prepares the account for a first deployment, and synthesizes the stacks.
  ///
  /// @param settings of the CDK app, beside those of this stage
  /// @return the assembly, for [#deploy(Path)]
  public Path prepare(Map<String, String> settings) {
    installCli();
    List<String> context = context(settings);
    return steps.beside(
        () -> steps.run("bootstrap", this::bootstrap),
        () -> steps.run("synth", () -> synth(folders.run().resolve(ASSEMBLY), context)));
  }

  /// Synthesizes the stacks with [#CHANGES], for [#deploy(Path)].
  public Path prepareChanged() {
    installCli();
    List<String> context = context(CHANGES);
    return steps.run(
        "synth of changed stacks", () -> synth(folders.run().resolve(CHANGED_ASSEMBLY), context));
  }

  /// Deploys an assembly over what is there.
  public Outputs deploy(Path assembly) {
    return steps.run(
        "deploy",
        () -> {
          List<String> command =
              List.of(
                  "deploy",
                  "--all",
                  "--require-approval=never",
                  // A change set is LocalStack's slower way to the same.
                  "--method=direct",
                  "--concurrency=2",
                  "--outputs-file",
                  outputsFile().toString(),
                  "--app",
                  assembly.toString());
          cdk("deploy", folders.cdk(), command);
          return outputs().orElseThrow(() -> new IOException("the CDK wrote no outputs"));
        });
  }

  /// Takes back what is deployed.
  public void destroy() {
    List<String> command =
        List.of(
            "destroy",
            "--all",
            "--force",
            "--concurrency=2",
            "--app",
            folders.run().resolve(ASSEMBLY).toString());
    steps.run("destroy", () -> cdk("destroy", folders.cdk(), command));
  }

  /// What the last deployment said.
  public Optional<Outputs> outputs() throws IOException {
    return Outputs.read(outputsFile());
  }

  /// Where the deployed REST API answers. Its own output names a host that only AWS resolves.
  public static URI restUrl(URI endpoint, Outputs outputs) {
    String api = outputs.get("waymark-" + INSTALLATION.stage() + "-api", "ApiId");
    return endpoint.resolve("/_aws/execute-api/" + api + "/" + INSTALLATION.stage());
  }

  private List<String> context(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>();
    all.put("stage", INSTALLATION.stage());
    all.put("account", INSTALLATION.account());
    all.put("region", INSTALLATION.region());
    all.put("arch", System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64");
    all.put("stream", "provisioned");
    all.put("database", "external");
    all.put("databaseUrl", localStack.database().url() + "?user=" + localStack.database().user());
    all.put("databaseSecret", steps.run("secret of the database", this::secret));
    all.put("removal", "destroy");
    // It enforces no policy, and would add a call to each tenant's first.
    all.put("tenantRoles", "off");
    all.putAll(settings);
    List<String> options = new ArrayList<>();
    all.forEach(
        (name, value) -> {
          options.add("-c");
          options.add(name + "=" + value);
        });
    return options;
  }

  private void installCli() {
    Node.require();
    Path pins = folders.sources().resolve("node/cdk");
    new Part("the CDK's command line from npm", cli(), List.of(pins), "")
        .ensure(
            steps, target -> Node.install(pins, target, folders.logs().resolve("install-cdk.log")));
  }

  private Path synth(Path assembly, List<String> context) throws IOException {
    List<String> command = join(List.of("synth", "-q", "-o", assembly.toString()), context);
    long begun = System.nanoTime();
    cdk("synth-" + assembly.getFileName(), folders.cdk(), command);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    if (took.compareTo(SYNTH_WITHIN) > 0) {
      steps.say(
          "synth took %d s, where %d s is its goal on two cores that do nothing else"
              .formatted(took.toSeconds(), SYNTH_WITHIN.toSeconds()));
    }
    return assembly;
  }

  /// From a folder that has no app: the CDK would run it, to learn nothing.
  private Path bootstrap() throws IOException {
    String place = "aws://" + INSTALLATION.account() + "/" + INSTALLATION.region();
    return cdk("bootstrap", folders.run(), List.of("bootstrap", place));
  }

  private String secret() {
    String value =
        String.format(
            Locale.ROOT,
            "{\"username\":\"%s\",\"password\":\"%s\"}",
            localStack.database().user(),
            localStack.database().password());
    try (SecretsManagerClient secrets =
        SecretsManagerClient.builder()
            .endpointOverride(localStack.endpoint())
            .region(Region.of(INSTALLATION.region()))
            .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      try {
        return secrets
            .putSecretValue(request -> request.secretId(SECRET).secretString(value))
            .arn();
      } catch (ResourceNotFoundException first) {
        return secrets.createSecret(request -> request.name(SECRET).secretString(value)).arn();
      }
    }
  }

  private Path cdk(String name, Path folder, List<String> arguments) throws IOException {
    Files.createDirectories(folders.logs());
    Path log = folders.logs().resolve("cdk-" + name + ".log");
    List<String> command = new ArrayList<>();
    command.add(cli().resolve("node_modules/.bin/cdk").toString());
    command.addAll(arguments);
    command.add("--no-notices");
    new Program(command, folder, environment(), log).run();
    return log;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("AWS_ENDPOINT_URL", localStack.endpoint().toString());
    environment.put("AWS_ACCESS_KEY_ID", CREDENTIALS.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", CREDENTIALS.secretAccessKey());
    environment.put("AWS_REGION", INSTALLATION.region());
    environment.put("AWS_DEFAULT_REGION", INSTALLATION.region());
    // A profile of the caller's would lead to AWS.
    environment.put("AWS_PROFILE", "");
    environment.put("AWS_SESSION_TOKEN", "");
    environment.put("AWS_CONFIG_FILE", "/dev/null");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    environment.put("CI", "true");
    environment.put("NO_COLOR", "1");
    environment.put("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "1");
    return environment;
  }

  private Path cli() {
    return folders.cache().resolve("cdk");
  }

  private Path outputsFile() {
    return folders.run().resolve(OUTPUTS);
  }

  private static List<String> join(List<String> some, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
