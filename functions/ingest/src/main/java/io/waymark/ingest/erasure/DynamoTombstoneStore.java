package io.waymark.ingest.erasure;

import io.waymark.ingest.upload.DynamoReads;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// Tombstones in the table `erasures`, which removes them when their time is over.
@Singleton
public final class DynamoTombstoneStore implements TombstoneStore {
  private static final String LAST = "searched_last";
  private static final String LEFT = "searched_left";

  private final TenantScoped<DynamoDbClient> dynamo;
  private final DynamoReads reads;
  private final UserDigests digests;
  private final String table;

  public DynamoTombstoneStore(
      TenantScoped<DynamoDbClient> dynamo, UserDigests digests, Installation installation) {
    this.dynamo = dynamo;
    this.reads = new DynamoReads(dynamo);
    this.digests = digests;
    this.table = installation.name(Table.ERASURES);
  }

  @Override
  public Traces.Position put(TenantId tenant, UserId user, Instant until) {
    Map<String, AttributeValue> before =
        update(
            tenant,
            user,
            "set #until = :until",
            Map.of("#until", Table.EXPIRES_AT),
            Map.of(":until", AttributeValue.fromN(Long.toString(until.getEpochSecond()))));
    boolean continued =
        Optional.ofNullable(before.get(Table.EXPIRES_AT))
            .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds.n())))
            .filter(marked -> !marked.isBefore(until.minus(CONTINUED_WITHIN)))
            .isPresent();
    return continued
        ? new Traces.Position(
            Optional.ofNullable(before.get(LAST))
                .map(AttributeValue::s)
                .filter(last -> !last.isEmpty()),
            Optional.ofNullable(before.get(LEFT)).map(AttributeValue::bool).orElse(false))
        : Traces.Position.BEGIN;
  }

  @Override
  public void searched(TenantId tenant, UserId user, Traces.Position position) {
    Map<String, AttributeValue> _ =
        update(
            tenant,
            user,
            "set #last = :last, #left = :left",
            Map.of("#last", LAST, "#left", LEFT),
            Map.of(
                ":last", AttributeValue.fromS(position.last().orElse("")),
                ":left", AttributeValue.fromBool(position.left())));
  }

  /// The row as it was before.
  private Map<String, AttributeValue> update(
      TenantId tenant,
      UserId user,
      String expression,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    return StoreCalls.ask(
        "table erasures",
        () ->
            dynamo
                .of(tenant)
                .updateItem(
                    request ->
                        request
                            .tableName(table)
                            .key(key(tenant, user))
                            .updateExpression(expression)
                            .expressionAttributeNames(names)
                            .expressionAttributeValues(values)
                            .returnValues(ReturnValue.ALL_OLD))
                .attributes());
  }

  @Override
  public Set<UserId> erased(TenantId tenant, Set<UserId> users) {
    if (users.isEmpty()) {
      return Set.of();
    }
    List<Map<String, AttributeValue>> keys =
        Stream.concat(Stream.of(ended(tenant)), users.stream().map(user -> key(tenant, user)))
            .toList();
    Set<String> found =
        reads.rows(tenant, table, keys).stream()
            .map(DynamoTombstoneStore::digest)
            .collect(Collectors.toSet());
    Set<UserId> erased = new HashSet<>(users);
    if (found.contains(ErasedUsers.EVERYBODY)) {
      return erased;
    }
    erased.removeIf(user -> found.isEmpty() || !found.contains(digests.of(tenant, user)));
    return erased;
  }

  /// Whether the tenant was deleted.
  public boolean hasEnded(TenantId tenant) {
    return !reads.rows(tenant, table, List.of(ended(tenant))).isEmpty();
  }

  @Override
  public ErasedUsers all(TenantId tenant) {
    List<Map<String, AttributeValue>> rows =
        reads.partition(tenant, table, Keys.tenant(tenant), false, Integer.MAX_VALUE);
    return new ErasedUsers(
        tenant,
        digests,
        rows.stream().map(DynamoTombstoneStore::digest).collect(Collectors.toSet()));
  }

  /// As a part of a transaction: that `user` is not erased.
  public TransactWriteItem absent(TenantId tenant, UserId user) {
    return TransactWriteItem.builder()
        .conditionCheck(
            check ->
                check
                    .tableName(table)
                    .key(key(tenant, user))
                    .conditionExpression("attribute_not_exists(pk)"))
        .build();
  }

  /// The key of the mark that the tenant was deleted, and with it all its users erased.
  public static Map<String, AttributeValue> ended(TenantId tenant) {
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(Keys.tenant(tenant)),
        Table.SORT_KEY, AttributeValue.fromS(ErasedUsers.EVERYBODY));
  }

  private Map<String, AttributeValue> key(TenantId tenant, UserId user) {
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(Keys.tenant(tenant)),
        Table.SORT_KEY, AttributeValue.fromS(digests.of(tenant, user)));
  }

  private static String digest(Map<String, AttributeValue> row) {
    return Objects.requireNonNull(row.get(Table.SORT_KEY)).s();
  }
}
