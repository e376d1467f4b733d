package io.waymark.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackProps;
import io.github.cdklabs.cdknag.NagReportFormat;
import io.github.cdklabs.cdknag.ServerlessChecks;
import io.waymark.cdk.config.Caller;
import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.function.Archives;
import io.waymark.tenancy.installation.Deployable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;

/// A stage synthesized as it would be deployed, with both packs of cdk-nag looking on. Archives are
/// stand-ins: templates know them by their sums only.
final class Synthesis {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Path.of(System.getProperty("waymark.root", "../.."));
  private static final Caller CALLER =
      new Caller(Optional.of("111111111111"), Optional.of("eu-central-1"));

  /// What a stage is with the fewest words.
  private static final Map<String, String> FEWEST = Map.of("stage", "dev");

  private static final String CONSOLE = site().toString();

  /// Everything switched on.
  private static final Map<String, String> ALL =
      Map.ofEntries(
          Map.entry("console", CONSOLE),
          Map.entry("consoleDomain", "console.example.com"),
          Map.entry("consoleCertificate", "arn:aws:acm:us-east-1:111111111111:certificate/d"),
          Map.entry("stage", "prod"),
          Map.entry("stream", "provisioned"),
          Map.entry("shards", "2"),
          Map.entry("waf", "on"),
          Map.entry("domain", "api.example.com"),
          Map.entry("certificate", "arn:aws:acm:eu-central-1:111111111111:certificate/c"),
          Map.entry("truststore", "s3://certificates/ca.pem"),
          Map.entry("origins", "https://shop.example"),
          Map.entry("alarmEmail", "ops@example.com"),
          Map.entry("sentryDsnParameter", "/waymark/prod/sentry-dsn"),
          Map.entry("mlflow", "https://mlflow.example.com"),
          Map.entry("arch", "x86_64"));

  /// For LocalStack and tests.
  private static final Map<String, String> THROWN_AWAY =
      Map.of(
          "stage", "test",
          "stream", "on-demand",
          "database", "external",
          "databaseUrl", "jdbc:postgresql://db.example:5432/waymark?user=waymark",
          "databaseSecret", "arn:aws:secretsmanager:eu-central-1:111111111111:secret:db-AbCdEf",
          "removal", "destroy",
          "pipeline", "off",
          "console", CONSOLE,
          "tenantRoles", "off",
          "authConcurrency", "0");

  /// Large tenants trained by a task of Fargate.
  private static final Map<String, String> FARGATE =
      Map.of("stage", "large", "training", "fargate", "mlflow", "https://10.0.0.9/ml");

  /// Large tenants trained by Spark.
  private static final Map<String, String> SPARK =
      Map.of(
          "stage", "spark",
          "training", "emr-serverless",
          "trainingSparkJar", "s3://jars/training/als.jar",
          "trainingSparkFrom", "500",
          "database", "external",
          "databaseUrl", "jdbc:postgresql://db.example:5432/waymark?user=waymark",
          "databaseSecret", "arn:aws:secretsmanager:eu-central-1:111111111111:secret:db-AbCdEf");

  private static final int PACKS = 2;
  private static final Set<String> OKAY = Set.of("Compliant", "Suppressed");

  private final Path folder;
  private final Map<String, JsonNode> templates;
  private final List<String> findings;

  private Synthesis(Map<String, String> context) {
    this(context, newFolder());
  }

  private Synthesis(Map<String, String> context, Path into) {
    NodeRuntime.require();
    folder = into;
    App app =
        new App(
            AppProps.builder()
                .postCliContext(Stage.settings().getPostCliContext())
                .analyticsReporting(false)
                .outdir(folder.resolve("out").toString())
                .build());
    NagPackProps reporting =
        NagPackProps.builder().reportFormats(List.of(NagReportFormat.JSON)).build();
    Aspects.of(app).add(new AwsSolutionsChecks(reporting));
    Aspects.of(app).add(new ServerlessChecks(reporting));
    StageConfig config = StageConfig.parse(context, CALLER);
    Stage stage = Stage.addTo(app, config, new Archives(archives(folder), config.cpu()));
    List<Stack> stacks =
        List.of(stage.data(), stage.functions(), stage.api(), stage.observability());
    app.synth();
    this.templates =
        stacks.stream()
            .collect(
                Collectors.toMap(
                    stack -> part(stack.getStackName()), stack -> template(stack.getStackName())));
    this.findings = found();
  }

  private static final class Fewest {
    static final Synthesis ONE = new Synthesis(FEWEST);
  }

  private static final class All {
    static final Synthesis ONE = new Synthesis(ALL);
  }

  private static final class ThrownAway {
    static final Synthesis ONE = new Synthesis(THROWN_AWAY);
  }

  private static final class Fargate {
    static final Synthesis ONE = new Synthesis(FARGATE);
  }

  private static final class Spark {
    static final Synthesis ONE = new Synthesis(SPARK);
  }

