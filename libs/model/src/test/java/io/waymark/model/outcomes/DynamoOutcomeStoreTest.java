package io.waymark.model.outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.tenancy.EventId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

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
    assertThat(store.count(shop, List.of(erased, kept))).isEqualTo(1);
    assertThat(store.count(shop, List.of(erased, kept)))
        .as("what is counted already is none that is gone")
        .isEqualTo(1);
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
    count(accepted(shop, "a", FOR_YOU, Outcome.CLICK));
    assertThat(rows())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry(
                        "sk",
                        AttributeValue.fromS(
                            "2026-11-20#1#" + DynamoOutcomeStore.place(new EventId("a"), 0) + "#0"))
                    .containsEntry(
                        Table.EXPIRES_AT,
                        AttributeValue.fromN(
                            Long.toString(
                                Instant.parse("2027-12-25T00:00:00Z").getEpochSecond()))));
  }

  /// One row takes some tens of transactions a second.
  @Test
  void spreadsTheCountsOfAGroupOverItsRows() {
    for (int at = 0; at < 40; at++) {
      count(accepted(shop, "event-" + at, FOR_YOU, Outcome.CLICK));
    }
    assertThat(rows()).hasSize(DynamoOutcomeStore.ROWS_OF_A_GROUP);
    assertThat(store.between(shop, DAY, DAY))
        .isEqualTo(Map.of(FOR_YOU, new OutcomeCounts(0, 40, 0, 0)));
  }

  @Test
  void goesOnToEachOtherRowOfTheGroupAfterConflicts() {
    EventId event = new EventId("a");
    assertThat(
            IntStream.range(0, DynamoOutcomeStore.ROWS_OF_A_GROUP)
                .mapToObj(conflicts -> DynamoOutcomeStore.place(event, conflicts)))
        .doesNotHaveDuplicates()
        .allMatch(place -> place >= 0 && place < DynamoOutcomeStore.ROWS_OF_A_GROUP);
  }

  @Test
  void readsCountsFromBeforeThereWereSeveralRows() {
    plant("2026-11-20#1#0", Map.of("click", AttributeValue.fromN("5")));
    count(accepted(shop, "a", FOR_YOU, Outcome.CLICK));
    assertThat(store.between(shop, DAY, DAY))
        .isEqualTo(Map.of(FOR_YOU, new OutcomeCounts(0, 6, 0, 0)));
  }

  /// A fault of ours, which a store that is up finds: it comes again however often it is tried.
  @ParameterizedTest
  @ValueSource(strings = {"None", "TransactionConflict"})
  void doesNotTakeAWrongRowForAStoreThatIsDown(String other) {
    TransactionCanceledException wrong =
        TransactionCanceledException.builder()
            .cancellationReasons(
                CancellationReason.builder().code(other).build(),
                CancellationReason.builder().code("ValidationError").build())
            .build();
    OutcomeStore refusing = new DynamoOutcomeStore(_ -> new Refusing(wrong), LocalAws.INSTALLATION);
    ListOutcome told = new ListOutcome(new EventId("a"), FOR_YOU, Outcome.CLICK);
    assertThatThrownBy(() -> refusing.count(shop, List.of(told))).isSameAs(wrong);
  }

  private record Refusing(TransactionCanceledException reason) implements DynamoDbClient {
    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      throw reason;
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private void count(ListOutcome outcome) {
    assertThat(store.count(shop, List.of(outcome))).isZero();
  }

  private void plant(String sort, Map<String, AttributeValue> columns) {
    Map<String, AttributeValue> row = new HashMap<>(columns);
    row.put(Table.PARTITION_KEY, AttributeValue.fromS(Keys.join(shop, "metrics", "outcomes")));
    row.put(Table.SORT_KEY, AttributeValue.fromS(sort));
    Object _ =
        LocalAws.shared()
            .dynamoDb()
            .putItem(
                request -> request.tableName(LocalAws.INSTALLATION.name(Table.MODELS)).item(row));
  }

  private List<Map<String, AttributeValue>> rows() {
    return LocalAws.shared()
        .dynamoDb()
        .query(
            request ->
                request
                    .tableName(LocalAws.INSTALLATION.name(Table.MODELS))
                    .consistentRead(true)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(
                        Map.of(
                            ":pk", AttributeValue.fromS(Keys.join(shop, "metrics", "outcomes")))))
        .items();
  }
}
