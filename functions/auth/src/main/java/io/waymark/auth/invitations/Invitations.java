package io.waymark.auth.invitations;

import io.waymark.auth.attempts.Admission;
import io.waymark.auth.attempts.Attempts;
import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.AuditEntry;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.database.Page;
import io.waymark.auth.members.Email;
import io.waymark.auth.members.Member;
import io.waymark.auth.members.MemberCredentials;
import io.waymark.auth.members.MemberResult;
import io.waymark.auth.members.MemberStore;
import io.waymark.auth.members.Members;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.passwords.PasswordHashes;
import io.waymark.auth.passwords.PasswordRules;
import io.waymark.auth.tenants.Tenant;
import io.waymark.auth.tenants.TenantStore;
import io.waymark.edge.SourceAddress;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.io.Serial;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Invites people, and makes them members with a password of their own. ADR 0021 has the reasons.
@Singleton
public final class Invitations {
  /// Over a weekend.
  static final Duration LIFE = Duration.ofDays(3);

  private static final Logger LOG = LoggerFactory.getLogger(Invitations.class);

  private final InvitationStore invitations;
  private final MemberStore members;
  private final TenantStore tenants;
  private final Attempts attempts;
  private final PasswordHashes hashes;
  private final Changes changes;
  private final Audit audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Invitations(
      InvitationStore invitations,
      MemberStore members,
      TenantStore tenants,
      Attempts attempts,
      PasswordHashes hashes,
      Changes changes,
      Audit audit,
      Clock clock) {
    this.invitations = invitations;
    this.members = members;
    this.tenants = tenants;
    this.attempts = attempts;
    this.hashes = hashes;
    this.changes = changes;
    this.audit = audit;
    this.clock = clock;
  }

  /// Invites somebody to the maker's own tenant. One that was made for the e-mail before is void
  /// from then on.
  InvitationResult make(Principal maker, String emailText, Role role) {
    Optional<InvitationResult> refusal = Members.refusal(maker, role).map(Invitations::refused);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    TenantId tenant = maker.tenant();
    return withEmail(
        emailText,
        email ->
            changes.in(
                tenant,
                () -> {
                  Optional<Tenant> _ = tenants.findForChange(tenant); // one after the other
                  return add(maker.subject(), tenant, email, role);
                }));
  }

  /// Invites a tenant's first admin, or one in the place of those it has lost; for operators. As
  /// long as the tenant has no active admin, the newest such invitation alone stands.
  InvitationResult makeForAdmin(Principal operator, TenantId tenant, String emailText) {
    return withEmail(
        emailText, email -> changes.in(tenant, () -> addForAdmin(operator, tenant, email)));
  }

  private InvitationResult addForAdmin(Principal operator, TenantId tenant, Email email) {
    if (tenants.findForChange(tenant).isEmpty()) {
      return new InvitationResult.UnknownTenant();
    }
    if (members.administrators(tenant) > 0 || tenant.equals(TenantId.PLATFORM)) {
      return new InvitationResult.HasAdmins();
    }
    for (Invitation each : allOpen(tenant)) {
      if (each.role() == Role.ADMIN) {
        boolean _ = remove(operator.subject(), each);
      }
    }
    return add(operator.subject(), tenant, email, Role.ADMIN);
  }

  private List<Invitation> allOpen(TenantId tenant) {
    List<Invitation> all = new ArrayList<>();
    Optional<Page> page = Optional.of(Page.first());
    while (page.isPresent()) {
      List<Invitation> found = list(tenant, page.get());
      all.addAll(found);
      page =
          page.get()
              .next(found, each -> each.id().toString())
              .map(last -> new Page(Optional.of(last), Page.MOST));
    }
    return all;
  }

  /// In the transaction of the tenant, whose row is held.
  private InvitationResult add(String maker, TenantId tenant, Email email, Role role) {
    Instant now = clock.instant();
    invitations.removeExpired(tenant, now);
    for (Invitation before : invitations.findByEmail(tenant, email).stream().toList()) {
      boolean _ = remove(maker, before);
    }
    InvitationToken token = InvitationToken.generate(random);
    Invitation made =
        new Invitation(
            OrderedIds.next(now), tenant, email, role, token.sha256(), maker, now, now.plus(LIFE));
    invitations.add(tenant, made);
    audit.record(
        tenant,
        maker,
        "invitation.made",
        made.id().toString(),
        AuditEntry.Change.made(made.state()));
    return new InvitationResult.Made(made, token);
  }

  List<Invitation> list(TenantId tenant, Page page) {
    return invitations.list(tenant, clock.instant(), page);
  }

  Optional<Invitation> find(TenantId tenant, UUID id) {
    return invitations.find(tenant, id).filter(each -> each.open(clock.instant()));
  }

  /// False where there is none.
  boolean revoke(Principal maker, UUID id) {
    TenantId tenant = maker.tenant();
    return changes.in(
        tenant, () -> find(tenant, id).filter(found -> remove(maker.subject(), found)).isPresent());
  }

