package io.waymark.auth.deletions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.waymark.auth.AuthUnderTest;
import io.waymark.auth.database.JsonText;
import io.waymark.edge.EndpointsConfig;
import io.waymark.edge.resilience.OutgoingHttp;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class LambdaStoredElsewhereTest {
  private static final TenantId SHOP = new TenantId("shop");

  private final List<String> asked = new ArrayList<>();
  private HttpServer lambda;
  private String error = "";
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    lambda.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] answer =
              "{\"complete\":false,\"removed\":{\"histories\":7,\"bucket data/uploads\":2}}"
                  .getBytes(StandardCharsets.UTF_8);
          if (!error.isEmpty()) {
            exchange.getResponseHeaders().add("X-Amz-Function-Error", error);
          }
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    lambda.start();
  }

  @AfterEach
  void stop() {
    lambda.stop(0);
  }

  @Test
  void theFunctionIsInvokedWithASignedRequestAndItsAnswerIsRead() {
    StoredElsewhere.Removed removed =
        elsewhere(lambda.getAddress().getPort()).remove(SHOP, "run", 2, Duration.ofSeconds(16));
    assertThat(removed.complete()).isFalse();
    assertThat(removed.removed()).isEqualTo(Map.of("histories", 7L, "bucket data/uploads", 2L));
    assertThat(asked.get(0))
        .isEqualTo("POST /2015-03-31/functions/waymark-prod-ingest-removal/invocations");
    assertThat(asked.get(1))
        .isEqualTo("{\"tenant_id\":\"shop\",\"run\":\"run\",\"look\":2,\"seconds\":8}");
    assertThat(asked.get(2))
        .startsWith("AWS4-HMAC-SHA256 Credential=me/")
        .contains("/eu-central-1/lambda/aws4_request");
  }

  @Test
  void aFunctionThatFailsOrDoesNotAnswerIsUnavailable() {
    int port = lambda.getAddress().getPort();
    error = "Unhandled";
    assertUnavailable(port);
    error = "";
    status = 429;
    assertUnavailable(port);
    lambda.stop(0);
    assertUnavailable(port);
  }

  private static void assertUnavailable(int port) {
    assertThatThrownBy(() -> elsewhere(port).remove(SHOP, "run", 1, Duration.ZERO))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("ingest-removal");
  }

  private static LambdaStoredElsewhere elsewhere(int port) {
    return new LambdaStoredElsewhere(
        AuthUnderTest.shared().bean(OutgoingHttp.class),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("me", "secret")),
        new Installation("prod", "111111111111", "eu-central-1"),
        new EndpointsConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(URI.create("http://127.0.0.1:" + port)),
            Optional.empty()),
        AuthUnderTest.shared().bean(JsonText.class),
        Optional.empty(),
        false);
  }
}
