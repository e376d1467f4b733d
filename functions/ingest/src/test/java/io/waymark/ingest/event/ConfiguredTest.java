package io.waymark.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.ingest.Instance;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Events follow what the installation decided.
class ConfiguredTest {
  private static final Instance INSTANCE =
      Instance.with(
          Map.of(
              "waymark.ingest.remembered", "purchase,like",
              "waymark.ingest.future-tolerance", "1h",
              "waymark.ingest.history-kept", "10d",
              "waymark.ingest.markers-kept", "20d",
              "waymark.ingest.tombstones-kept", "50d"));

  private final Caller caller = INSTANCE.newCaller();

  @AfterAll
  static void close() {
    INSTANCE.close();
  }

  @Test
  void remembersTheTypesThatItWasTold() {
    for (String type : List.of("purchase", "like", "cart")) {
      post("\"item_id\": \"%s-1\", \"interaction_type\": \"%s\"".formatted(type, type));
    }
    assertThat(
            LocalAws.shared()
                .dynamoDb()
                .query(
                    request ->
                        request
                            .tableName(LocalAws.INSTALLATION.name(Table.SEEN))
                            .keyConditionExpression("pk = :pk")
                            .expressionAttributeValues(
                                Map.of(
                                    ":pk",
                                    AttributeValue.fromS(
                                        Keys.user(caller.tenant(), new UserId("u1"))))))
                .items())
        .extracting(row -> row.getOrDefault("sk", AttributeValue.fromS("")).s())
        .containsExactlyInAnyOrder("8:purchase#10:purchase-1", "4:like#6:like-1");
  }

  @Test
  void keepsRowsAndMarkersAsLongAsItWasTold() {
    post("\"item_id\": \"i1\", \"event_id\": \"e1\"");
    Instant now = Instant.now();
    Instant row = DynamoHistories.of(caller.tenant(), new UserId("u1")).getFirst().expires().get();
    assertThat(row)
        .isCloseTo(now.plus(Duration.ofDays(10)), Assertions.within(1, ChronoUnit.HOURS));
    assertThat(marker(caller.tenant(), new EventId("e1")))
        .isCloseTo(now.plus(Duration.ofDays(20)), Assertions.within(1, ChronoUnit.HOURS));
  }

  @Test
  void refusesErasedUsersAsLongAsItWasTold() {
    Instance.Answer receipt = INSTANCE.delete(caller, "/api/v1/data/users/u2");
    Instant now = Instant.now();
    assertThat(Instant.parse(receipt.text("blocked_until")))
        .isCloseTo(now.plus(Duration.ofDays(50)), Assertions.within(1, ChronoUnit.HOURS));
  }

  @Test
  void toleratesClocksAsFarAheadAsItWasTold() {
    Instant ahead = Instant.now().plus(Duration.ofHours(2));
    assertThat(post("\"item_id\": \"i1\", \"timestamp\": \"" + ahead + "\"").body())
        .contains("\"rejected\":1", "1 h in the future");
  }

  private Instance.Answer post(String fields) {
    Instance.Answer answer =
        INSTANCE.post(caller, "/api/v1/data/ingest", "{\"user_id\": \"u1\", " + fields + "}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer;
  }

  private static Instant marker(TenantId tenant, EventId id) {
    Map<String, AttributeValue> row =
        LocalAws.shared()
            .dynamoDb()
            .getItem(
                request ->
                    request
                        .tableName(LocalAws.INSTALLATION.name(Table.MARKERS))
                        .key(Map.of("pk", AttributeValue.fromS(Keys.event(tenant, id)))))
            .item();
    return Instant.ofEpochSecond(
        Long.parseLong(row.getOrDefault("expires_at", AttributeValue.fromN("0")).n()));
  }
}