  /// Makes whoever shows the secret of an invitation's link a member. Wrong ones count as log-ins
  /// that failed do, from the same address.
  Acceptance accept(String secret, String password, SourceAddress from) {
    String hash = new InvitationToken(secret).sha256();
    return switch (attempts.begin("invitation " + hash, from)) {
      case Admission.Wait(Duration time) -> new Acceptance.TooMany(time);
      case Admission.Admitted(Admission.Ticket ticket) -> {
        Acceptance result = attempts.tried(ticket, () -> accept(hash, password));
        switch (result) {
          case Acceptance.Unknown _, Acceptance.TooMany _ -> {}
          case Acceptance.Accepted _,
              Acceptance.Weak _,
              Acceptance.EmailTaken _,
              Acceptance.Suspended _ ->
              countsForNothing(ticket);
        }
        yield result;
      }
    };
  }

  private Acceptance accept(String hash, String password) {
    Optional<Invitation> found = findOpen(hash);
    if (found.isEmpty()) {
      return new Acceptance.Unknown();
    }
    Invitation invitation = found.get();
    TenantId id = invitation.tenant();
    Optional<Tenant> tenant = tenants.find(id).filter(Tenant::active);
    if (tenant.isEmpty()) {
      return new Acceptance.Suspended();
    }
    Optional<String> objection =
        PasswordRules.objection(
            password, List.of(invitation.email().value(), id.value(), tenant.get().name()));
    if (objection.isPresent()) {
      return new Acceptance.Weak(objection.get());
    }
    if (members.findByEmail(invitation.email()).isPresent()) { // it costs no hash again and again
      // Whoever was quicker with the same link has the e-mail and took the invitation with it.
      return findOpen(hash).isPresent() ? new Acceptance.EmailTaken() : new Acceptance.Unknown();
    }
    String passwordHash = hashes.hash(password);
    try {
      return changes.in(id, () -> become(invitation, passwordHash));
    } catch (EmailTakenException e) {
      return new Acceptance.EmailTaken();
    }
  }

  private Optional<Invitation> findOpen(String hash) {
    return invitations.findByHash(hash).filter(each -> each.open(clock.instant()));
  }

  /// @param invitation as it was before this transaction: by now it may be gone
  private Acceptance become(Invitation invitation, String passwordHash) {
    TenantId tenant = invitation.tenant();
    // Held before the invitation, as by whoever invites: otherwise two would wait for each other.
    if (tenants.findForChange(tenant).filter(Tenant::active).isEmpty()) {
      return new Acceptance.Suspended();
    }
    if (!invitations.remove(tenant, invitation.id())) {
      return new Acceptance.Unknown();
    }
    Instant now = clock.instant();
    Member member =
        Member.begin(OrderedIds.next(now), tenant, invitation.email(), invitation.role(), now);
    if (!members.add(tenant, new MemberCredentials(member, passwordHash))) {
      throw new EmailTakenException(); // the invitation stands
    }
    audit.record(
        tenant,
        member.id().toString(),
        "invitation.accepted",
        invitation.id().toString(),
        new AuditEntry.Change(invitation.state(), Map.of("member", member.id().toString())));
    audit.record(
        tenant,
        member.id().toString(),
        "member.created",
        member.id().toString(),
        AuditEntry.Change.made(member.state()));
    return new Acceptance.Accepted(member);
  }

  private InvitationResult withEmail(String text, Function<Email, InvitationResult> invite) {
    Optional<Email> email = Email.of(text);
    if (email.isEmpty()) {
      return new InvitationResult.Invalid("email", "is not an e-mail address");
    }
    return members.findByEmail(email.get()).isPresent()
        ? new InvitationResult.EmailTaken()
        : invite.apply(email.get());
  }

  private static InvitationResult refused(MemberResult.Refusal refusal) {
    return switch (refusal) {
      case MemberResult.Invalid(String field, String message) ->
          new InvitationResult.Invalid(field, message);
      case MemberResult.NotAllowed(String reason) -> new InvitationResult.NotAllowed(reason);
    };
  }

  /// False where it is gone already.
  private boolean remove(String actor, Invitation invitation) {
    boolean removed = invitations.remove(invitation.tenant(), invitation.id());
    if (removed) {
      audit.record(
          invitation.tenant(),
          actor,
          "invitation.revoked",
          invitation.id().toString(),
          AuditEntry.Change.ended(invitation.state()));
    }
    return removed;
  }

  /// What the secret was right for has happened, whether or not it can be noted.
  private void countsForNothing(Admission.Ticket ticket) {
    try {
      attempts.withdraw(ticket);
    } catch (StoreUnavailableException down) {
      LOG.warn("a right invitation still counts as a wrong one: {}", down.getMessage());
    }
  }

  /// Leaves a transaction, so that it is undone.
  private static final class EmailTakenException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    EmailTakenException() {
      super("the e-mail is taken", null, false, false);
    }
  }
}
