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

class StageConfigTest {
  private static final Caller NOBODY = new Caller(Optional.empty(), Optional.empty());
  private static final Caller KNOWN =
      new Caller(Optional.of("111111111111"), Optional.of("eu-central-1"));

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
    assertThat(config.tenantRoles()).isTrue();
    assertThat(config.pipeline()).isTrue();
    assertThat(config.alarmEmail()).isEmpty();
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
    assertThat(config.removal()).isEqualTo(Removal.DESTROY);
    assertThat(StageConfig.parse(Map.of("stage", "a", "maxCapacity", "16"), KNOWN).database())
        .isEqualTo(new DatabaseChoice.Aurora(16));
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
    Path module = Path.of(System.getProperty("waymark.root", "../.."), "infra", "cdk");
    String readme = Files.readString(module.resolve("README.md"));
    Set<String> keys = new TreeSet<>();
    for (Map<String, String> values :
        List.of(
            Map.of("x", ""),
            Map.of("x", "", "domain", "a.b", "certificate", "arn:aws:acm:eu-central-1:1:y"),
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
    assertThat(keys).hasSizeGreaterThan(18).allMatch(key -> readme.contains("`" + key + "`"));
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
        .hasMessageContaining("this stage is in eu-central-1");
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
