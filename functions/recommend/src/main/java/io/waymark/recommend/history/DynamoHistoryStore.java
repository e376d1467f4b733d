package io.waymark.recommend.history;

import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.InteractionType;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Histories in the tables `histories` and `seen`.
public final class DynamoHistoryStore implements HistoryStore {
  private final TenantScoped<DynamoDbClient> dynamo;
  private final String histories;
  private final String seen;

  public DynamoHistoryStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.histories = installation.name(Table.HISTORIES);
    this.seen = installation.name(Table.SEEN);
  }

  @Override
  public List<PastEvent> newest(TenantId tenant, UserId user) {
    return StoreCalls.ask(
        "table histories",
        () ->
            dynamo
                .of(tenant)
                .query(
                    request ->
                        request
                            .tableName(histories)
                            .keyConditionExpression("pk = :pk")
                            .expressionAttributeValues(
                                Map.of(
                                    ":pk",
                                    AttributeValue.fromS(HistoryRow.partition(tenant, user))))
                            .scanIndexForward(false)
                            .consistentRead(true)
                            .limit(NEWEST))
                .items()
                .stream()
                .map(row -> eventOf(HistoryRow.of(row)))
                .toList());
  }

  @Override
  public Set<ItemId> seen(TenantId tenant, UserId user, Set<InteractionType> types) {
    Set<ItemId> items = new HashSet<>();
    for (InteractionType type : types) {
      String prefix = Keys.part(type.value()) + "#";
      StoreCalls.ask(
          "table seen",
          () -> {
            dynamo
                .of(tenant)
                .queryPaginator(
                    request ->
                        request
                            .tableName(seen)
                            .keyConditionExpression("pk = :pk and begins_with(sk, :type)")
                            .expressionAttributeValues(
                                Map.of(
                                    ":pk", AttributeValue.fromS(Keys.user(tenant, user)),
                                    ":type", AttributeValue.fromS(prefix))))
                .items()
                .forEach(row -> items.add(itemOf(row, prefix)));
            return items;
          });
    }
    return items;
  }

  private static PastEvent eventOf(HistoryRow row) {
    return new PastEvent(
        row.interaction().item(), row.interaction().type(), row.interaction().weight(), row.time());
  }

  /// The sort key is `<type>#<length>:<item>`.
  private static ItemId itemOf(Map<String, AttributeValue> row, String prefix) {
    String sort = Objects.requireNonNull(row.get(Table.SORT_KEY)).s();
    return new ItemId(sort.substring(sort.indexOf(':', prefix.length()) + 1));
  }
}
