package io.waymark.auth.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.context.ApplicationContext;
import io.waymark.edge.credentials.PublicKeys;
import io.waymark.edge.priming.Renewed;
import io.waymark.tenancy.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against the two services' wire protocol (JSON 1.1), as far as we use it.
class SecretsManagerSigningKeysTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> secrets = new HashMap<>();
  private final Map<String, String> parameters = new HashMap<>();
  private final HttpServer aws = listening();
  private final ApplicationContext context = ApplicationContext.run(properties());
  private final SigningKeys keys = context.getBean(SigningKeys.class);

  @BeforeEach
  void start() {
    aws.createContext("/", this::answer);
    aws.start();
  }

  @AfterEach
  void stop() {
    context.close();
    aws.stop(0);
  }

  @Test
  void aMigrationMakesTheFirstKeyAndPublishesIt() throws ParseException {
    assertThat(keys).isInstanceOf(SecretsManagerSigningKeys.class);
    assertThatThrownBy(keys::current)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("waymark/dev/signing-keys");
    keys.prepare();
    JWKSet published = JWKSet.parse(String.valueOf(parameters.get("/waymark/dev/jwks")));
    assertThat(published.getKeys()).hasSize(1).noneMatch(JWK::isPrivate);
    assertThat(keys.current().getKeyID()).isEqualTo(published.getKeys().getFirst().getKeyID());
    assertThat(keys.published().toString()).isEqualTo(published.toString());

    String first = String.valueOf(secrets.get("waymark/dev/signing-keys"));
    String idKey = String.valueOf(parameters.get("/waymark/dev/recommendation-id-key"));
    assertThat(Base64.getDecoder().decode(idKey)).as("the key of recommend").hasSize(32);
    keys.prepare();
    assertThat(parameters.get("/waymark/dev/recommendation-id-key")).isEqualTo(idKey);
    assertThat(secrets.get("waymark/dev/signing-keys")).isEqualTo(first);
    assertThat(context.getBean(PublicKeys.class)).isNotNull();
  }

  /// A31
  @Test
  void aSnapshotKeepsNoPrivateKey() {
    keys.prepare();
    String known = keys.current().getKeyID();
    secrets.put(
        "waymark/dev/signing-keys", KeyRing.generate(Instant.EPOCH.plusSeconds(1)).privateJson());
    assertThat(keys.current().getKeyID()).isEqualTo(known);
    context.getBeansOfType(Renewed.class).forEach(Renewed::renew);
    assertThat(keys.current().getKeyID()).isNotEqualTo(known);
  }

  private Map<String, Object> properties() {
    String endpoint = "http://127.0.0.1:" + aws.getAddress().getPort();
    return Map.of(
        "waymark.endpoints.secretsmanager",
        endpoint,
        "waymark.endpoints.ssm",
        endpoint,
        "waymark.access-key",
        "test",
        "waymark.secret-key",
        "test");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String action = exchange.getRequestHeaders().getFirst("X-Amz-Target").replaceAll(".*\\.", "");
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    String name = request.path("SecretId").asText(request.path("Name").asText());
    int status = 200;
    String body = "{}";
    switch (action) {
      case "CreateSecret" -> secrets.put(name, request.path("SecretString").asText());
      case "PutParameter" -> {
        boolean taken = parameters.containsKey(name) && !request.path("Overwrite").asBoolean();
        status = taken ? 400 : 200;
        body = taken ? "{\"__type\": \"ParameterAlreadyExists\"}" : body;
        if (!taken) {
          parameters.put(name, request.path("Value").asText());
        }
      }
      case "GetSecretValue" -> {
        status = secrets.containsKey(name) ? 200 : 400;
        body =
            status == 200
                ? JSON.writeValueAsString(Map.of("SecretString", String.valueOf(secrets.get(name))))
                : "{\"__type\": \"ResourceNotFoundException\", \"Message\": \"no such secret\"}";
      }
      default -> throw new IllegalStateException(action);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
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
