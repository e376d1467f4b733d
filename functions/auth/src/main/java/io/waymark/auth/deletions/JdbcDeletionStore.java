package io.waymark.auth.deletions;

import io.waymark.auth.database.JsonText;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Deletions in PostgreSQL, which the tenant of the operators alone sees.
@Singleton
final class JdbcDeletionStore implements DeletionStore {
  private final DeletionRepository rows;
  private final TenantTransactions transactions;
  private final JsonText json;

  JdbcDeletionStore(DeletionRepository rows, TenantTransactions transactions, JsonText json) {
    this.rows = rows;
    this.transactions = transactions;
    this.json = json;
  }

  @Override
  public Optional<Deletion> find(TenantId tenant) {
    return transactions.in(TenantId.PLATFORM, () -> rows.find(tenant.value()).map(this::deletion));
  }

  @Override
  public boolean stands(TenantId tenant) {
    return transactions.in(tenant, () -> rows.count(tenant.value()) > 0);
  }

  @Override
  public void add(TenantId tenant, Deletion deletion, String actor) {
    transactions.in(
        TenantId.PLATFORM, () -> rows.insert(tenant.value(), deletion.requestedAt(), actor));
  }

  @Override
  public void change(TenantId tenant, Deletion deletion) {
    transactions.in(
        TenantId.PLATFORM,
        () ->
            rows.update(
                tenant.value(),
                deletion.digest().map(AuditDigest::entries).orElse(null),
                deletion.digest().map(AuditDigest::hash).orElse(null),
                json.write(deletion.removed()),
                deletion.completedAt().orElse(null),
                deletion.lookedAgainAt().orElse(null)));
  }

  @Override
  public void withdraw(TenantId tenant) {
    transactions.in(tenant, () -> rows.remove(tenant.value()));
  }

  @Override
  public List<TenantId> waiting(Instant requestedBefore, int most) {
    return transactions.in(
        TenantId.PLATFORM,
        () -> rows.waiting(requestedBefore, most).stream().map(TenantId::new).toList());
  }

  private Deletion deletion(DeletionRow row) {
    Map<String, Long> removed = new HashMap<>();
    json.object(row.removed())
        .forEach((store, rows) -> removed.put(store, ((Number) rows).longValue()));
    return new Deletion(
        new TenantId(row.id()),
        row.requestedAt(),
        row.auditEntries() == null || row.auditHash() == null
            ? Optional.empty()
            : Optional.of(new AuditDigest(row.auditEntries(), row.auditHash())),
        removed,
        Optional.ofNullable(row.completedAt()),
        Optional.ofNullable(row.lookedAgainAt()));
  }
}
