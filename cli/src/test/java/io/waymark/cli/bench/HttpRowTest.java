package io.waymark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.waymark.cli.RunningService;
import io.waymark.embedded.Waymark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The row `http` at its small size, on the service that other tests use too instead of a process
/// of its own; nothing here looks at a time.
@ExtendWith(RunningService.class)
class HttpRowTest {
  private static final String LIST = "{\"recommendations\":[{\"item_id\":\"i1\"}]}";

  @TempDir Path folder;

  private record Running(URI url) implements Target {
    @Override
    public Operator operator() {
      return new Operator(RunningService.OPERATOR.email(), RunningService.OPERATOR.password());
    }

    @Override
    public void close() {}
  }

  /// Uploads and trains, which takes half a minute.
  @Test
  @EnabledIfSystemProperty(named = "waymark.bench.http", matches = "true")
  void asksARealServiceAndSaysHowManyAnswersWereKept(Waymark waymark) throws IOException {
    Setting setting =
        new Setting(Setting.Scale.SMALL, 1, 2, Optional.empty(), Optional.empty(), folder, _ -> {});
    Outcome.Measured measured =
        (Outcome.Measured) new HttpRow((_, _) -> new Running(waymark.url())).measure(setting);
    assertThat(measured.figures().stream().map(Figure::what))
        .containsExactly(
            "in memory, requests",
            "in memory, p50",
            "in memory, p99",
            "in memory, the same questions again, requests",
            "in memory, the same questions again, p50",
            "in memory, the same questions again, p99");
    assertThat(measured.figures()).allMatch(figure -> figure.ours().middle() > 0);
    assertThat(measured.notes())
        .anyMatch(note -> note.startsWith("each request another question: 0 of "));
  }

  @Test
  void oneAnswerThatIsNoListFailsIt() throws IOException {
    assertThat(asked(200, LIST, 200, LIST).perSecond()).isPositive();
    assertThatThrownBy(() -> asked(200, LIST, 429, "{\"title\":\"Too many\"}"))
        .rootCause()
        .hasMessageContaining("answered HTTP/1.1 429");
    assertThatThrownBy(() -> asked(200, LIST, 200, "{\"recommendations\":[]}"))
        .rootCause()
        .hasMessageContaining("\"recommendations\":[]");
  }

  /// Asks something that gives one answer, then always another.
  private static Callers.Answered asked(int first, String body, int then, String other)
      throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            boolean isFirst = asked.getAndIncrement() == 0;
            byte[] bytes = (isFirst ? body : other).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(isFirst ? first : then, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      return new Callers(url, "key", 2)
          .ask(number -> "{\"user_id\":\"u" + number + "\"}", Duration.ofMillis(50));
    } finally {
      server.stop(0);
    }
  }
}
