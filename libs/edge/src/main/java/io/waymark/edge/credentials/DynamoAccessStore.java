package io.waymark.edge.credentials;

import io.waymark.edge.limits.TenantLimits;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads the projections in the table `access`, which `auth` alone writes.
@Singleton
final class DynamoAccessStore implements AccessStore {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoAccessStore(DynamoDbClient dynamoDb, Installation installation) {
    this.dynamoDb = dynamoDb;
    this.table = installation.name(Table.ACCESS);
  }

  @Override
  public Optional<StoredApiKey> apiKey(String prefix) {
    return row("key#" + prefix).map(DynamoAccessStore::storedKey);
  }

  @Override
  public Optional<TenantStanding> standing(TenantId tenant) {
    return row("tenant#" + tenant)
        .map(
            row ->
                new TenantStanding(
                    "active".equals(value(row, "status").s()),
                    Long.parseLong(value(row, "epoch").n()),
                    Optional.ofNullable(row.get("limits"))
                        .map(limits -> TenantLimits.of(limits.ss()))
                        .orElse(TenantLimits.NONE)));
  }

  @Override
  public boolean sessionEnded(TenantId tenant, String session) {
    return row("session#" + session).isPresent();
  }

  private Optional<Map<String, AttributeValue>> row(String key) {
    try {
      return Optional.of(
              dynamoDb
                  .getItem(
                      request ->
                          request
                              .tableName(table)
                              .key(Map.of(Table.PARTITION_KEY, AttributeValue.fromS(key))))
                  .item())
          .filter(row -> !row.isEmpty());
    } catch (SdkException e) {
      throw new StoreUnavailableException("table access", e);
    }
  }

  private static StoredApiKey storedKey(Map<String, AttributeValue> row) {
    Set<Scope> scopes =
        value(row, "scopes").ss().stream()
            .flatMap(text -> Scope.of(text).stream())
            .collect(Collectors.toUnmodifiableSet());
    return new StoredApiKey(
        new TenantId(value(row, "tenant").s()),
        value(row, "key_id").s(),
        value(row, "hash").s(),
        scopes,
        "active".equals(value(row, "status").s()),
        Optional.ofNullable(row.get("expires_at"))
            .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds.n()))));
  }

  /// An attribute that `auth` writes into every such row.
  private static AttributeValue value(Map<String, AttributeValue> row, String attribute) {
    return Objects.requireNonNull(row.get(attribute), attribute);
  }
}
