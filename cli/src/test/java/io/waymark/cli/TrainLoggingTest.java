package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What `train` says to an MLflow server, and of it.
class TrainLoggingTest {
  /// All that anybody asks in one.
  private static final String ANSWER =
      """
      {"experiment": {"experiment_id": "3", "lifecycle_stage": "active"},
       "run": {"info": {"run_id": "r1", "artifact_uri": "mlflow-artifacts:/3/r1/artifacts"}}}
      """;

  @TempDir static Path folder;
  private static Path interactions = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void write() throws IOException {
    interactions = Clubs.csv(folder.resolve("rows.csv"), Clubs.rows(7));
  }

  @Test
  void saysWhereTheRunIsLogged() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer server = serving(200, asked);
    try {
      String uri = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(train("at", uri)).isZero();
      assertThat(err.toString())
          .contains("the run is logged at " + uri + "/#/experiments/3/runs/r1");
      assertThat(out.toString().lines()).hasSize(1);
      assertThat(asked)
          .contains("PUT /api/2.0/mlflow-artifacts/artifacts/3/r1/artifacts/package/manifest.json")
          .contains("POST /api/2.0/mlflow/model-versions/create");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void trainsWhateverBecomesOfItsLog() throws IOException {
    HttpServer server = serving(500, new CopyOnWriteArrayList<>());
    int port = server.getAddress().getPort();
    try {
      assertThat(train("refused", "http://127.0.0.1:" + port)).isZero();
      assertThat(err.toString()).contains("the run is not logged: ");
    } finally {
      server.stop(0);
    }
    assertThat(train("down", "http://127.0.0.1:" + port)).isZero();
    assertThat(folder.resolve("down").resolve("manifest.json")).exists();
  }

  private int train(String to, String server) {
    CommandLine line =
        new CommandLine(new TrainCommand(Map.of("MLFLOW_TRACKING_URI", server)))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return line.execute(
        "--interactions",
        interactions.toString(),
        "--out",
        folder.resolve(to).toString(),
        "--algorithm",
        "popularity",
        "--json");
  }

  private static HttpServer serving(int status, List<String> asked) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
          long _ = exchange.getRequestBody().readAllBytes().length;
          byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
