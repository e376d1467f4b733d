package io.waymark.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.waymark.ingest.Function;
import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IngestControllerTest {
  private static final String PATH = "/api/v1/data/ingest";

  private final String user = "u-" + UUID.randomUUID();

  @Test
  void i1_takesOneEventAndItIsInTheHistory() {
    APIGatewayProxyResponseEvent answer =
        post("{\"user_id\":\"%s\",\"item_id\":\"i1\",\"interaction_type\":\"click\"}");
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(202);
    assertThat(answer.getBody()).contains("\"accepted\":1,\"duplicate\":0,\"rejected\":0");
    assertThat(history()).hasSize(1);
    assertThat(history().getFirst().interaction().type().value()).isEqualTo("click");
    assertThat(history().getFirst().archived()).isFalse();
  }

  @Test
  void i2_takesAnEventOnceByItsId() {
    String event = "{\"user_id\":\"%s\",\"item_id\":\"i1\",\"event_id\":\"" + user + "-1\"}";
    assertThat(post(event).getBody()).contains("\"accepted\":1");
    assertThat(post(event).getBody()).contains("\"accepted\":0,\"duplicate\":1,\"rejected\":0");
    assertThat(history()).hasSize(1);
  }

  @Test
  void i2_takesARequestOnceByItsIdempotencyKey() {
    String body =
        "{\"events\":[{\"user_id\":\"%1$s\",\"item_id\":\"i1\"},"
            + "{\"user_id\":\"%1$s\",\"item_id\":\"i1\"}]}";
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json",
            "X-API-Key",
            Function.KEY,
            "Idempotency-Key",
            "once-" + user);
    for (int attempt = 0; attempt < 2; attempt++) {
      APIGatewayProxyResponseEvent answer =
          Function.call("POST", PATH, headers, body.replace("%1$s", user));
      assertThat(answer.getBody())
          .contains(attempt == 0 ? "\"accepted\":2" : "\"accepted\":0,\"duplicate\":2");
    }
    assertThat(history()).hasSize(2);
  }

  @Test
  void i3_refusesBadEventsAndTakesTheGoodOnesBeside() {
    String future = Clock.systemUTC().instant().plus(Duration.ofDays(3)).toString();
    APIGatewayProxyResponseEvent answer =
        post(
            "{\"events\":[{\"user_id\":\"%1$s\",\"item_id\":\"good\"},"
                + "{\"user_id\":\"%1$s\"},"
                + "{\"user_id\":\"%1$s\",\"item_id\":\"i\",\"colour\":\"red\",\"rating\":99},"
                + "{\"user_id\":\"%1$s\",\"item_id\":\"i\",\"rating\":99,\"position\":-1},"
                + "{\"user_id\":\"%1$s\",\"item_id\":\"i\",\"timestamp\":\""
                + future
                + "\"},42,"
                + "{\"event_id\":\"mine\",\"user_id\":7.5,\"item_id\":[1]}]}");
    assertThat(answer.getStatusCode()).isEqualTo(202);
    assertThat(answer.getBody())
        .contains("\"accepted\":1,\"duplicate\":0,\"rejected\":6")
        .contains("\"field\":\"item_id\"")
        .contains("\"field\":\"colour\"")
        .contains("\"field\":\"rating\"")
        .contains("\"field\":\"position\"")
        .contains("in the future")
        .contains("\"field\":\"event\"")
        .contains("\"event_id\":\"mine\",\"status\":\"rejected\"");
    assertThat(history()).hasSize(1);
  }

  @Test
  void takesAnImpressionOfSeveralItems() {
    String impression =
        "{\"user_id\":\"%s\",\"interaction_type\":\"impression\",\"event_id\":\""
            + user
            + "\",\"item_ids\":[\"a\",\"b\",\"c\"]}";
    assertThat(post(impression).getBody()).contains("\"accepted\":1");
    assertThat(post(impression).getBody()).contains("\"duplicate\":1");
    assertThat(history()).as("what was only shown is no history").isEmpty();
    assertThat(shown())
        .extracting(row -> row.interaction().item().value())
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(shown())
        .extracting(row -> row.interaction().details().position().orElseThrow())
        .containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void i2_takesAnImpressionWhoseIdIsANumber() {
    long number = ThreadLocalRandom.current().nextLong(1L << 52);
    String impression =
        "{\"user_id\":\"%s\",\"interaction_type\":\"impression\",\"event_id\":"
            + number
            + ",\"item_ids\":[\"a\",\"b\",\"c\"]}";
    assertThat(post(impression).getBody())
        .contains("\"accepted\":1", "\"event_id\":\"" + number + "\"");
    assertThat(shown()).hasSize(3);
    assertThat(post(impression).getBody())
        .contains("\"duplicate\":1", "\"event_id\":\"" + number + "\"");
  }

  @Test
  void i3_refusesABadIdOfAnImpressionBeforeAnythingIsStored() {
    for (String id : List.of("\"" + "x".repeat(300) + "\"", "[1]", "1.5", "true")) {
      String impression =
          "{\"user_id\":\"%s\",\"interaction_type\":\"impression\",\"event_id\":"
              + id
              + ",\"item_ids\":[\"a\",\"b\"]}";
      APIGatewayProxyResponseEvent answer = post("{\"events\":[" + impression + "]}");
      assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(202);
      assertThat(answer.getBody()).contains("\"rejected\":1", "\"field\":\"event_id\"");
    }
    assertThat(shown()).isEmpty();
  }

  @Test
  void i3_refusesNumbersThatNoFieldHolds() {
    for (String number : List.of("1e400", "-1e400", "1e70", "9223372036854775808")) {
      for (String field : List.of("rating", "value", "duration_seconds", "position")) {
        APIGatewayProxyResponseEvent answer =
            post("{\"user_id\":\"%s\",\"item_id\":\"i1\",\"" + field + "\":" + number + "}");
        assertThat(answer.getStatusCode()).as(field + " " + number).isEqualTo(202);
        assertThat(answer.getBody())
            .as(field + " " + number)
            .contains("\"rejected\":1", "\"field\":\"" + field + "\"");
      }
    }
    assertThat(history()).isEmpty();
  }

  @Test
  void takesWholeNumbersHoweverTheyAreWritten() {
    post("{\"user_id\":\"%s\",\"item_id\":1e3,\"event_id\":\"" + user + "\",\"rating\":5.0}");
    assertThat(history().getFirst().interaction().item().value()).isEqualTo("1000");
    assertThat(history().getFirst().interaction().details().rating()).hasValue(5);
  }

  @Test
  void takesANumberTooSmallForTheTableAsZero() {
    APIGatewayProxyResponseEvent answer =
        post(
            "{\"user_id\":\"%s\",\"item_id\":\"i1\",\"value\":1e-200,\"rating\":4.9e-324,"
                + "\"duration_seconds\":1e-99}");
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(202);
    assertThat(history().getFirst().interaction().details().value()).hasValue(0);
    assertThat(history().getFirst().interaction().details().rating()).hasValue(0);
    assertThat(history().getFirst().interaction().details().durationSeconds()).hasValue(1e-99);
  }

  @Test
  void i4_refusesAnotherTenantsId() {
    String body = "{\"user_id\":\"%s\",\"item_id\":\"i1\",\"tenant_id\":\"rival\"}";
    APIGatewayProxyResponseEvent answer = post(body);
    assertThat(answer.getStatusCode()).isEqualTo(403);
    assertThat(answer.getBody()).contains("tenant_id");
    assertThat(post("{\"events\":[" + body + "]}").getStatusCode()).isEqualTo(403);
    assertThat(
            post("{\"user_id\":\"%s\",\"item_id\":\"i1\",\"tenant_id\":\"shop\"}").getStatusCode())
        .isEqualTo(202);
    assertThat(DynamoHistories.of(Function.RIVAL, new UserId(user))).isEmpty();
  }

  @Test
  void refusesWhatIsNoRequest() {
    for (String body :
        List.of(
            "", "[]", "nonsense", "{\"events\":[]}", "{\"events\":7}", "{\"events\":[],\"x\":1}")) {
      APIGatewayProxyResponseEvent answer = post(body);
      assertThat(answer.getStatusCode()).as(body).isEqualTo(400);
      assertThat(answer.getBody()).as(body).contains("\"errors\":[{\"field\":");
    }
    String many =
        IntStream.range(0, 501)
            .mapToObj(at -> "{\"user_id\":\"u\",\"item_id\":\"i\"}")
            .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    assertThat(post(many).getStatusCode()).isEqualTo(413);
    assertThat(post("{\"user_id\":\"" + "x".repeat(10 << 20) + "\"}").getStatusCode())
        .isEqualTo(413);
  }

  @Test
  void refusesMoreRowsThanItStoresInTime() {
    String items =
        IntStream.range(0, 100).mapToObj(at -> "\"i" + at + "\"").collect(Collectors.joining(","));
    String impressions =
        IntStream.range(0, 6)
            .mapToObj(
                at ->
                    "{\"user_id\":\"%1$s\",\"interaction_type\":\"impression\",\"item_ids\":["
                        + items
                        + "]}")
            .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    APIGatewayProxyResponseEvent answer = post(impressions);
    assertThat(answer.getStatusCode()).isEqualTo(413);
    assertThat(answer.getBody()).contains("600", "500");
    assertThat(shown()).isEmpty();
  }

  @Test
  void wantsTheScope() {
    assertThat(Function.post(Function.READER_KEY, PATH, "{}").getStatusCode()).isEqualTo(403);
    assertThat(
            Function.call("POST", PATH, Map.of("Content-Type", "application/json"), "{}")
                .getStatusCode())
        .isEqualTo(401);
  }

  private APIGatewayProxyResponseEvent post(String body) {
    return Function.post(Function.KEY, PATH, body.replace("%1$s", user).replace("%s", user));
  }

  private List<HistoryRow> shown() {
    return DynamoHistories.shown(Function.SHOP, new UserId(user));
  }

  private List<HistoryRow> history() {
    return DynamoHistories.of(Function.SHOP, new UserId(user));
  }
}
