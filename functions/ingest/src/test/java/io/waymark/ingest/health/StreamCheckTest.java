package io.waymark.ingest.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.waymark.edge.EndpointsConfig;
import io.waymark.edge.HealthCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamCheckTest {
  @Test
  void isWhatTheEmbeddedServiceSaysOfItsDelivery() throws Exception {
    assertThat(ask(200, "ok")).startsWith("http://127.0.0.1:");
    assertThatThrownBy(() -> ask(503, "the consumer failed"))
        .isInstanceOf(IOException.class)
        .hasMessage("the consumer failed");
  }

  /// Asks an embedded service that answers with `status`.
  private static String ask(int status, String text) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        call -> {
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(status, body.length);
          call.getResponseBody().write(body);
          call.close();
        });
    server.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      HealthCheck check =
          new HealthFactory()
              .stream(
                  new EndpointsConfig(
                      Optional.empty(),
                      Optional.empty(),
                      Optional.of(url),
                      Optional.empty(),
                      Optional.empty()));
      return check.ask();
    } finally {
      server.stop(0);
    }
  }
}
