package io.waymark.auth.keys;

import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.database.Page;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// API keys in PostgreSQL.
@Singleton
final class JdbcApiKeyStore implements ApiKeyStore {
  private final ApiKeyRepository rows;
  private final TenantTransactions transactions;

  JdbcApiKeyStore(ApiKeyRepository rows, TenantTransactions transactions) {
    this.rows = rows;
    this.transactions = transactions;
  }

  @Override
  public boolean add(TenantId tenant, ApiKey key) {
    String scopes =
        key.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(","));
    return transactions.in(
        tenant,
        () ->
            rows.insert(
                    key.id(),
                    tenant.value(),
                    key.name(),
                    key.prefix(),
                    key.hash(),
                    scopes,
                    key.expiresAt().orElse(null),
                    key.createdAt())
                == 1);
  }

  @Override
  public Optional<ApiKey> find(TenantId tenant, UUID id) {
    return transactions.in(tenant, () -> rows.find(tenant.value(), id).map(ApiKeyRow::key));
  }

  @Override
  public List<ApiKey> list(TenantId tenant, Page page) {
    UUID after = OrderedIds.after(page);
    return transactions.in(
        tenant,
        () ->
            rows.listAfter(tenant.value(), after, page.limit()).stream()
                .map(ApiKeyRow::key)
                .toList());
  }

  @Override
  public boolean revoke(TenantId tenant, UUID id) {
    return transactions.in(tenant, () -> rows.revoke(tenant.value(), id) == 1);
  }
}
