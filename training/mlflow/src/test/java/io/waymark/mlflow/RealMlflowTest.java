package io.waymark.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.training.FinishedRun;
import io.waymark.training.RunLog.Logged;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Asked for by `-Dmlflow.python=python3`: makes an environment below `target/` with that Python,
/// installs MLflow from PyPI, which takes minutes, and logs to its server.
@EnabledIfSystemProperty(
    named = "mlflow.python",
    matches = ".+",
    disabledReason = "no MLflow was asked for: that takes -Dmlflow.python=python3")
class RealMlflowTest {
  private static final String RELEASE = System.getProperty("mlflow.release", "3.17.2");
  private static final Path ENVIRONMENT = Path.of("target", "mlflow-" + RELEASE).toAbsolutePath();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static String uri = "";
  private static Optional<Process> server = Optional.empty();

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    String python = System.getProperty("mlflow.python", "python3");
    Path mlflow = ENVIRONMENT.resolve("bin").resolve("mlflow");
    if (!Files.exists(mlflow)) {
      run(python, "-m", "venv", ENVIRONMENT.toString());
      run(ENVIRONMENT + "/bin/pip", "install", "-q", "mlflow==" + RELEASE);
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    uri = "http://127.0.0.1:" + port;
    server =
        Optional.of(
            new ProcessBuilder(
                    mlflow.toString(),
                    "server",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--workers",
                    "1",
                    "--backend-store-uri",
                    "sqlite:///" + folder.resolve("mlflow.db"),
                    "--artifacts-destination",
                    folder.resolve("artifacts").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ENVIRONMENT.resolve("server.log").toFile())
                .start());
    long until = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!answers()) {
      assertThat(System.nanoTime()).as("MLflow is up in time").isLessThan(until);
      assertThat(server.orElseThrow().isAlive()).as("MLflow lives").isTrue();
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  @AfterAll
  static void stop() {
    server.ifPresent(
        process -> {
          process.descendants().forEach(ProcessHandle::destroy);
          process.destroy();
        });
  }

  @Test
  void keepsARunWithItsPackageAndAVersionOfItsModel() throws IOException, InterruptedException {
    Runs runs = new Runs(folder);
    FinishedRun run =
        runs.published(Optional.of(Runs.SHOP), Map.of("lambda", "0.5", "long", "x".repeat(7_000)));
    Logged logged = log(run);
    assertThat(logged).as(logged.told()).isInstanceOf(Logged.At.class);
    assertThat(log(run)).as("a second version").isInstanceOf(Logged.At.class);

    JsonNode experiment =
        get("experiments/get-by-name?experiment_name=waymark%2Facme%2Fshoes").path("experiment");
    JsonNode version =
        get("model-versions/get?name=waymark.acme.shoes&version=1").path("model_version");
    assertThat(version.path("status").asText()).isEqualTo("READY");
    assertThat(get("model-versions/get?name=waymark.acme.shoes&version=2").has("model_version"))
        .isTrue();
    JsonNode kept = get("runs/get?run_id=" + version.path("run_id").asText()).path("run");
    assertThat(kept.at("/info/status").asText()).isEqualTo("FINISHED");
    assertThat(kept.at("/info/run_name").asText()).isEqualTo(Runs.VERSION.value());
    assertThat(kept.at("/info/experiment_id").asText())
        .isEqualTo(experiment.path("experiment_id").asText());
    assertThat(kept.at("/data/metrics").toString())
        .contains("\"ndcg_at_20\"", "\"baseline/ndcg_at_20\"");
    assertThat(kept.at("/data/params").toString()).contains("\"lambda\"", "\"training.cut\"");
    JsonNode files =
        get("artifacts/list?path=package&run_id=" + version.path("run_id").asText()).path("files");
    assertThat(files.findValuesAsText("path"))
        .containsExactlyInAnyOrder("package/manifest.json", "package/model.onnx");
    HttpResponse<String> model =
        HTTP.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "%s/api/2.0/mlflow-artifacts/artifacts/%s/%s/artifacts/package/model.onnx"
                            .formatted(
                                uri,
                                experiment.path("experiment_id").asText(),
                                version.path("run_id").asText())))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(model.body()).isEqualTo("graph");
  }

  @Test
  void keepsARefusedRunAsFailed() throws IOException, InterruptedException {
    Logged logged = log(new Runs(folder).refused());
    assertThat(logged).as(logged.told()).isInstanceOf(Logged.At.class);
    String run = logged.told().substring(logged.told().lastIndexOf('/') + 1);
    JsonNode kept = get("runs/get?run_id=" + run).path("run");
    assertThat(kept.at("/info/status").asText()).isEqualTo("FAILED");
    assertThat(kept.at("/data/tags").toString()).contains("ials did not beat popularity");
  }

  private static Logged log(FinishedRun run) {
    return MlflowRunLog.of(Map.of("MLFLOW_TRACKING_URI", uri)).log(run, Duration.ofMinutes(2));
  }

  private static JsonNode get(String call) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(uri + "/api/2.0/mlflow/" + call)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(call + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static boolean answers() throws InterruptedException {
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(URI.create(uri + "/health")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    List<String> all = Arrays.asList(command);
    int exit = new ProcessBuilder(all).inheritIO().start().waitFor();
    assertThat(exit).as(all.toString()).isZero();
  }
}
