package io.waymark.interactions;

import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Table;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Where the table `users` keeps a user: in one of a tenant's few partitions, in the order of the
/// ids. So the users of a tenant can be listed, and no partition takes all that is written for
/// them.
public final class UserRows {
  /// For good: another number would look for users where they are not.
  public static final int SHARDS = 16;

  private UserRows() {}

  /// The number of a user's partition, from 0.
  public static int shard(UserId user) {
    return Math.floorMod(user.value().hashCode(), SHARDS);
  }

  public static String partition(TenantId tenant, int shard) {
    return Keys.join(tenant, Integer.toString(shard));
  }

  public static Map<String, AttributeValue> key(TenantId tenant, UserId user) {
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(partition(tenant, shard(user))),
        Table.SORT_KEY, AttributeValue.fromS(user.value()));
  }

  /// Whose row it is.
  public static UserId user(Map<String, AttributeValue> row) {
    return new UserId(Objects.requireNonNull(row.get(Table.SORT_KEY)).s());
  }
}
