package io.waymark.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {
  private static final String DATABASE = "jdbc:postgresql://db.test:5432/waymark";

  private final List<String> lines = new ArrayList<>();

  @TempDir private Path cache;

  @Test
  void anEndpointThatIsGivenGoesBeforeDockerAndDockerBeforeAProcess() {
    Map<String, String> given = Map.of("AWS_ENDPOINT_URL", "http://localhost:4566");
    assertThat(LocalStack.mode(given, true)).isEqualTo(Mode.GIVEN);
    assertThat(LocalStack.mode(Map.of(), true)).isEqualTo(Mode.DOCKER);
    assertThat(LocalStack.mode(Map.of("AWS_ENDPOINT_URL", " "), false)).isEqualTo(Mode.HOST);
  }

  @Test
  void oneThatIsGivenIsUsedFoundAgainAndLeftAloneAtTheEnd() throws IOException {
    HttpServer server = answering("/_localstack/health", "/_waymark/plugin");
    try {
      URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      LocalStack localStack = given(endpoint);
      State state = localStack.up(0);
      assertThat(state)
          .isEqualTo(
              new State(
                  Mode.GIVEN,
                  endpoint,
                  Optional.empty(),
                  List.of(),
                  new State.Database(DATABASE, "shop", "secret")));
      assertThat(given(endpoint).running()).contains(state);
      assertThat(localStack.down()).isTrue();
      assertThat(localStack.running()).isEmpty();
      assertThat(localStack.down()).isFalse();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void oneThatIsGivenWithoutOurPluginIsAnErrorThatSaysSo() throws IOException {
    HttpServer server = answering("/_localstack/health");
    try {
      LocalStack localStack =
          given(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
      assertThatThrownBy(() -> localStack.up(0))
          .isInstanceOf(LocalStackException.class)
          .hasMessageContaining("without Waymark's plug-in");
      assertThat(localStack.running()).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer answering(String... paths) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    for (String path : paths) {
      server.createContext(
          path,
          exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
    }
    server.start();
    return server;
  }

  @Test
  void oneThatIsGivenAndDoesNotAnswerIsAnErrorThatNamesIt() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    LocalStack localStack = given(nobody);
    assertThatThrownBy(() -> localStack.up(0))
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("AWS_ENDPOINT_URL=" + nobody);
    assertThat(localStack.running()).isEmpty();
  }

  @Test
  void aStateOfAHostProcessIsReadAsItWasWritten() throws IOException {
    Folders folders = new Folders(Path.of("/project"), cache);
    Files.createDirectories(folders.run());
    State state =
        new State(
            Mode.HOST,
            URI.create("http://127.0.0.1:4566"),
            Optional.of(4711L),
            List.of("one", "two"),
            new State.Database(DATABASE, "postgres", "a b=c:d"));
    state.write(folders);
    assertThat(State.read(folders)).contains(state);
    State.forget(folders);
    assertThat(State.read(folders)).isEmpty();
  }

  private LocalStack given(URI endpoint) {
    return new LocalStack(
        new Folders(Path.of("/project"), cache),
        Map.of(
            "AWS_ENDPOINT_URL",
            endpoint.toString(),
            "WAYMARK_LOCALSTACK_DATABASE",
            DATABASE,
            "WAYMARK_LOCALSTACK_DATABASE_USER",
            "shop",
            "WAYMARK_LOCALSTACK_DATABASE_PASSWORD",
            "secret"),
        new Steps(lines::add));
  }
}
