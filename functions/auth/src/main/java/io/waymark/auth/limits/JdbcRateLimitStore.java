package io.waymark.auth.limits;

import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.database.Page;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rate limits in PostgreSQL.
@Singleton
final class JdbcRateLimitStore implements RateLimitStore {
  private final RateLimitRepository rows;
  private final TenantTransactions transactions;

  JdbcRateLimitStore(RateLimitRepository rows, TenantTransactions transactions) {
    this.rows = rows;
    this.transactions = transactions;
  }

  @Override
  public boolean add(TenantId tenant, RateLimit limit) {
    return transactions.in(
        tenant,
        () ->
            rows.insert(
                    limit.id(),
                    tenant.value(),
                    limit.type(),
                    limit.maxRequests(),
                    limit.windowSeconds(),
                    limit.createdAt())
                == 1);
  }

  @Override
  public Optional<RateLimit> find(TenantId tenant, UUID id) {
    return transactions.in(tenant, () -> rows.find(tenant.value(), id).map(RateLimitRow::limit));
  }

  @Override
  public List<RateLimit> list(TenantId tenant, Page page) {
    UUID after = OrderedIds.after(page);
    return transactions.in(
        tenant,
        () ->
            rows.listAfter(tenant.value(), after, page.limit()).stream()
                .map(RateLimitRow::limit)
                .toList());
  }

  @Override
  public void change(TenantId tenant, RateLimit limit) {
    transactions.in(
        tenant,
        () ->
            rows.update(
                tenant.value(),
                limit.id(),
                limit.maxRequests(),
                limit.windowSeconds(),
                limit.updatedAt()));
  }

  @Override
  public boolean remove(TenantId tenant, UUID id) {
    return transactions.in(tenant, () -> rows.remove(tenant.value(), id) == 1);
  }
}
