package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.waymark.edge.credentials.FakeAccess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What a caller sees of limits, over the whole way from the gateway's event.
class RateLimitsTest {
  @Test
  void aKeyAndItsTenantHaveOneEach() {
    assertQuota(me(FakeAccess.OF_BUSY), 200, 3, 2);
    assertQuota(me(FakeAccess.OF_BUSY), 200, 3, 1);
    assertQuota(me(FakeAccess.OF_BUSY), 200, 3, 0);
    assertRefused(me(FakeAccess.OF_BUSY), 3);
    assertQuota(me(FakeAccess.OTHER_OF_BUSY), 200, 5, 1);
    assertQuota(me(FakeAccess.OTHER_OF_BUSY), 200, 5, 0);
    assertRefused(me(FakeAccess.OTHER_OF_BUSY), 5);
    assertThat(me(FakeAccess.KEY).getStatusCode()).as("another tenant").isEqualTo(200);
  }

  @Test
  void whoHasSetNoneHasTheDefaults() {
    APIGatewayProxyResponseEvent answer =
        me(FakeAccess.ISSUER.token(Instant.now(), UnaryOperator.identity()));
    assertThat(header(answer, "RateLimit-Limit")).isEqualTo("60000");
    assertThat(Long.parseLong(header(answer, "RateLimit-Remaining"))).isBetween(50_000L, 59_999L);
    assertThat(Long.parseLong(header(answer, "RateLimit-Reset"))).isBetween(1L, 60L);
  }

  @Test
  void mistakesCountAndSayWhatIsLeftToo() {
    APIGatewayProxyResponseEvent answer = Answer.get("/echo/nowhere", key(FakeAccess.KEY));
    assertThat(answer.getStatusCode()).isEqualTo(404);
    assertThat(header(answer, "RateLimit-Limit")).isEqualTo("60000");
  }

  @Test
  void requestsOfNobodyHaveNone() {
    for (APIGatewayProxyResponseEvent answer :
        List.of(Answer.get("/echo/item/i"), Answer.get("/echo/me"), me(FakeAccess.REVOKED))) {
      assertThat(answer.getMultiValueHeaders()).doesNotContainKey("RateLimit-Limit");
    }
  }

  private static void assertQuota(
      APIGatewayProxyResponseEvent answer, int status, long limit, long remaining) {
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(status);
    assertThat(header(answer, "RateLimit-Limit")).isEqualTo(Long.toString(limit));
    assertThat(header(answer, "RateLimit-Remaining")).isEqualTo(Long.toString(remaining));
  }

  private static void assertRefused(APIGatewayProxyResponseEvent answer, long limit) {
    assertQuota(answer, 429, limit, 0);
    assertThat(header(answer, "Content-Type")).startsWith(Problem.MEDIA_TYPE);
    assertThat(header(answer, "Retry-After")).isEqualTo(header(answer, "RateLimit-Reset"));
    assertThat(answer.getBody())
        .contains("urn:waymark:problem:too-many-requests")
        .contains("the limit of " + limit + " requests in 999999999 s to manage endpoints");
  }

  private static String header(APIGatewayProxyResponseEvent answer, String name) {
    assertThat(answer.getMultiValueHeaders()).as(answer.toString()).containsKey(name);
    return String.join(",", answer.getMultiValueHeaders().get(name));
  }

  private static APIGatewayProxyResponseEvent me(String credential) {
    return Answer.get("/echo/me", key(credential));
  }

  private static Map<String, String> key(String credential) {
    return Map.of("Authorization", "Bearer " + credential);
  }
}
