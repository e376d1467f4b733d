package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.embedded.gateway.Gateway;
import io.waymark.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path archives;
  @TempDir private Path folder;

  @BeforeAll
  static void compile() throws IOException {
    TestFunctions.compile(archives);
  }

  @Test
  void aStopFinishesTheRequestsThatRunAndLeavesNoProcess() throws Exception {
    Waymark waymark = Waymark.start(options(), Progress.SILENT);
    URI running = URI.create(waymark.url() + "/api/v1/trending?until-the-stop");
    CompletableFuture<HttpResponse<String>> answer =
        WaymarkTest.sendLater(HttpRequest.newBuilder(running));
    Eventually.await(() -> Files.exists(folder.resolve("keys/running")));
    String postgres =
        Files.readAllLines(folder.resolve("postgresql/postmaster.pid")).getFirst().strip();

    URI url = waymark.url();
    CompletableFuture<Void> stop = CompletableFuture.runAsync(waymark::close);
    Eventually.await(() -> refuses(url));
    assertThat(answer).isNotDone();
    Files.createFile(folder.resolve("keys/go-on"));

    assertThat(answer.join().statusCode()).isEqualTo(200);
    assertThat(answer.join().body()).isEqualTo("recommend");
    stop.join();
    assertThat(ProcessHandle.of(Long.parseLong(postgres)).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void withoutAFolderUploadsAreOnDiskAndGoneAfterTheStop() throws Exception {
    Path root;
    try (Waymark waymark = Waymark.start(options().keeping(Optional.empty()), Progress.SILENT)) {
      root = Objects.requireNonNull(waymark.logs().getParent());
      WaymarkTest.s3Put(root, "elsewhere/upload.csv", "user,item");
      try (Stream<Path> files = Files.walk(root.resolve("s3"))) {
        assertThat(files.filter(each -> each.endsWith("elsewhere/upload.csv")))
            .singleElement()
            .satisfies(file -> assertThat(file).hasContent("user,item"));
      }
    }
    assertThat(root).doesNotExist();
  }

  @Test
  void goesOnWithItsDataAfterARestart() throws Exception {
    try (Waymark first = Waymark.start(options(), Progress.SILENT)) {
      assertThat(first.url()).isNotNull();
    }
    Instant firstAlone = aloneSince();
    try (Waymark second = Waymark.start(options(), Progress.SILENT)) {
      HttpResponse<String> answer =
          WaymarkTest.send(HttpRequest.newBuilder(URI.create(second.url() + "/api/v1/trending")));
      assertThat(answer.body()).isEqualTo("recommend");
      assertThat(aloneSince()).isAfter(firstAlone);
    }
    Files.writeString(folder.resolve("VERSION"), "99\n");
    assertThatThrownBy(() -> Waymark.start(options(), Progress.SILENT))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("version 99")
        .hasMessageContaining("version 1");
  }

  /// A connection that was taken just before the port closed gets no answer until the stop ends.
  private static boolean refuses(URI url) throws Exception {
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(url.resolve("/metrics"))
                      .timeout(Duration.ofSeconds(2))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 503;
    } catch (ConnectException | HttpTimeoutException refused) {
      return true;
    }
  }

  /// Since when the functions were told that no other process runs them.
  private Instant aloneSince() throws IOException {
    Properties told = new Properties();
    try (InputStream in =
        Files.newInputStream(folder.resolve("instance/ingest/waymark-instance.properties"))) {
      told.load(in);
    }
    return Instant.parse(told.getProperty("waymark.alone-since"));
  }

  private Options options() {
    return new Options(
        new Gateway.Address("127.0.0.1", 0),
        Optional.of(folder),
        archives,
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }
}
