package io.waymark.ingest.archive;

import io.waymark.ingest.upload.DynamoWrites;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
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
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// User keys in the table `users`.
@Singleton
public final class DynamoUserKeyStore implements UserKeyStore {
  /// What one call reads, and one transaction writes.
  private static final int A_CALL = 100;

  private static final int KEY_BYTES = 16;

  /// Each round reads what another writer was faster with.
  private static final int ROUNDS = 10;

  private static final String USER_KEY = "user_key";

  private final DynamoDbClient dynamo;
  private final DynamoWrites writes;
  private final String table;
  private final SecureRandom random = new SecureRandom();

  public DynamoUserKeyStore(DynamoDbClient dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.writes = new DynamoWrites(dynamo);
    this.table = installation.name(Table.USERS);
  }

  @Override
  public Map<UserId, String> keys(TenantId tenant, Set<UserId> users) {
    Map<UserId, String> keys = HashMap.newHashMap(users.size());
    List<UserId> all = List.copyOf(users);
    for (int from = 0; from < all.size(); from += A_CALL) {
      chunk(tenant, all.subList(from, Math.min(all.size(), from + A_CALL)), keys);
    }
    return keys;
  }

  private void chunk(TenantId tenant, List<UserId> users, Map<UserId, String> keys) {
    for (int round = 0; round < ROUNDS; round++) {
      read(tenant, users, keys);
      List<UserId> missing = users.stream().filter(user -> !keys.containsKey(user)).toList();
      if (missing.isEmpty()) {
        return;
      }
      List<String> made = new ArrayList<>(missing.size());
      List<TransactWriteItem> items = new ArrayList<>(missing.size());
      for (UserId user : missing) {
        made.add(key());
        items.add(putIfAbsent(tenant, user, made.getLast()));
      }
      if (writes.transact(items).isEmpty()) {
        for (int at = 0; at < missing.size(); at++) {
          keys.put(missing.get(at), made.get(at));
        }
        return;
      }
    }
    throw new StoreUnavailableException(
        "table users", new IllegalStateException("too many writers of the same users"));
  }

  private void read(TenantId tenant, List<UserId> users, Map<UserId, String> keys) {
    Map<String, UserId> byKey = HashMap.newHashMap(users.size());
    users.forEach(user -> byKey.put(Keys.user(tenant, user), user));
    Map<String, KeysAndAttributes> left =
        Map.of(
            table,
            KeysAndAttributes.builder()
                .consistentRead(true)
                .keys(
                    byKey.keySet().stream()
                        .map(key -> Map.of(Table.PARTITION_KEY, AttributeValue.fromS(key)))
                        .toList())
                .build());
    while (!left.isEmpty()) {
      Map<String, KeysAndAttributes> now = left;
      BatchGetItemResponse response =
          StoreCalls.ask(
              "table users", () -> dynamo.batchGetItem(request -> request.requestItems(now)));
      for (Map<String, AttributeValue> row : response.responses().getOrDefault(table, List.of())) {
        UserId user =
            Objects.requireNonNull(
                byKey.get(Objects.requireNonNull(row.get(Table.PARTITION_KEY)).s()));
        keys.put(user, Objects.requireNonNull(row.get(USER_KEY)).s());
      }
      left = response.unprocessedKeys();
    }
  }

  private TransactWriteItem putIfAbsent(TenantId tenant, UserId user, String key) {
    return TransactWriteItem.builder()
        .put(
            Put.builder()
                .tableName(table)
                .item(
                    Map.of(
                        Table.PARTITION_KEY,
                        AttributeValue.fromS(Keys.user(tenant, user)),
                        USER_KEY,
                        AttributeValue.fromS(key)))
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
