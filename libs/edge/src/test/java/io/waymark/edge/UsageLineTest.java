package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.edge.credentials.FakeAccess;
import io.waymark.edge.usage.UsageLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The line that each request leaves on standard output.
@Isolated("standard output is one for all")
class UsageLineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Written(APIGatewayProxyResponseEvent answer, JsonNode line) {}

  @Test
  void saysWhoCalledWhatAndWhatCameOfIt() {
    Instant before = Instant.now();
    Written written =
        written(
            () -> Answer.get("/echo/item/secret-item?x=1", Map.of("X-API-Key", FakeAccess.KEY)));
    JsonNode line = written.line();
    assertThat(line.path("tenant").asText()).isEqualTo("demo");
    assertThat(line.path("api_key").asText()).isEqualTo("key-of-demo");
    assertThat(line.path("endpoint").asText()).isEqualTo("/echo/item/{id}");
    assertThat(line.path("method").asText()).isEqualTo("GET");
    assertThat(line.path("status").asInt()).isEqualTo(200);
    assertThat(line.path("latency_ms").asInt(-1)).isNotNegative();
    assertThat(line.path("request_bytes").asLong(-1)).isZero();
    assertThat(line.path("response_bytes").asLong()).isEqualTo(written.answer().getBody().length());
    assertThat(Instant.parse(line.path("time").asText()))
        .isBetween(before.minusSeconds(1), Instant.now());
    assertThat(line.path("request_id").asText()).isEqualTo("gateway-id");
    assertThat(UUID.fromString(line.path("id").asText())).isNotNull();
    assertThat(line.toString()).doesNotContain("secret-item");
  }

  @Test
  void countsBytesOfABodyAndNamesNoKeyForAMember() {
    String body = "{\"user_id\": \"zoë\"}";
    String token = FakeAccess.ISSUER.token(Instant.now(), UnaryOperator.identity());
    JsonNode line =
        written(
                () ->
                    Answer.of(
                        "POST",
                        "/echo",
                        Map.of(
                            "Content-Type", "application/json", "Authorization", "Bearer " + token),
                        body))
            .line();
    assertThat(line.path("request_bytes").asLong()).isEqualTo(body.length() + 1L);
    assertThat(line.path("tenant").asText()).isEqualTo("demo");
    assertThat(line.path("api_key").isNull()).isTrue();
    assertThat(line.path("endpoint").asText()).isEqualTo("/echo");
  }

  @Test
  void belongsToNoTenantWithoutACredentialThatHolds() {
    for (Map<String, String> headers :
        List.of(Map.<String, String>of(), Map.of("X-API-Key", FakeAccess.REVOKED))) {
      JsonNode line = written(() -> Answer.get("/echo/me", headers)).line();
      assertThat(line.path("status").asInt()).isEqualTo(401);
      assertThat(line.path("tenant").isNull()).as(line.toString()).isTrue();
      assertThat(line.path("endpoint").asText()).isEqualTo("/echo/me");
    }
  }

  @Test
  void isWrittenOfMistakesToo() {
    Map<String, String> key = Map.of("X-API-Key", FakeAccess.KEY);
    JsonNode bug = written(() -> Answer.get("/echo/bug", key)).line();
    assertThat(bug.path("status").asInt()).isEqualTo(500);
    assertThat(bug.path("tenant").asText()).isEqualTo("demo");
    JsonNode forbidden = written(() -> Answer.get("/echo/admin", key)).line();
    assertThat(forbidden.path("status").asInt()).isEqualTo(403);
    assertThat(forbidden.path("tenant").asText()).isEqualTo("demo");
    JsonNode unknown = written(() -> Answer.get("/echo/nowhere/a@b.test", key)).line();
    assertThat(unknown.path("status").asInt()).isEqualTo(404);
    assertThat(unknown.path("endpoint").asText()).isEqualTo(UsageLine.UNMATCHED);
    JsonNode method = written(() -> Answer.of("DELETE", "/echo", key, "")).line();
    assertThat(method.path("status").asInt()).isEqualTo(405);
    assertThat(method.path("endpoint").asText()).isEqualTo(UsageLine.UNMATCHED);
  }

  @Test
  void hasTheFieldsThatTheReferenceNames() throws IOException {
    JsonNode line = written(() -> Answer.get("/echo/me")).line();
    Set<String> fields = new TreeSet<>();
    line.fieldNames().forEachRemaining(fields::add);
    assertThat(Reference.names("## Usage lines")).isEqualTo(fields);
  }

  @Test
  void isNeverTheSameTwice() {
    String first = written(() -> Answer.get("/echo/me")).line().path("id").asText();
    String second = written(() -> Answer.get("/echo/me")).line().path("id").asText();
    assertThat(first).isNotEqualTo(second);
  }

  /// The one usage line that `call` leaves.
  private static Written written(Supplier<APIGatewayProxyResponseEvent> call) {
    Answer.context();
    PrintStream before = System.out;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    APIGatewayProxyResponseEvent answer;
    try {
      answer = call.get();
    } finally {
      System.setOut(before);
    }
    List<String> lines =
        output
            .toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith(UsageLine.MARK))
            .toList();
    assertThat(lines).hasSize(1);
    try {
      return new Written(answer, JSON.readTree(lines.getFirst()));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + lines, e);
    }
  }
}
