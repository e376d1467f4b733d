package io.waymark.auth.audit;

import io.waymark.auth.database.JsonText;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The audit log in PostgreSQL.
@Singleton
final class JdbcAuditStore implements AuditStore {
  private final AuditRepository rows;
  private final TenantTransactions transactions;
  private final JsonText json;

  JdbcAuditStore(AuditRepository rows, TenantTransactions transactions, JsonText json) {
    this.rows = rows;
    this.transactions = transactions;
    this.json = json;
  }

  @Override
  public void add(TenantId tenant, AuditEntry entry) {
    transactions.in(
        tenant,
        () ->
            rows.insert(
                tenant.value(),
                entry.at(),
                entry.who().actor(),
                entry.who().source(),
                entry.action(),
                entry.target(),
                json.write(entry.change().before()),
                json.write(entry.change().after())));
  }

  @Override
  public void add(TenantId tenant, UUID note, AuditEntry entry) {
    transactions.in(
        tenant,
        () ->
            rows.insertOnce(
                tenant.value(),
                note,
                entry.at(),
                entry.who().actor(),
                entry.who().source(),
                entry.action(),
                entry.target(),
                json.write(entry.change().before()),
                json.write(entry.change().after())));
  }

  @Override
  public List<AuditEntry.Numbered> newest(TenantId tenant, long before, int limit) {
    return transactions.in(
        tenant,
        () -> rows.newest(tenant.value(), before, limit).stream().map(this::entry).toList());
  }

  @Override
  public Optional<AuditEntry> newestOf(TenantId tenant, String target) {
    return transactions.in(
        tenant, () -> rows.newestOf(tenant.value(), target).map(row -> entry(row).entry()));
  }

  private AuditEntry.Numbered entry(AuditRow row) {
    return new AuditEntry.Numbered(
        row.id(),
        new AuditEntry(
            row.at(),
            new AuditEntry.Who(row.actor(), row.source()),
            row.action(),
            row.target(),
            new AuditEntry.Change(json.texts(row.before()), json.texts(row.detail()))));
  }
}
