package io.waymark.auth.invitations;

import io.waymark.auth.database.LookupTransactions;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.database.Page;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.auth.members.Email;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Invitations in PostgreSQL.
@Singleton
final class JdbcInvitationStore implements InvitationStore {
  private final InvitationRepository rows;
  private final TenantTransactions transactions;
  private final LookupTransactions lookups;

  JdbcInvitationStore(
      InvitationRepository rows, TenantTransactions transactions, LookupTransactions lookups) {
    this.rows = rows;
    this.transactions = transactions;
    this.lookups = lookups;
  }

  @Override
  public Optional<Invitation> findByHash(String hash) {
    return lookups.beforeTheTenant(() -> rows.lookUp(hash).map(InvitationRow::invitation));
  }

  @Override
  public void add(TenantId tenant, Invitation invitation) {
    transactions.in(
        tenant,
        () ->
            rows.insert(
                invitation.id(),
                tenant.value(),
                invitation.email().value(),
                invitation.role().text(),
                invitation.hash(),
                invitation.invitedBy(),
                invitation.createdAt(),
                invitation.expiresAt()));
  }

  @Override
  public Optional<Invitation> find(TenantId tenant, UUID id) {
    return transactions.in(
        tenant, () -> rows.find(tenant.value(), id).map(InvitationRow::invitation));
  }

  @Override
  public Optional<Invitation> findByEmail(TenantId tenant, Email email) {
    return transactions.in(
        tenant,
        () -> rows.findByEmail(tenant.value(), email.value()).map(InvitationRow::invitation));
  }

  @Override
  public List<Invitation> list(TenantId tenant, Instant now, Page page) {
    UUID after = OrderedIds.after(page);
    return transactions.in(
        tenant,
        () ->
            rows.listAfter(tenant.value(), now, after, page.limit()).stream()
                .map(InvitationRow::invitation)
                .toList());
  }

  @Override
  public boolean remove(TenantId tenant, UUID id) {
    return transactions.in(tenant, () -> rows.remove(tenant.value(), id) == 1);
  }

  @Override
  public void removeExpired(TenantId tenant, Instant at) {
    transactions.in(tenant, () -> rows.removeExpired(tenant.value(), at));
  }

  @Override
  public int removeAll(TenantId tenant) {
    return transactions.in(tenant, () -> rows.removeAll(tenant.value()));
  }
}
