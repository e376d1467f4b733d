package io.waymark.auth.tenants;

import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.AuditEntry;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.database.Page;
import io.waymark.auth.members.Email;
import io.waymark.auth.members.Member;
import io.waymark.auth.members.MemberCredentials;
import io.waymark.auth.members.MemberStore;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.passwords.PasswordHashes;
import io.waymark.auth.passwords.PasswordRules;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.io.Serial;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the operator does with tenants. Each change is made in the transaction of the tenant it
/// concerns, and stands in that tenant's audit log.
@Singleton
public final class Tenants {
  private final TenantStore tenants;
  private final MemberStore members;
  private final PasswordHashes hashes;
  private final Standings standings;
  private final Changes changes;
  private final Audit audit;
  private final Clock clock;

  Tenants(
      TenantStore tenants,
      MemberStore members,
      PasswordHashes hashes,
      Standings standings,
      Changes changes,
      Audit audit,
      Clock clock) {
    this.tenants = tenants;
    this.members = members;
    this.hashes = hashes;
    this.standings = standings;
    this.changes = changes;
    this.audit = audit;
    this.clock = clock;
  }

  /// Makes a tenant, with its first member if one is given: both or neither.
  public TenantResult create(
      String actor,
      TenantId id,
      String name,
      Map<String, String> settings,
      Optional<FirstMember> first) {
    Optional<TenantResult> objection = first.flatMap(member -> objection(id, name, member));
    return objection.orElseGet(() -> make(actor, id, name, settings, first));
  }

  private TenantResult make(
      String actor,
      TenantId id,
      String name,
      Map<String, String> settings,
      Optional<FirstMember> first) {
    if (tenants.find(id).isPresent()) {
      return new TenantResult.Taken();
    }
    Tenant tenant = Tenant.begin(id, name, settings, clock.instant());
    Optional<MemberCredentials> admin = first.map(member -> credentials(id, member));
    try {
      return changes.in(id, () -> add(actor, tenant, admin));
    } catch (EmailTakenException e) {
      return new TenantResult.EmailTaken();
    }
  }

  /// Makes the tenant and its member where they are not there; changes nothing of what is there.
  ///
  /// @return the tenant, or why the member cannot be
  public TenantResult ensure(TenantId id, String name, FirstMember first) {
    return objection(id, name, first).orElseGet(() -> ensureSample(id, name, first));
  }

  /// As [#ensure], but with whatever password: the sample tenant's is public and short.
  public TenantResult ensureSample(TenantId id, String name, FirstMember first) {
    Optional<Tenant> there = tenants.find(id);
    if (there.isEmpty()) {
      return make("system", id, name, Map.of(), Optional.of(first));
    }
    Optional<MemberCredentials> known = members.findByEmail(email(first));
    if (known.isPresent()) {
      return known.get().member().tenant().equals(id)
          ? new TenantResult.Done(there.get())
          : new TenantResult.EmailTaken();
    }
    MemberCredentials credentials = credentials(id, first);
    try {
      return changes.in(
          id,
          () -> {
            addMember("system", id, credentials);
            return new TenantResult.Done(there.get());
          });
    } catch (EmailTakenException e) {
      return new TenantResult.EmailTaken();
    }
  }

  public List<Tenant> list(TenantId viewer, Page page) {
    return tenants.list(viewer, page);
  }

  public Optional<Tenant> find(TenantId id) {
    return tenants.find(id);
  }

  /// Gives a tenant another name, other settings or another status. A suspension ends at once what
  /// its members and keys may do.
  public TenantResult change(
      String actor,
      TenantId id,
      Optional<String> name,
      Optional<Map<String, String>> settings,
      Optional<TenantStatus> status) {
    if (id.equals(TenantId.PLATFORM) && status.equals(Optional.of(TenantStatus.SUSPENDED))) {
      return new TenantResult.Locking("the tenant platform operates the installation");
    }
    return changes.inEffect(
        id,
        TenantResult.Done.class::isInstance,
        () -> {
          Optional<Tenant> found = tenants.findForChange(id);
          if (found.isEmpty()) {
            return new TenantResult.Unknown();
          }
          Tenant before = found.get();
          Tenant after =
              before
                  .changed(
                      name.orElse(before.name()),
                      settings.orElse(before.settings()),
                      clock.instant())
                  .inStatus(status.orElse(before.status()), clock.instant());
          tenants.change(id, after);
          if (after.active()) { // a later suspension is no wish to delete it
            tenants.withdrawDeletion(id);
          }
          standings.project(id, after);
          audit.record(
              id,
              actor,
              "tenant.changed",
              id.value(),
              new AuditEntry.Change(before.state(), after.state()));
          return new TenantResult.Done(after);
        });
  }

  private TenantResult add(String actor, Tenant tenant, Optional<MemberCredentials> admin) {
    if (!tenants.add(tenant.id(), tenant)) {
      return new TenantResult.Taken();
    }
    standings.project(tenant.id(), tenant);
    audit.record(
        tenant.id(),
        actor,
        "tenant.created",
        tenant.id().value(),
        AuditEntry.Change.made(tenant.state()));
    admin.ifPresent(member -> addMember(actor, tenant.id(), member));
    return new TenantResult.Done(tenant);
  }

  private void addMember(String actor, TenantId tenant, MemberCredentials credentials) {
    if (!members.add(tenant, credentials)) {
      throw new EmailTakenException(); // undoes the tenant too
    }
    audit.record(
        tenant,
        actor,
        "member.created",
        credentials.member().id().toString(),
        AuditEntry.Change.made(credentials.member().state()));
  }

  private MemberCredentials credentials(TenantId tenant, FirstMember first) {
    Member member =
        Member.begin(
            OrderedIds.next(clock.instant()), tenant, email(first), first.role(), clock.instant());
    return new MemberCredentials(member, hashes.hash(first.password()));
  }

  private static Email email(FirstMember first) {
    return Email.of(first.email()).orElseThrow();
  }

  private static Optional<TenantResult> objection(TenantId id, String name, FirstMember first) {
    if (Email.of(first.email()).isEmpty()) {
      return Optional.of(new TenantResult.Invalid("email", "is not an e-mail address"));
    }
    return PasswordRules.objection(first.password(), List.of(first.email(), id.value(), name))
        .map(objection -> new TenantResult.Invalid("password", objection));
  }

  /// Leaves a transaction, so that it is undone.
  private static final class EmailTakenException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    EmailTakenException() {
      super("the e-mail is taken", null, false, false);
    }
  }
}
