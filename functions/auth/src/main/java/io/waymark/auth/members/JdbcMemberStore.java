package io.waymark.auth.members;

import io.waymark.auth.database.LookupTransactions;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.database.Page;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Members in PostgreSQL.
@Singleton
final class JdbcMemberStore implements MemberStore {
  private final MemberRepository rows;
  private final TenantTransactions transactions;
  private final LookupTransactions lookups;

  JdbcMemberStore(
      MemberRepository rows, TenantTransactions transactions, LookupTransactions lookups) {
    this.rows = rows;
    this.transactions = transactions;
    this.lookups = lookups;
  }

  @Override
  public Optional<MemberCredentials> findByEmail(Email email) {
    return lookups.beforeTheTenant(
        () -> rows.findByEmail(email.value()).map(MemberRow::credentials));
  }

  @Override
  public boolean add(TenantId tenant, MemberCredentials credentials) {
    Member member = credentials.member();
    return transactions.in(
        tenant,
        () ->
            rows.insert(
                    member.id(),
                    tenant.value(),
                    member.email().value(),
                    credentials.passwordHash(),
                    member.role().text(),
                    member.status().text(),
                    member.createdAt())
                == 1);
  }

  @Override
  public Optional<MemberCredentials> find(TenantId tenant, UUID id) {
    return transactions.in(tenant, () -> rows.find(tenant.value(), id).map(MemberRow::credentials));
  }

  @Override
  public Optional<MemberCredentials> findForChange(TenantId tenant, UUID id) {
    return transactions.in(
        tenant, () -> rows.findForUpdate(tenant.value(), id).map(MemberRow::credentials));
  }

  @Override
  public List<Member> list(TenantId tenant, Page page) {
    UUID after = OrderedIds.after(page);
    return transactions.in(
        tenant,
        () ->
            rows.listAfter(tenant.value(), after, page.limit()).stream()
                .map(MemberRow::member)
                .toList());
  }

  @Override
  public long administrators(TenantId tenant) {
    return transactions.in(
        tenant, () -> (long) rows.administratorsForUpdate(tenant.value()).size());
  }

  @Override
  public void change(TenantId tenant, Member member) {
    transactions.in(
        tenant,
        () ->
            rows.update(
                tenant.value(),
                member.id(),
                member.role().text(),
                member.status().text(),
                member.updatedAt()));
  }

  @Override
  public boolean changePassword(
      TenantId tenant, UUID id, String verified, String passwordHash, Instant at) {
    return transactions.in(
        tenant, () -> rows.updatePassword(tenant.value(), id, verified, passwordHash, at) == 1);
  }

  @Override
  public void loggedIn(TenantId tenant, UUID id, Instant at) {
    transactions.in(tenant, () -> rows.updateLogin(tenant.value(), id, at));
  }

  @Override
  public void remove(TenantId tenant, UUID id) {
    transactions.in(tenant, () -> rows.remove(tenant.value(), id));
  }
}
