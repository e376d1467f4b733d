package io.waymark.auth.members;

import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.AuditEntry;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.database.Page;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.passwords.PasswordHashes;
import io.waymark.auth.passwords.PasswordRules;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/// What the administrators of a tenant do with its members.
@Singleton
public final class Members {
  private final MemberStore members;
  private final MemberSessions sessions;
  private final TenantNames names;
  private final PasswordHashes hashes;
  private final Changes changes;
  private final Audit audit;
  private final Clock clock;

  Members(
      MemberStore members,
      MemberSessions sessions,
      TenantNames names,
      PasswordHashes hashes,
      Changes changes,
      Audit audit,
      Clock clock) {
    this.members = members;
    this.sessions = sessions;
    this.names = names;
    this.hashes = hashes;
    this.changes = changes;
    this.audit = audit;
    this.clock = clock;
  }

  public MemberResult create(Principal maker, String emailText, String password, Role role) {
    Optional<MemberResult.Refusal> refusal = refusal(maker, role);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    TenantId tenant = maker.tenant();
    Optional<Email> email = Email.of(emailText);
    if (email.isEmpty()) {
      return new MemberResult.Invalid("email", "is not an e-mail address");
    }
    Optional<String> objection =
        PasswordRules.objection(
            password, List.of(email.get().value(), tenant.value(), names.of(tenant)));
    if (objection.isPresent()) {
      return new MemberResult.Invalid("password", objection.get());
    }
    String hash = hashes.hash(password);
    UUID id = OrderedIds.next(clock.instant());
    Member member = Member.begin(id, tenant, email.get(), role, clock.instant());
    return changes.in(
        tenant,
        () -> {
          if (!members.add(tenant, new MemberCredentials(member, hash))) {
            return new MemberResult.EmailTaken();
          }
          audit.record(
              tenant,
              maker.subject(),
              "member.created",
              member.id().toString(),
              AuditEntry.Change.made(member.state()));
          return new MemberResult.Done(member);
        });
  }

  public List<Member> list(TenantId tenant, Page page) {
    return members.list(tenant, page);
  }

  public Optional<Member> find(TenantId tenant, UUID id) {
    return members.find(tenant, id).map(MemberCredentials::member);
  }

  /// Gives a member another role or status. Its sessions end, so that nothing is done any more with
  /// what it could do before.
  public MemberResult change(
      Principal maker, UUID id, Optional<Role> role, Optional<MemberStatus> status) {
    TenantId tenant = maker.tenant();
    Optional<MemberResult.Refusal> refusal = role.flatMap(wanted -> refusal(maker, wanted));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return changes.inEffect(
        tenant,
        MemberResult.Done.class::isInstance,
        () -> {
          long administrators = members.administrators(tenant);
          Optional<Member> found = find(tenant, id);
          if (found.isEmpty()) {
            return new MemberResult.Unknown();
          }
          Member before = found.get();
          Member after =
              before.as(
                  role.orElse(before.role()), status.orElse(before.status()), clock.instant());
          Optional<MemberResult> locking =
              locking(maker, before, after.administers(), administrators);
          if (locking.isPresent()) {
            return locking.get();
          }
          members.change(tenant, after);
          sessions.endAll(tenant, id);
          audit.record(
              tenant,
              maker.subject(),
              "member.changed",
              id.toString(),
              new AuditEntry.Change(before.state(), after.state()));
          return new MemberResult.Done(after);
        });
  }

  /// Ends a member: its sessions end, its account is gone and its e-mail free.
  public MemberResult end(Principal maker, UUID id) {
    TenantId tenant = maker.tenant();
    return changes.inEffect(
        tenant,
        MemberResult.Done.class::isInstance,
        () -> {
          long administrators = members.administrators(tenant);
          Optional<Member> found = find(tenant, id);
          if (found.isEmpty()) {
            return new MemberResult.Unknown();
          }
          Optional<MemberResult> locking = locking(maker, found.get(), false, administrators);
          if (locking.isPresent()) {
            return locking.get();
          }
          sessions.endAll(tenant, id);
          members.remove(tenant, id);
          audit.record(
              tenant,
              maker.subject(),
              "member.ended",
              id.toString(),
              AuditEntry.Change.ended(found.get().state()));
          return new MemberResult.Done(found.get());
        });
  }

  /// Why `maker` may not give `role`. Nobody gives what is not theirs to give: no scope that the
  /// maker lacks, or an API key could make itself a member that has more; and operators are made by
  /// operators, at the tenant `platform`, whose members are all operators.
  public static Optional<MemberResult.Refusal> refusal(Principal maker, Role role) {
    boolean operator =
        maker instanceof Principal.Member member && member.role() == Role.PLATFORM_ADMIN;
    if (role == Role.PLATFORM_ADMIN && !operator) {
      return Optional.of(
          new MemberResult.NotAllowed("only a platform_admin can make a platform_admin"));
    }
    if (role != Role.PLATFORM_ADMIN && maker.tenant().equals(TenantId.PLATFORM)) {
      return Optional.of(
          new MemberResult.Invalid("role", "must be platform_admin at the tenant platform"));
    }
    Set<Scope> beyond = new TreeSet<>(role.scopes());
    beyond.removeAll(maker.scopes());
    if (!beyond.isEmpty()) {
      String texts = beyond.stream().map(Scope::text).collect(Collectors.joining(", "));
      return Optional.of(
          new MemberResult.NotAllowed(
              "the role " + role.text() + " has scopes that you do not have yourself: " + texts));
    }
    return Optional.empty();
  }

  private static Optional<MemberResult> locking(
      Principal maker, Member before, boolean administersAfter, long administrators) {
    if (maker.subject().equals(before.id().toString())) {
      return Optional.of(
          new MemberResult.Locking("you cannot change or end your own account; another can"));
    }
    return before.administers() && !administersAfter && administrators <= 1
        ? Optional.of(new MemberResult.Locking("the tenant would have no active admin left"))
        : Optional.empty();
  }
}
