package io.waymark.auth.outbox;

import io.waymark.auth.database.JsonText;
import io.waymark.auth.database.LookupTransactions;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The outbox in PostgreSQL.
@Singleton
final class JdbcOutboxStore implements OutboxStore {
  private final OutboxRepository rows;
  private final TenantTransactions transactions;
  private final LookupTransactions lookups;
  private final JsonText json;

  JdbcOutboxStore(
      OutboxRepository rows,
      TenantTransactions transactions,
      LookupTransactions lookups,
      JsonText json) {
    this.rows = rows;
    this.transactions = transactions;
    this.lookups = lookups;
    this.json = json;
  }

  @Override
  public List<TenantId> tenantsWaiting(int most) {
    return lookups.beforeTheTenant(
        () -> rows.tenantsWaiting(most).stream().map(TenantId::new).toList());
  }

  @Override
  public void add(TenantId tenant, Projection projection) {
    transactions.in(
        tenant,
        () -> rows.insert(tenant.value(), projection.key(), json.write(projection.attributes())));
  }

  @Override
  public List<Projection.Pending> pending(TenantId tenant, int limit) {
    return transactions.in(
        tenant, () -> rows.oldest(tenant.value(), limit).stream().map(this::pending).toList());
  }

  @Override
  public void remove(TenantId tenant, long id) {
    transactions.in(tenant, () -> rows.remove(tenant.value(), id));
  }

  private Projection.Pending pending(OutboxRow row) {
    Map<String, Object> attributes = new HashMap<>();
    json.object(row.attributes())
        .forEach(
            (name, value) ->
                attributes.put(name, value instanceof Number number ? number.longValue() : value));
    return new Projection.Pending(row.id(), new Projection(row.rowKey(), attributes));
  }
}
