package io.waymark.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.context.ApplicationContext;
import io.waymark.edge.priming.Renewed;
import io.waymark.tenancy.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the key is kept that seals the secrets of second factors.
class FactorKeyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "/waymark/dev/second-factor-key";

  private final Map<String, String> parameters = new HashMap<>();

  @TempDir Path folder;

  /// A17
  @Test
  void aFileIsMadeOnceAndItsOwnerAloneReadsIt() throws IOException {
    Path keys = folder.resolve("keys");
    byte[] first;
    try (ApplicationContext context =
        ApplicationContext.run(Map.of("waymark.keys", keys.toString()))) {
      FactorKey key = context.getBean(FactorKey.class);
      key.prepare();
      first = key.get().getEncoded();
    }
    Path file = keys.resolve("second-factor.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(keys)) {
      assertThat(files.filter(each -> each.toString().contains("second-factor"))).hasSize(1);
    }
    try (ApplicationContext context =
        ApplicationContext.run(Map.of("waymark.keys", keys.toString()))) {
      assertThat(context.getBean(FactorKey.class).get().getEncoded()).isEqualTo(first).hasSize(32);
    }
  }

  /// A17, A31
  @Test
  void aParameterIsMadeByAMigrationAndReadOnceAfterEachRestoreOfASnapshot() throws IOException {
    HttpServer aws =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    aws.createContext("/", this::answer);
    aws.start();
    try (ApplicationContext context =
        ApplicationContext.run(
            Map.of(
                "waymark.endpoints.ssm",
                "http://127.0.0.1:" + aws.getAddress().getPort(),
                "waymark.access-key",
                "test",
                "waymark.secret-key",
                "test"))) {
      FactorKey key = context.getBean(FactorKey.class);
      assertThatThrownBy(key::get)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining(NAME);
      key.prepare();
      byte[] first = key.get().getEncoded();
      assertThat(first).hasSize(32);
      String kept = String.valueOf(parameters.get(NAME));
      key.prepare();
      assertThat(parameters).as("no migration replaces it").containsEntry(NAME, kept);
      parameters.clear();
      assertThat(key.get().getEncoded()).isEqualTo(first);
      context.getBeansOfType(Renewed.class).forEach(Renewed::renew);
      assertThatThrownBy(key::get).isInstanceOf(StoreUnavailableException.class);
    } finally {
      aws.stop(0);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String action = exchange.getRequestHeaders().getFirst("X-Amz-Target").replaceAll(".*\\.", "");
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    String name = request.path("Name").asText();
    boolean known = parameters.containsKey(name);
    boolean refused = action.equals("GetParameter") ? !known : known;
    String body;
    if (refused) {
      body =
          known
              ? "{\"__type\": \"ParameterAlreadyExists\"}"
              : "{\"__type\": \"ParameterNotFound\"}";
    } else if (action.equals("GetParameter")) {
      body =
          JSON.writeValueAsString(
              Map.of("Parameter", Map.of("Value", String.valueOf(parameters.get(name)))));
    } else {
      assertThat(request.path("Type").asText()).isEqualTo("SecureString");
      parameters.put(name, request.path("Value").asText());
      body = "{}";
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(refused ? 400 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
