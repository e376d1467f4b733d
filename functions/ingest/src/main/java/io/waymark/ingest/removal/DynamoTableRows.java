package io.waymark.ingest.removal;

import io.waymark.ingest.erasure.DynamoTombstoneStore;
import io.waymark.ingest.upload.DynamoWrites;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/// The rows of one table. They are looked for in all of it: what is stored under a user's or an
/// event's id is in no list, and a key that a list leaves out would stay. The look gives keys alone
/// and deletes nothing; what deletes reaches the tenant's rows and no other's.
final class DynamoTableRows implements Place {
  /// Control characters stand in no key.
  private static final String BETWEEN = "\n";

  private final DynamoDbClient dynamo;
  private final DynamoWrites writes;
  private final Table table;
  private final String name;

  /// @param dynamo of the function itself, for keys
  /// @param writes as one tenant
  DynamoTableRows(
      DynamoDbClient dynamo, DynamoWrites writes, Table table, Installation installation) {
    this.dynamo = dynamo;
    this.writes = writes;
    this.table = table;
    this.name = installation.name(table);
  }

  @Override
  public Part remove(TenantId tenant, Optional<String> after) {
    return remove(tenant, after, key -> !key.equals(DynamoTombstoneStore.ended(tenant)));
  }

  /// Removes some of those of the tenant's rows whose keys are `which`.
  Part remove(
      TenantId tenant, Optional<String> after, Predicate<Map<String, AttributeValue>> which) {
    ScanResponse page = page(tenant, after);
    List<Map<String, AttributeValue>> own = page.items().stream().filter(which).toList();
    writes.batch(tenant, name, own.stream().map(DynamoWrites::delete).toList());
    return new Part(
        own.size(),
        page.hasLastEvaluatedKey() ? Optional.of(text(page.lastEvaluatedKey())) : Optional.empty());
  }

  /// What begins with the tenant's id and its length is the tenant's, whatever follows.
  private ScanResponse page(TenantId tenant, Optional<String> after) {
    Map<String, String> names = new HashMap<>(Map.of("#pk", Table.PARTITION_KEY));
    if (table.sorted()) {
      names.put("#sk", Table.SORT_KEY);
    }
    return StoreCalls.ask(
        "table " + name,
        () ->
            dynamo.scan(
                scan ->
                    scan.tableName(name)
                        .consistentRead(true)
                        .select(Select.SPECIFIC_ATTRIBUTES)
                        .projectionExpression(String.join(", ", names.keySet()))
                        .filterExpression("begins_with(#pk, :own)")
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(
                            Map.of(":own", AttributeValue.fromS(Keys.tenant(tenant))))
                        .exclusiveStartKey(after.map(this::key).orElse(null))));
  }

  private String text(Map<String, AttributeValue> key) {
    String partition = value(key, Table.PARTITION_KEY);
    return table.sorted() ? partition + BETWEEN + value(key, Table.SORT_KEY) : partition;
  }

  private Map<String, AttributeValue> key(String text) {
    String[] parts = text.split(BETWEEN, 2);
    Map<String, AttributeValue> key =
        new HashMap<>(Map.of(Table.PARTITION_KEY, AttributeValue.fromS(parts[0])));
    if (table.sorted()) {
      key.put(Table.SORT_KEY, AttributeValue.fromS(parts[1]));
    }
    return key;
  }

  private static String value(Map<String, AttributeValue> key, String attribute) {
    return Objects.requireNonNull(key.get(attribute), attribute).s();
  }
}
