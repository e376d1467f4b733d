package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is answered while the table that the hot path reads takes no writes, and what comes of it.
class HotPathDownTest {
  private final String tenant = Api.fresh("down");

  /// A20, A21
  @Test
  void aRevocationIsStoredAnsweredAsNotInEffectAndSweptLater() throws IOException {
    Api.Answer made =
        Api.adminOf(tenant)
            .post("/api/v1/api-keys", "{\"name\": \"k\", \"scopes\": [\"recommend:read\"]}");
    String row = "key#" + made.json().path("api_key").path("key_prefix").asText();
    String path = "/api/v1/api-keys/" + made.json().path("api_key").path("id").asText();
    Map<String, Object> properties = new HashMap<>(AuthUnderTest.shared().properties());
    properties.put("test.outage", "true");
    try (EmbeddedServer server = ApplicationContext.run(EmbeddedServer.class, properties)) {
      Api admin =
          new Api(server.getURL().toString(), Optional.empty())
              .loggedIn("admin@" + tenant + ".test", Api.PASSWORD);
      for (String attempt : new String[] {"first", "again"}) {
        Api.Answer revoked = admin.delete(path);
        assertThat(revoked.status()).as(attempt + revoked).isEqualTo(503);
        assertThat(revoked.text("detail")).startsWith("stored");
        assertThat(revoked.raw().headers().firstValue("Retry-After")).hasValue("5");
      }
      assertThat(admin.get(path).text("status")).isEqualTo("revoked");
      String unknown = "/api/v1/api-keys/00000000-0000-0000-0000-000000000000";
      assertThat(admin.delete(unknown).status()).isEqualTo(404);
      assertThat(admin.post("/api/v1/auth/logout", null).status()).isEqualTo(503);
    }
    assertThat(Access.row(row)).containsEntry("status", "active");

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SweepHandler(AuthUnderTest.shared().context())
        .handleRequest(
            new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)),
            out,
            new MockLambdaContext() {
              @Override
              public int getRemainingTimeInMillis() {
                return 60_000;
              }
            });
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"complete\":true");
    assertThat(Access.row(row)).containsEntry("status", "revoked");
  }
}
