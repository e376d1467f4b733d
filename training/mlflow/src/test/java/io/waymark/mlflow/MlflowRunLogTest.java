package io.waymark.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.mlflow.FakeMlflow.Asked;
import io.waymark.training.FinishedRun;
import io.waymark.training.RunLog;
import io.waymark.training.RunLog.Logged;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowRunLogTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;

  private FakeMlflow server = started();
  private Runs runs = new Runs(Path.of(""));

  @BeforeEach
  void begin() {
    runs = new Runs(folder);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private static FakeMlflow started() {
    try {
      return new FakeMlflow();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  @Test
  void logsAPublishedRunWithItsPackageAndAVersion() throws IOException {
    FinishedRun run = runs.published(Optional.of(Runs.SHOP), Map.of("lambda", "0.5"));
    assertThat(log(run)).isEqualTo(new Logged.At(server.uri() + "/#/experiments/7/runs/run-1"));

    assertThat(one("experiments/create").path("name").asText()).isEqualTo("waymark/acme/shoes");
    JsonNode created = one("runs/create");
    assertThat(created.path("run_name").asText()).isEqualTo(Runs.VERSION.value());
    assertThat(created.path("start_time").asLong()).isEqualTo(Runs.BEGUN.toEpochMilli());
    Map<String, String> parameters = values("params");
    assertThat(parameters)
        .containsEntry("lambda", "0.5")
        .containsEntry("training.interactions", "100");
    assertThat(values("metrics"))
        .isEqualTo(
            Map.of("ndcg_at_20", "0.5", "recall_at_20", "0.75", "baseline/ndcg_at_20", "0.25"));
    assertThat(values("tags"))
        .containsEntry("waymark.algorithm", "ials")
        .containsEntry("waymark.fingerprint", "00ff")
        .containsEntry("waymark.version", Runs.VERSION.value())
        .containsEntry("waymark.outcome", "published")
        .containsEntry("waymark.tenant", "acme")
        .containsEntry("waymark.model", "shoes");

    Map<String, String> sent =
        server.asked().stream()
            .filter(each -> each.method().equals("PUT"))
            .collect(Collectors.toMap(Asked::call, Asked::body));
    assertThat(sent)
        .containsOnlyKeys(
            "artifacts/7/run-1/artifacts/package/manifest.json",
            "artifacts/7/run-1/artifacts/package/model.onnx")
        .containsEntry("artifacts/7/run-1/artifacts/package/model.onnx", "graph")
        .containsEntry(
            "artifacts/7/run-1/artifacts/package/manifest.json",
            Files.readString(Runs.folder(run).resolve("manifest.json")));
    assertThat(one("registered-models/create").path("name").asText())
        .isEqualTo("waymark.acme.shoes");
    JsonNode version = one("model-versions/create");
    assertThat(version.path("name").asText()).isEqualTo("waymark.acme.shoes");
    assertThat(version.path("run_id").asText()).isEqualTo("run-1");
    assertThat(version.path("source").asText())
        .isEqualTo("mlflow-artifacts:/7/run-1/artifacts/package");
    assertThat(one("runs/update").path("status").asText()).isEqualTo("FINISHED");
    assertThat(one("runs/update").path("end_time").asLong()).isEqualTo(Runs.ENDED.toEpochMilli());
  }

  @Test
  void logsARefusedRunAsFailedWithItsReason() {
    assertThat(log(runs.refused())).isInstanceOf(Logged.At.class);
    assertThat(one("experiments/create").path("name").asText()).isEqualTo("waymark");
    assertThat(values("tags"))
        .containsEntry("waymark.outcome", "refused")
        .containsEntry("waymark.reason", "ials did not beat popularity");
    assertThat(values("metrics")).containsEntry("ndcg_at_20", "0.125");
    assertThat(one("runs/update").path("status").asText()).isEqualTo("FAILED");
    assertThat(server.asked()).noneMatch(each -> each.method().equals("PUT"));
    assertThat(server.asked("model-versions/create")).isEmpty();
  }

  @Test
  void cutsAndSplitsWhatIsTooMuchForMlflow() {
    Map<String, String> many = new HashMap<>();
    for (int at = 0; at < 250; at++) {
      many.put("search.tried.%03d".formatted(at), "x".repeat(at == 17 ? 6_001 : 6_000));
    }
    many.put("odd:name@here", "kept");
    many.put("empty", "");
    assertThat(log(runs.published(Optional.empty(), many))).isInstanceOf(Logged.At.class);
    assertThat(server.asked("runs/log-batch"))
        .allMatch(each -> each.json().path("params").size() <= 100);
    Map<String, String> parameters = values("params");
    assertThat(parameters).hasSize(255).containsEntry("odd_name_here", "kept");
    assertThat(parameters.values()).allMatch(value -> value.length() <= 6_000);
    assertThat(parameters.get("search.tried.017")).endsWith("x…");
    assertThat(parameters.get("search.tried.016")).endsWith("xx");
  }

  @Test
  void saysWhoWeAre() {
    assertThat(log(runs.refused(), Map.of("MLFLOW_TRACKING_TOKEN", "t0ken")))
        .isInstanceOf(Logged.At.class);
    assertThat(server.asked())
        .allMatch(each -> each.authorization().equals(Optional.of("Bearer t0ken")));
    int before = server.asked().size();
    assertThat(
            log(
                runs.published(Optional.empty(), Map.of()),
                Map.of("MLFLOW_TRACKING_USERNAME", "ann", "MLFLOW_TRACKING_PASSWORD", "pw")))
        .isInstanceOf(Logged.At.class);
    assertThat(server.asked().subList(before, server.asked().size()))
        .allMatch(each -> each.authorization().equals(Optional.of("Basic YW5uOnB3")));
  }

  @Test
  void goesOnWithAnExperimentAndAModelThatAreThere() {
    server.answer(
        "experiments/get-by-name",
        200,
        "{\"experiment\": {\"experiment_id\": \"3\", \"lifecycle_stage\": \"active\"}}");
    server.answer(
        "registered-models/create",
        400,
        "{\"error_code\": \"RESOURCE_ALREADY_EXISTS\", \"message\": \"is there\"}");
    assertThat(log(runs.published(Optional.empty(), Map.of()))).isInstanceOf(Logged.At.class);
    assertThat(one("runs/create").path("experiment_id").asText()).isEqualTo("3");
    assertThat(server.asked("model-versions/create")).hasSize(1);
  }

  @Test
  void saysThatAnExperimentWasDeleted() {
    server.answer(
        "experiments/get-by-name",
        200,
        "{\"experiment\": {\"experiment_id\": \"3\", \"name\": \"waymark\", \"lifecycle_stage\": \"deleted\"}}");
    assertThat(log(runs.refused()).told()).contains("the experiment waymark was deleted there");
  }

  @Test
  void saysWhatAServerRefused() {
    server.answer("runs/create", 403, "{\"message\": \"you may not\"}");
    assertThat(log(runs.refused())).isInstanceOf(Logged.Not.class);
    assertThat(log(runs.refused()).told())
        .startsWith("the run is not logged: " + server.uri())
        .contains("403")
        .contains("you may not");
  }

  @Test
  void endsARunOfWhichSomethingIsMissing() {
    server.answer("artifacts/7/run-1/artifacts/package/model.onnx", 507, "");
    Logged logged = log(runs.published(Optional.empty(), Map.of()));
    assertThat(logged)
        .isEqualTo(
            new Logged.Partly(
                server.uri() + "/#/experiments/7/runs/run-1",
                "PUT of the artefact model.onnx was answered with 507"));
    assertThat(one("runs/set-tag").path("key").asText()).isEqualTo("waymark.incomplete");
    assertThat(one("runs/update").path("status").asText()).isEqualTo("FINISHED");
    assertThat(server.asked("model-versions/create")).isEmpty();
  }

  @Test
  void saysThatAServerTakesNoFiles() {
    server.artifactRoot("s3://their-bucket/7/run-1/artifacts");
    Logged logged = log(runs.published(Optional.empty(), Map.of()));
    assertThat(logged).isInstanceOf(Logged.Partly.class);
    assertThat(logged.told()).contains("s3://their-bucket").contains("--serve-artifacts");
    assertThat(one("runs/update").path("status").asText()).isEqualTo("FINISHED");
  }

  @Test
  void leavesAServerAloneThatDoesNotAnswerInTime() {
    server.hang("runs/create");
    assertThat(log(runs.refused(), Map.of(), Duration.ofSeconds(1)).told())
        .startsWith("the run is not logged: " + server.uri() + " did not take it all within");
    server.hang("artifacts/7/run-1/artifacts/package/model.onnx");
    server.artifactRoot("mlflow-artifacts:/7/run-1/artifacts");
    assertThat(log(runs.published(Optional.empty(), Map.of()), Map.of(), Duration.ofSeconds(1)))
        .isInstanceOf(Logged.Not.class);
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    RunLog log = MlflowRunLog.of(Map.of("MLFLOW_TRACKING_URI", "http://127.0.0.1:" + port));
    assertThat(log.log(runs.refused(), LONG).told())
        .contains("127.0.0.1:" + port)
        .contains("does not answer");
  }

  @Test
  void saysWhatIsNoServerAndNeverWhoWeAre() {
    assertThat(MlflowRunLog.of(Map.of())).isSameAs(RunLog.NONE);
    assertThat(MlflowRunLog.of(Map.of("MLFLOW_TRACKING_URI", " "))).isSameAs(RunLog.NONE);
    assertThat(RunLog.NONE.log(runs.refused(), LONG).told()).isEmpty();
    for (String wrong : List.of("./mlruns", "databricks", "file:///tmp/x", "http:// x")) {
      assertThat(
              MlflowRunLog.of(Map.of("MLFLOW_TRACKING_URI", wrong))
                  .log(runs.refused(), LONG)
                  .told())
          .as(wrong)
          .contains("MLFLOW_TRACKING_URI");
    }
    assertThat(
            MlflowRunLog.of(Map.of("MLFLOW_TRACKING_URI", "https://ann:secret@host"))
                .log(runs.refused(), LONG)
                .told())
        .contains("must name nobody")
        .doesNotContain("secret");
  }

  private Logged log(FinishedRun run) {
    return log(run, Map.of());
  }

  private Logged log(FinishedRun run, Map<String, String> credentials) {
    return log(run, credentials, LONG);
  }

  private Logged log(FinishedRun run, Map<String, String> credentials, Duration most) {
    Map<String, String> environment = new HashMap<>(credentials);
    environment.put("MLFLOW_TRACKING_URI", server.uri() + "/");
    return MlflowRunLog.of(environment).log(run, most);
  }

  private JsonNode one(String call) {
    assertThat(server.asked(call)).as(call).isNotEmpty();
    return server.asked(call).getLast().json();
  }

  /// Of all batches.
  private Map<String, String> values(String kind) {
    return server.asked("runs/log-batch").stream()
        .flatMap(each -> StreamSupport.stream(each.json().path(kind).spliterator(), false))
        .collect(
            Collectors.toMap(
                each -> each.path("key").asText(), each -> each.path("value").asText()));
  }
}
