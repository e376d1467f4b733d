package io.waymark.model.outcomes;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.EventId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoOutcomeStoreTest extends OutcomeStoreContract {
  private final OutcomeStore store =
      new DynamoOutcomeStore(_ -> LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION);

  @Override
  OutcomeStore store() {
    return store;
  }

  @Override
  void accept(TenantId tenant, String event) {
    Object _ =
        LocalAws.shared()
            .dynamoDb()
            .putItem(
                request ->
                    request
                        .tableName(LocalAws.INSTALLATION.name(Table.MARKERS))
                        .item(markerKey(tenant, event)));
  }

  private static Map<String, AttributeValue> markerKey(TenantId tenant, String event) {
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(Keys.event(tenant, new EventId(event))));
  }

  @Test
  void neitherCountsNorMarksWhatIsErased() {
    ListOutcome kept = accepted(shop, "kept", FOR_YOU, Outcome.CLICK);
    ListOutcome erased = new ListOutcome(new EventId("erased"), FOR_YOU, Outcome.CLICK);
    store.count(shop, List.of(erased, kept));
    assertThat(store.between(shop, DAY, DAY))
        .isEqualTo(Map.of(FOR_YOU, new OutcomeCounts(0, 1, 0, 0)));
    assertThat(
            LocalAws.shared()
                .dynamoDb()
                .getItem(
                    request ->
                        request
                            .tableName(LocalAws.INSTALLATION.name(Table.MARKERS))
                            .key(markerKey(shop, "erased")))
                .hasItem())
        .isFalse();
  }

  @Test
  void keepsCountsForFourHundredDays() {
    store.count(shop, List.of(accepted(shop, "a", FOR_YOU, Outcome.CLICK)));
    List<Map<String, AttributeValue>> rows =
        LocalAws.shared()
            .dynamoDb()
            .query(
                request ->
                    request
                        .tableName(LocalAws.INSTALLATION.name(Table.MODELS))
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(
                            Map.of(
                                ":pk",
                                AttributeValue.fromS(Keys.join(shop, "metrics", "outcomes")))))
            .items();
    assertThat(rows)
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("sk", AttributeValue.fromS("2026-11-20#1#0"))
                    .containsEntry(
                        Table.EXPIRES_AT,
                        AttributeValue.fromN(
                            Long.toString(
                                Instant.parse("2027-12-25T00:00:00Z").getEpochSecond()))));
  }
}
