package io.waymark.ingest.erasure;

import io.waymark.ingest.archive.DynamoUserKeyStore;
import io.waymark.ingest.upload.DynamoReads;
import io.waymark.ingest.upload.DynamoWrites;
import io.waymark.ingest.upload.Remembered;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.InteractionType;
import io.waymark.interactions.UserRows;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/// The rows of a user in the tables `histories`, `seen`, `markers` and `users`.
@Singleton
final class DynamoUserDataStore implements UserDataStore {
  private final TenantScoped<DynamoDbClient> dynamo;
  private final DynamoReads reads;
  private final DynamoWrites writes;
  private final String histories;
  private final String seen;
  private final String markers;
  private final String users;

  DynamoUserDataStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.reads = new DynamoReads(dynamo);
    this.writes = new DynamoWrites(dynamo);
    this.histories = installation.name(Table.HISTORIES);
    this.seen = installation.name(Table.SEEN);
    this.markers = installation.name(Table.MARKERS);
    this.users = installation.name(Table.USERS);
  }

  /// The key goes first: it unlinks more than all rows together. A marker goes before its row, by
  /// which it is found.
  @Override
  public Removed remove(TenantId tenant, UserId user, int most) {
    long keys = forgetKey(tenant, user);
    List<Map<String, AttributeValue>> history = history(tenant, user, most);
    List<Map<String, AttributeValue>> remembered =
        reads.partition(tenant, seen, Keys.user(tenant, user), false, most - history.size());
    long marked = removeMarkers(tenant, history);
    delete(tenant, histories, history);
    delete(tenant, seen, remembered);
    return new Removed(
        history.size(), remembered.size(), marked, keys, history.size() + remembered.size() < most);
  }

  private long forgetKey(TenantId tenant, UserId user) {
    return StoreCalls.ask(
                "table users",
                () ->
                    dynamo
                        .of(tenant)
                        .deleteItem(
                            request ->
                                request
                                    .tableName(users)
                                    .key(UserRows.key(tenant, user))
                                    .returnValues(ReturnValue.ALL_OLD)))
            .hasAttributes()
        ? 1
        : 0;
  }

  private List<Map<String, AttributeValue>> history(TenantId tenant, UserId user, int most) {
    List<Map<String, AttributeValue>> rows =
        new ArrayList<>(
            reads.partition(tenant, histories, HistoryRow.partition(tenant, user), true, most));
    rows.addAll(
        reads.partition(
            tenant, histories, HistoryRow.shownPartition(tenant, user), true, most - rows.size()));
    return rows;
  }

  private long removeMarkers(TenantId tenant, Collection<Map<String, AttributeValue>> history) {
    Set<Map<String, AttributeValue>> keys =
        history.stream()
            .map(row -> HistoryRow.of(row).id())
            .map(id -> markerKey(tenant, id))
            .collect(Collectors.toSet());
    List<Map<String, AttributeValue>> there = reads.rows(tenant, markers, keys);
    delete(tenant, markers, there);
    return there.size();
  }

  private void delete(TenantId tenant, String table, Collection<Map<String, AttributeValue>> rows) {
    writes.batch(tenant, table, rows.stream().map(DynamoWrites::delete).toList());
  }

  @Override
  public UserData read(TenantId tenant, UserId user, int most) {
    List<Map<String, AttributeValue>> history = history(tenant, user, most);
    List<Map<String, AttributeValue>> remembered =
        reads.partition(tenant, seen, Keys.user(tenant, user), false, most - history.size());
    return new UserData(
        history.stream().map(HistoryRow::of).toList(),
        remembered.stream().map(row -> remembered(user, row)).toList(),
        trainingKey(tenant, user),
        history.size() + remembered.size() < most);
  }

  private Optional<String> trainingKey(TenantId tenant, UserId user) {
    return reads.rows(tenant, users, List.of(UserRows.key(tenant, user))).stream()
        .map(row -> Objects.requireNonNull(row.get(DynamoUserKeyStore.USER_KEY)).s())
        .findFirst();
  }

  /// The sort key is `<length>:<type>#<length>:<item>`; a type is ASCII.
  private static Remembered remembered(UserId user, Map<String, AttributeValue> row) {
    String sort = Objects.requireNonNull(row.get(Table.SORT_KEY)).s();
    int type = sort.indexOf(':') + 1;
    int end = sort.indexOf('#');
    return new Remembered(
        user,
        new InteractionType(sort.substring(type, end)),
        new ItemId(sort.substring(sort.indexOf(':', end) + 1)));
  }

  private static Map<String, AttributeValue> markerKey(TenantId tenant, EventId id) {
    return Map.of(Table.PARTITION_KEY, AttributeValue.fromS(Keys.event(tenant, id)));
  }
}
