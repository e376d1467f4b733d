package io.waymark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.model.ModelName;
import io.waymark.model.registry.DynamoModelRegistry;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A training that a process of its own runs, over real stores.
class TrainTaskTest {
  private static final DynamoModelRegistry REGISTRY =
      new DynamoModelRegistry(_ -> LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION);

  @TempDir Path folder;

  /// T11, T8, T9.
  @Test
  void runsWhatTheTrainingOfTheDayQueued() {
    TenantId tenant = Caller.of("large", "models:read").tenant();
    Accepted.tastes(tenant);
    JsonNode queued = Function.queued(tenant);
    String job = queued.path("job_id").asText();
    assertThat(queued.path("state").asText()).as(queued.toString()).isEqualTo("queued");
    assertThat(REGISTRY.versions(tenant, ModelName.DEFAULT)).isEmpty();
    assertThat(Function.queued(tenant).path("state").asText()).as("busy").isEqualTo("failed");

    Function.task(environment(tenant, job));
    JsonNode ended = Function.ended(tenant, job);
    assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("done");
    assertThat(ended.path("job_id").asText()).isEqualTo(job);
    assertThat(REGISTRY.active(tenant, ModelName.DEFAULT).orElseThrow().version().value())
        .isEqualTo(ended.path("model_version").asText());
    assertThat(Function.queued(tenant).path("state").asText()).isEqualTo("unchanged");
  }

  /// T11: as its container starts it.
  @Test
  void isAProcessThatEndsWithZeroOnceTheJobHasEnded() throws IOException, InterruptedException {
    TenantId tenant = Caller.of("process", "models:read").tenant();
    Accepted.few(tenant);
    String job = Function.queued(tenant).path("job_id").asText();
    assertThat(process(environment(tenant, job))).isZero();
    assertThat(Function.ended(tenant, job).path("state").asText()).isEqualTo("refused");
    assertThat(process(Map.of())).as("nobody has run anything").isNotZero();
  }

  private int process(Map<String, String> environment) throws IOException, InterruptedException {
    ProcessBuilder process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            TrainTask.class.getName());
    LocalAws.shared()
        .properties()
        .forEach(
            (name, value) ->
                process
                    .environment()
                    .put(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
    process.environment().putAll(environment);
    process.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    return process.start().waitFor();
  }

  /// T11: a task that is started again finds the job begun.
  @Test
  void runsAJobOnce() {
    TenantId tenant = Caller.of("again", "models:read").tenant();
    Accepted.few(tenant);
    String job = Function.queued(tenant).path("job_id").asText();
    Function.task(environment(tenant, job));
    JsonNode ended = Function.ended(tenant, job);
    assertThat(ended.path("state").asText()).isEqualTo("refused");
    Function.task(environment(tenant, job));
    assertThat(Function.ended(tenant, job)).isEqualTo(ended);
  }

  /// T11: what nobody has run is not told as done.
  @Test
  void tellsNoJobAsDoneThatNobodyRan() {
    TenantId tenant = Caller.of("nobody", "models:read").tenant();
    Accepted.few(tenant);
    String job = Function.queued(tenant).path("job_id").asText();
    assertThat(Function.ended(tenant, job).path("state").asText()).isEqualTo("queued");
    assertThatThrownBy(() -> Function.ended(tenant, "other")).hasMessageContaining("no job other");
  }

  @Test
  void namesWhatIsMissingFromItsEnvironment() {
    Map<String, String> whole = environment(Caller.of("env", "models:read").tenant(), "job");
    for (String name : whole.keySet()) {
      Map<String, String> environment = new TreeMap<>(whole);
      environment.remove(name);
      assertThatThrownBy(() -> Function.task(environment)).hasMessageContaining(name);
    }
    Map<String, String> wrong = new TreeMap<>(whole);
    wrong.put("TIME_LIMIT", "two hours");
    assertThatThrownBy(() -> Function.task(wrong))
        .hasMessageContaining("TIME_LIMIT")
        .hasMessageContaining("PT2H");
  }

  private static Map<String, String> environment(TenantId tenant, String job) {
    return Map.of("TENANT_ID", tenant.value(), "JOB_ID", job, "TIME_LIMIT", "PT5M");
  }
}
