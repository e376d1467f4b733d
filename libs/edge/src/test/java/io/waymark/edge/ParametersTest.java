package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.context.ApplicationContext;
import io.waymark.tenancy.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against the service's wire protocol, JSON 1.1.
class ParametersTest {
  private final Deque<Answered> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final HttpServer service = listening();
  private final ApplicationContext context =
      ApplicationContext.run(
          Map.of(
              "waymark.endpoints.ssm",
              "http://127.0.0.1:" + service.getAddress().getPort(),
              "waymark.access-key",
              "AKIDEXAMPLE",
              "waymark.secret-key",
              "test"));
  private final Parameters parameters = context.getBean(Parameters.class);

  private record Answered(int status, String body) {}

  @BeforeEach
  void start() {
    service.createContext("/", this::answer);
    service.start();
  }

  @AfterEach
  void stop() {
    context.close();
    service.stop(0);
  }

  @Test
  void readsAParameterDecrypted() {
    answers.add(new Answered(200, "{\"Parameter\": {\"Name\": \"/a/b\", \"Value\": \"the key\"}}"));
    assertThat(parameters.get("/a/b")).isEqualTo("the key");
    assertThat(asked)
        .singleElement()
        .asString()
        .startsWith("AmazonSSM.GetParameter AWS4-HMAC-SHA256");
    assertThat(asked.getFirst())
        .contains("Credential=AKIDEXAMPLE/", "/eu-central-1/ssm/aws4_request")
        .contains("\"Name\":\"/a/b\"", "\"WithDecryption\":true");
  }

  @Test
  void saysWhichParameterIsMissing() {
    answers.add(new Answered(400, "{\"__type\": \"ParameterNotFound\"}"));
    assertThatThrownBy(() -> parameters.get("/a/b"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("/a/b")
        .cause()
        .hasMessageContaining("ParameterNotFound");
  }

  @Test
  void triesAgainWhereTheServiceFails() {
    answers.add(new Answered(500, "{\"__type\": \"InternalServerError\"}"));
    answers.add(new Answered(200, "{\"Parameter\": {\"Value\": \"v\"}}"));
    assertThat(parameters.get("/a/b")).isEqualTo("v");
    for (int attempt = 0; attempt < 3; attempt++) {
      answers.add(new Answered(503, ""));
    }
    assertThatThrownBy(() -> parameters.get("/a/b")).isInstanceOf(StoreUnavailableException.class);
    assertThat(asked).hasSize(5);
  }

  @Test
  void writesOverAPlainParameterAndNeverOverASecureOne() {
    answers.add(new Answered(200, "{\"Version\": 2}"));
    parameters.put("/a/b", "public");
    assertThat(asked.getLast())
        .contains("PutParameter", "\"Type\":\"String\"", "\"Overwrite\":true");
    answers.add(new Answered(400, "{\"__type\": \"ParameterAlreadyExists\"}"));
    parameters.putSecureIfAbsent("/a/c", "secret");
    assertThat(asked.getLast()).contains("\"Type\":\"SecureString\"", "\"Overwrite\":false");
    answers.add(new Answered(400, "{\"__type\": \"AccessDeniedException\"}"));
    assertThatThrownBy(() -> parameters.put("/a/b", "public"))
        .isInstanceOf(StoreUnavailableException.class);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        exchange.getRequestHeaders().getFirst("X-Amz-Target")
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Answered next = answers.remove();
    byte[] bytes = next.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(next.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static HttpServer listening() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