  static Synthesis fewest() {
    return Fewest.ONE;
  }

  static Synthesis all() {
    return All.ONE;
  }

  static Synthesis thrownAway() {
    return ThrownAway.ONE;
  }

  static Synthesis fargate() {
    return Fargate.ONE;
  }

  static Synthesis spark() {
    return Spark.ONE;
  }

  static List<Synthesis> each() {
    return List.of(fewest(), all(), thrownAway(), fargate(), spark());
  }

  /// The templates of everything switched on, by their text, from another process: what depends on
  /// the order of a hash differs there.
  static Map<String, String> templatesOfAnotherProcess() {
    Path into = newFolder();
    try {
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Dwaymark.root=" + ROOT,
                  "-cp",
                  System.getProperty("java.class.path"),
                  Synthesis.class.getName(),
                  into.toString(),
                  CONSOLE)
              .redirectErrorStream(true)
              .start();
      String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (other.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
      return texts(into);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// What [#templatesOfAnotherProcess] starts.
  ///
  /// @param arguments the folder for what is made, and that of the console
  public static void main(String[] arguments) {
    Map<String, String> all = new TreeMap<>(ALL);
    all.put("console", arguments[1]);
    Synthesis _ = new Synthesis(all, Path.of(arguments[0]));
  }

  /// The templates by their names, as they are deployed, to the last character.
  Map<String, String> texts() {
    return texts(folder);
  }

  private static Map<String, String> texts(Path folder) {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      Map<String, String> texts = new TreeMap<>();
      for (Path file : files.filter(each -> each.toString().endsWith(".template.json")).toList()) {
        texts.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("waymark-synthesis-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of one stack: `data`, `functions`, `api` or `observability`.
  JsonNode stack(String part) {
    JsonNode template = templates.get(part);
    if (template == null) {
      throw new IllegalArgumentException(part);
    }
    return template;
  }

  List<JsonNode> stacks() {
    return List.copyOf(templates.values());
  }

  /// Resources of a type, of every stack, each its whole definition.
  List<JsonNode> resources(String type) {
    return resources().filter(resource -> resource.path("Type").asText().equals(type)).toList();
  }

  Stream<JsonNode> resources() {
    return templates.values().stream()
        .flatMap(template -> template.path("Resources").valueStream());
  }

  /// The files that an image would be built of, by their paths.
  List<String> image() {
    try (Stream<Path> assets = Files.list(folder.resolve("out"))) {
      Path context =
          assets.filter(each -> Files.exists(each.resolve("Dockerfile"))).findFirst().orElseThrow();
      try (Stream<Path> files = Files.walk(context)) {
        return files
            .filter(Files::isRegularFile)
            .map(file -> context.relativize(file).toString())
            .sorted()
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What cdk-nag found and nobody excused.
  List<String> findings() {
    return findings;
  }

  private JsonNode template(String stack) {
    try {
      return JSON.readTree(folder.resolve("out/" + stack + ".template.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String part(String stackName) {
    return stackName.substring(stackName.lastIndexOf('-') + 1);
  }

  /// From the packs' reports, which list every rule on every resource.
  private List<String> found() {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      List<Path> reports =
          files.filter(file -> file.toString().endsWith("-NagReport.json")).sorted().toList();
      if (reports.size() != PACKS * templates.size()) {
        throw new IllegalStateException("reports of cdk-nag are missing: " + reports);
      }
      List<String> found = new ArrayList<>();
      for (Path report : reports) {
        JSON.readTree(report.toFile())
            .path("lines")
            .valueStream()
            .filter(line -> !OKAY.contains(line.path("compliance").asText()))
            .map(line -> line.path("ruleId").asText() + " " + line.path("resourceId").asText())
            .forEach(found::add);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A built console.
  private static Path site() {
    try {
      Path site = Files.createTempDirectory("waymark-console-");
      Files.writeString(site.resolve("index.html"), "<!doctype html><title>Console</title>");
      return site;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path archives(Path folder) {
    try {
      for (Deployable deployable : Deployable.values()) {
        Path target =
            Files.createDirectories(
                folder.resolve("functions").resolve(deployable.artifact()).resolve("target"));
        try (ZipOutputStream zip =
            new ZipOutputStream(
                Files.newOutputStream(target.resolve(deployable.artifact() + "-lambda.zip")))) {
          ZipEntry entry = new ZipEntry(deployable.artifact());
          entry.setTime(0);
          zip.putNextEntry(entry);
          zip.closeEntry();
        }
      }
      Path train = folder.resolve("functions/train");
      for (String name : List.of("Dockerfile", ".dockerignore")) {
        Files.copy(ROOT.resolve("functions/train").resolve(name), train.resolve(name));
      }
      Files.writeString(train.resolve("pom.xml"), "no part of an image");
      Files.writeString(train.resolve("target/train.jar"), "no part of an image");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder.resolve("functions");
  }
}
