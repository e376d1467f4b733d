package io.waymark.ingest.archive;

import io.waymark.ingest.erasure.DynamoTombstoneStore;
import io.waymark.ingest.upload.DynamoReads;
import io.waymark.ingest.upload.DynamoWrites;
import io.waymark.interactions.UserRows;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// User keys in the table `users`.
@Singleton
public final class DynamoUserKeyStore implements UserKeyStore {
  /// Half of what a transaction writes.
  private static final int A_CALL = 50;

  private static final int KEY_BYTES = 16;

  /// Each round reads what another writer was faster with.
  private static final int ROUNDS = 10;

  public static final String USER_KEY = "user_key";

  private final DynamoReads reads;
  private final DynamoWrites writes;
  private final DynamoTombstoneStore tombstones;
  private final String table;
  private final SecureRandom random = new SecureRandom();

  public DynamoUserKeyStore(
      TenantScoped<DynamoDbClient> dynamo,
      DynamoTombstoneStore tombstones,
      Installation installation) {
    this.tombstones = tombstones;
    this.reads = new DynamoReads(dynamo);
    this.writes = new DynamoWrites(dynamo);
    this.table = installation.name(Table.USERS);
  }

  @Override
  public Map<UserId, String> keys(TenantId tenant, Set<UserId> users) {
    Map<UserId, String> keys = HashMap.newHashMap(users.size());
    if (tombstones.hasEnded(tenant)) {
      return keys;
    }
    List<UserId> all = List.copyOf(users);
    for (int from = 0; from < all.size(); from += A_CALL) {
      chunk(tenant, all.subList(from, Math.min(all.size(), from + A_CALL)), keys);
    }
    return keys;
  }

  private void chunk(TenantId tenant, List<UserId> users, Map<UserId, String> keys) {
    List<UserId> missing = users;
    for (int round = 0; round < ROUNDS; round++) {
      read(tenant, missing, keys);
      missing = missing.stream().filter(user -> !keys.containsKey(user)).toList();
      if (missing.isEmpty()) {
        return;
      }
      Made made = make(tenant, missing);
      keys.putAll(made.keys());
      missing = made.left();
    }
    if (!missing.isEmpty()) {
      throw new StoreUnavailableException(
          "table users", new IllegalStateException("too many writers of the same users"));
    }
  }

  /// @param left those to whom another was faster to give a key, perhaps; none of them is erased
  private record Made(Map<UserId, String> keys, List<UserId> left) {}

  /// Makes keys of all of `users`, or of none. Each takes two places of the transaction.
  private Made make(TenantId tenant, List<UserId> users) {
    Map<UserId, String> made = HashMap.newHashMap(users.size());
    List<TransactWriteItem> items = new ArrayList<>(2 * users.size());
    for (UserId user : users) {
      String key = key();
      made.put(user, key);
      items.add(tombstones.absent(tenant, user));
      items.add(putIfAbsent(tenant, user, key));
    }
    Set<Integer> failed = writes.transact(tenant, items).keySet();
    if (failed.isEmpty()) {
      return new Made(made, List.of());
    }
    List<UserId> left = new ArrayList<>(users.size());
    for (int at = 0; at < users.size(); at++) {
      if (!failed.contains(2 * at)) {
        left.add(users.get(at));
      }
    }
    return new Made(Map.of(), left);
  }

  private void read(TenantId tenant, List<UserId> users, Map<UserId, String> keys) {
    List<Map<String, AttributeValue>> wanted =
        users.stream().map(user -> UserRows.key(tenant, user)).toList();
    for (Map<String, AttributeValue> row : reads.rows(tenant, table, wanted)) {
      keys.put(UserRows.user(row), Objects.requireNonNull(row.get(USER_KEY)).s());
    }
  }

  private TransactWriteItem putIfAbsent(TenantId tenant, UserId user, String key) {
    Map<String, AttributeValue> row = new HashMap<>(UserRows.key(tenant, user));
    row.put(USER_KEY, AttributeValue.fromS(key));
    return TransactWriteItem.builder()
        .put(
            Put.builder()
                .tableName(table)
                .item(row)
                .conditionExpression("attribute_not_exists(pk)")
                .build())
        .build();
  }

  private String key() {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
