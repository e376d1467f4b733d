package io.waymark.cdk.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageConfigTest {
  private static final Caller NOBODY = new Caller(Optional.empty(), Optional.empty());
  private static final Caller KNOWN =
      new Caller(Optional.of("111111111111"), Optional.of("eu-central-1"));

  @TempDir Path site;

  @Test
  void aStageNeedsNothingButItsNameAndWhoDeploysIt() {
    StageConfig config = StageConfig.parse(Map.of("stage", "dev"), KNOWN);
    assertThat(config.installation().stage()).isEqualTo("dev");
    assertThat(config.installation().account()).isEqualTo("111111111111");
    assertThat(config.installation().region()).isEqualTo("eu-central-1");
    assertThat(config.cpu()).isEqualTo(Cpu.ARM64);
    assertThat(config.stream()).as("what bills by the hour").isEqualTo(StreamChoice.OFF);
    assertThat(config.streams()).isFalse();
    assertThat(config.shards()).isEqualTo(1);
    assertThat(config.database()).isEqualTo(new DatabaseChoice.Aurora(4));
    assertThat(config.authConcurrency()).isEqualTo(20);
    assertThat(config.web()).isEqualTo(new Web(Optional.empty(), List.of(), false, 500));
    assertThat(config.console()).isEmpty();
    assertThat(config.training()).isEqualTo(new TrainingChoice.Function());
    assertThat(config.tenantRoles()).isTrue();
    assertThat(config.pipeline()).isTrue();
    assertThat(config.alarmEmail()).isEmpty();
    assertThat(config.sentryDsnParameter()).isEmpty();
    assertThat(config.mlflow()).isEmpty();
    assertThat(config.removal()).isEqualTo(Removal.RETAIN);
  }

  @Test
  void everyKeyIsRead() {
    StageConfig config =
        StageConfig.parse(
            Map.ofEntries(
                Map.entry("stage", "prod"),
                Map.entry("account", "222222222222"),
                Map.entry("region", "us-east-1"),
                Map.entry("arch", "x86_64"),
                Map.entry("stream", "provisioned"),
                Map.entry("shards", "3"),
                Map.entry("database", "external"),
                Map.entry("databaseUrl", "jdbc:postgresql://db:5432/w?user=u"),
                Map.entry("databaseSecret", "arn:aws:secretsmanager:us-east-1:2:secret:db"),
                Map.entry("authConcurrency", "0"),
                Map.entry("domain", "api.example.com"),
                Map.entry("certificate", "arn:aws:acm:us-east-1:2:certificate/c"),
                Map.entry("truststore", "s3://certificates/ca/all.pem"),
                Map.entry("origins", "https://shop.example, http://localhost:5173"),
                Map.entry("waf", "on"),
                Map.entry("requestsPerSecond", "50"),
                Map.entry("tenantRoles", "off"),
                Map.entry("pipeline", "off"),
                Map.entry("alarmEmail", "ops@example.com"),
                Map.entry("sentryDsnParameter", "/waymark/prod/sentry-dsn"),
                Map.entry("mlflow", "https://mlflow.example.com/ml"),
                Map.entry("removal", "destroy")),
            NOBODY);
    assertThat(config.installation().account()).isEqualTo("222222222222");
    assertThat(config.cpu()).isEqualTo(Cpu.X86_64);
    assertThat(config.stream()).isEqualTo(StreamChoice.PROVISIONED);
    assertThat(config.shards()).isEqualTo(3);
    assertThat(config.database())
        .isEqualTo(
            new DatabaseChoice.External(
                "jdbc:postgresql://db:5432/w?user=u",
                "arn:aws:secretsmanager:us-east-1:2:secret:db"));
    assertThat(config.authConcurrency()).isZero();
    assertThat(config.web().origins())
        .containsExactly("https://shop.example", "http://localhost:5173");
    assertThat(config.web().firewall()).isTrue();
    assertThat(config.web().requestsPerSecond()).isEqualTo(50);
    assertThat(config.web().domain())
        .contains(
            new Web.Domain(
                "api.example.com",
                "arn:aws:acm:us-east-1:2:certificate/c",
                Optional.of(new Web.Truststore("certificates", "ca/all.pem"))));
    assertThat(config.tenantRoles()).isFalse();
    assertThat(config.pipeline()).isFalse();
    assertThat(config.alarmEmail()).contains("ops@example.com");
    assertThat(config.sentryDsnParameter()).contains("/waymark/prod/sentry-dsn");
    assertThat(config.mlflow()).contains("https://mlflow.example.com/ml");
    assertThat(config.removal()).isEqualTo(Removal.DESTROY);
    assertThat(StageConfig.parse(Map.of("stage", "a", "maxCapacity", "16"), KNOWN).database())
        .isEqualTo(new DatabaseChoice.Aurora(16));
  }

  @Test
  void theDsnOfSentryInPlaceOfItsParametersNameIsRefusedAndNotQuoted() {
    for (String wrong :
        List.of("https://0123abcd@sentry.example/0123", "sentry-0123", "/", "/a b")) {
      refused(Map.of("sentryDsnParameter", wrong))
          .hasMessageContaining("-c sentryDsnParameter must be the name")
          .message()
          .doesNotContain("0123");
    }
  }

  @Test
  void aServerOfMlflowWithAPasswordIsRefusedAndNotQuoted() {
    for (String wrong :
        List.of("https://ann:0123@mlflow.example", "mlflow-0123", "https://m/?token=0123")) {
      refused(Map.of("mlflow", wrong))
          .hasMessageContaining("-c mlflow must be the address")
          .message()
          .doesNotContain("0123");
    }
  }

  @Test
  void aServerOfMlflowThatTasksOfFargateDoNotReachIsRefused() {
    for (String wrong :
        List.of("http://mlflow.example.com", "https://mlflow.example.com:5000/ml")) {
      refused(Map.of("training", "fargate", "mlflow", wrong)).hasMessageContaining("port 443");
      assertThat(StageConfig.parse(Map.of("stage", "dev", "mlflow", wrong), KNOWN).mlflow())
          .contains(wrong);
    }
    Map<String, String> reached =
        Map.of(
            "stage", "dev", "training", "fargate", "mlflow", "https://mlflow.example.com:443/ml");
    assertThat(StageConfig.parse(reached, KNOWN).mlflow())
        .contains("https://mlflow.example.com:443/ml");
  }

  @Test
  void whereLargeTenantsAreTrainedIsRead() {
    assertThat(training(Map.of("training", "fargate")))
        .isEqualTo(new TrainingChoice.Fargate(20_000_000, 8, 32, 50));
    assertThat(
            training(
                Map.of(
                    "training", "fargate",
                    "trainingFargateFrom", "1000",
                    "trainingFargateCpu", "16",
                    "trainingFargateMemory", "120",
                    "trainingFargateStorage", "200")))
        .isEqualTo(new TrainingChoice.Fargate(1000, 16, 120, 200));
    assertThat(
            training(
                Map.of(
                    "training", "emr-serverless",
                    "trainingSparkJar", "s3://jars/a/b.jar",
                    "trainingSparkFrom", "7",
                    "trainingSparkRelease", "emr-7.9.0")))
        .isEqualTo(
            new TrainingChoice.EmrServerless(
                7, new TrainingChoice.Jar("jars", "a/b.jar"), "emr-7.9.0"));
  }

  @Test
  void aTrainingThatCannotBeIsRefused() {
    refused(Map.of("training", "spark")).hasMessageContaining("lambda, fargate, emr-serverless");
    refused(Map.of("training", "emr-serverless"))
        .hasMessageContaining("-c trainingSparkJar=… is missing")
        .hasMessageContaining("Waymark brings none yet");
    refused(Map.of("training", "emr-serverless", "trainingSparkJar", "als.jar"))
        .hasMessageContaining("-c trainingSparkJar=als.jar: must be s3://bucket/file.jar");
    refused(Map.of("training", "fargate", "trainingFargateCpu", "3"))
        .hasMessageContaining("-c trainingFargateCpu=3: must be one of 2, 4, 8, 16");
    refused(Map.of("training", "fargate", "trainingFargateMemory", "30"))
        .hasMessageContaining("16-60 GiB in steps of 4 with 8 processors");
    refused(Map.of("trainingFargateFrom", "9"))
        .as("of a training that was not chosen")
        .hasMessageContaining("-c trainingFargateFrom");
  }

  private static TrainingChoice training(Map<String, String> values) {
    Map<String, String> all = new TreeMap<>(values);
    all.put("stage", "dev");
    return StageConfig.parse(all, KNOWN).training();
  }

  @Test
  void whatIsMissingIsNamed() {
    refused(Map.of(), KNOWN).hasMessageContaining("-c stage=… is missing");
    refused(Map.of("stage", "dev"), NOBODY).hasMessageContaining("-c account=… is missing");
    refused(Map.of("domain", "api.example.com")).hasMessageContaining("-c certificate=…");
    refused(Map.of("database", "external")).hasMessageContaining("-c databaseUrl=…");
  }

  @Test
  void whatIsWrongIsNamedWithWhatWouldBeRight() {
    refused(Map.of("stage", "My Stage")).hasMessageContaining("-c stage=My Stage");
    refused(Map.of("arch", "sparc"))
        .hasMessageContaining("-c arch=sparc")
        .hasMessageContaining("arm64");
    refused(Map.of("stream", "yes")).hasMessageContaining("off, on-demand, provisioned");
    refused(Map.of("pipeline", "daily")).hasMessageContaining("-c pipeline=daily: must be one of");
    refused(Map.of("shards", "many")).hasMessageContaining("-c shards=many: must be a number");
    refused(Map.of("shards", "0")).hasMessageContaining("1-200");
    refused(Map.of("region", "Frankfurt")).hasMessageContaining("eu-central-1");
    refused(Map.of("origins", "*")).hasMessageContaining("https://shop.example");
    refused(Map.of("database", "external", "databaseUrl", "postgres://x"))
        .hasMessageContaining("jdbc:postgresql://");
  }

  @Test
  void aMisspeltKeyIsRefusedAndTheCdksOwnAreNot() {
    refused(Map.of("streem", "off"))
        .hasMessageContaining("-c streem")
        .hasMessageContaining("stream");
    refused(Map.of("certificate", "arn:aws:acm:x:1:certificate/c"))
        .as("used with a domain only")
        .hasMessageContaining("certificate");
    assertThat(
            StageConfig.parse(
                Map.of("stage", "dev", "aws:cdk:bundling-stacks", "x", "@aws-cdk/core:y", true),
                KNOWN))
        .isNotNull();
  }

  @Test
  void everyKeyStandsInTheReadme() throws IOException {
    Files.createFile(site.resolve("index.html"));
    Path module = Path.of(System.getProperty("waymark.root", "../.."), "infra", "cdk");
    String readme = Files.readString(module.resolve("README.md"));
    Set<String> keys = new TreeSet<>();
    for (Map<String, String> values :
        List.of(
            Map.of("x", ""),
            Map.of("x", "", "domain", "a.b", "certificate", "arn:aws:acm:eu-central-1:1:y"),
            Map.of("x", "", "training", "fargate"),
            Map.of(
                "x", "",
                "console", site.toString(),
                "consoleDomain", "a.b",
                "consoleCertificate", "arn:aws:acm:us-east-1:1:y"),
            Map.of("x", "", "training", "emr-serverless", "trainingSparkJar", "s3://b/j.jar"),
            Map.of(
                "x", "",
                "database", "external",
                "databaseUrl", "jdbc:postgresql://h/d",
                "databaseSecret", "arn:aws:secretsmanager:x"))) {
      refused(values)
          .satisfies(
              refusal -> {
                String message = String.valueOf(refusal.getMessage());
                String known = message.substring(message.indexOf('[') + 1, message.indexOf(']'));
                keys.addAll(List.of(known.split(", ")));
              });
    }
    assertThat(keys).hasSizeGreaterThan(29).allMatch(key -> readme.contains("`" + key + "`"));
  }

  @Test
  void credentialsOfAnotherAccountAreRefused() {
    refused(Map.of("account", "222222222222"))
        .hasMessageContaining("222222222222")
        .hasMessageContaining("belong to 111111111111");
  }

  @Test
  void aCertificateOfAnotherRegionIsRefused() {
    refused(
            Map.of(
                "domain", "api.example.com",
                "certificate", "arn:aws:acm:us-east-1:111111111111:certificate/c"))
        .hasMessageContaining("-c certificate=")
        .hasMessageContaining("is a certificate of us-east-1")
        .hasMessageContaining("this stage needs one from eu-central-1");
  }

  @Test
  void aConsoleMayCallTheApiUnderItsOwnName() throws IOException {
    Files.createFile(site.resolve("index.html"));
    Map<String, String> values =
        Map.of(
            "stage", "dev",
            "console", site.toString(),
            "consoleDomain", "console.example.com",
            "consoleCertificate", "arn:aws:acm:us-east-1:111111111111:certificate/c",
            "origins", "https://shop.example");
    StageConfig config = StageConfig.parse(values, KNOWN);
    assertThat(config.console())
        .contains(
            new Console(
                site,
                Optional.of(
                    new Console.Domain(
                        "console.example.com",
                        "arn:aws:acm:us-east-1:111111111111:certificate/c"))));
    assertThat(config.web().origins())
        .containsExactly("https://shop.example", "https://console.example.com");
    assertThat(
            StageConfig.parse(Map.of("stage", "dev", "console", site.toString()), KNOWN).console())
        .contains(new Console(site, Optional.empty()));
  }

  @Test
  void aConsoleThatCannotBeIsRefused() throws IOException {
    refused(Map.of("console", site.toString()))
        .hasMessageContaining("-c console=" + site)
        .hasMessageContaining("index.html");
    refused(Map.of("console", site.resolve("nowhere").toString()))
        .hasMessageContaining("index.html");
    Files.createFile(site.resolve("index.html"));
    refused(Map.of("console", site.toString(), "consoleDomain", "console.example.com"))
        .hasMessageContaining("-c consoleCertificate=… is missing");
    refused(
            Map.of(
                "console", site.toString(),
                "consoleDomain", "console.example.com",
                "consoleCertificate", "arn:aws:acm:eu-central-1:1:certificate/c"))
        .hasMessageContaining("is a certificate of eu-central-1")
        .hasMessageContaining("CloudFront looks for it in us-east-1");
    refused(Map.of("consoleDomain", "console.example.com"))
        .as("used with a console only")
        .hasMessageContaining("-c consoleDomain");
  }

  private static AbstractThrowableAssert<?, ?> refused(Map<String, String> values) {
    return refused(values, KNOWN);
  }

  private static AbstractThrowableAssert<?, ?> refused(Map<String, String> values, Caller caller) {
    Map<String, String> all = new TreeMap<>(values);
    if (caller.account().isPresent() && !values.isEmpty()) {
      all.putIfAbsent("stage", "dev");
    }
    return assertThatThrownBy(() -> StageConfig.parse(all, caller))
        .isInstanceOf(ConfigException.class);
  }
}
