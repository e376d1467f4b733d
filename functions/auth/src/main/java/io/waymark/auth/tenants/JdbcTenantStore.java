package io.waymark.auth.tenants;

import io.waymark.auth.database.JsonText;
import io.waymark.auth.database.Page;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// Tenants in PostgreSQL.
@Singleton
final class JdbcTenantStore implements TenantStore {
  private final TenantRepository rows;
  private final TenantTransactions transactions;
  private final JsonText json;

  JdbcTenantStore(TenantRepository rows, TenantTransactions transactions, JsonText json) {
    this.rows = rows;
    this.transactions = transactions;
    this.json = json;
  }

  @Override
  public boolean add(TenantId id, Tenant tenant) {
    return transactions.in(
        id,
        () ->
            rows.insert(
                    id.value(),
                    tenant.name(),
                    tenant.slug(),
                    json.write(tenant.settings()),
                    tenant.status().text(),
                    tenant.epoch(),
                    tenant.createdAt())
                == 1);
  }

  @Override
  public Optional<Tenant> find(TenantId id) {
    return transactions.in(id, () -> rows.find(id.value()).map(this::tenant));
  }

  @Override
  public Optional<Tenant> findForChange(TenantId id) {
    return transactions.in(id, () -> rows.findForUpdate(id.value()).map(this::tenant));
  }

  @Override
  public void change(TenantId id, Tenant tenant) {
    transactions.in(
        id,
        () ->
            rows.update(
                id.value(),
                tenant.name(),
                json.write(tenant.settings()),
                tenant.status().text(),
                tenant.epoch(),
                tenant.updatedAt()));
  }

  @Override
  public boolean ended(TenantId id) {
    return transactions.in(id, () -> rows.countEnded(id.value()) > 0);
  }

  @Override
  public void withdrawDeletion(TenantId id) {
    transactions.in(id, () -> rows.withdrawDeletion(id.value()));
  }

  @Override
  public List<Tenant> list(TenantId viewer, Page page) {
    return transactions.in(
        viewer,
        () ->
            rows.listAfter(page.after().orElse(""), page.limit()).stream()
                .map(this::tenant)
                .toList());
  }

  private Tenant tenant(TenantRow row) {
    return new Tenant(
        new TenantId(row.id()),
        row.name(),
        row.slug(),
        json.texts(row.settings()),
        TenantStatus.of(row.status()),
        row.epoch(),
        row.createdAt(),
        row.updatedAt());
  }
}
