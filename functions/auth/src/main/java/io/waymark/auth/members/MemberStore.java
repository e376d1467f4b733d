package io.waymark.auth.members;

import io.waymark.auth.database.Page;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Keeps members.
public interface MemberStore {
  /// The member who logs in with `email`: the one look-up here that comes before the tenant is
  /// known.
  Optional<MemberCredentials> findByEmail(Email email);

  /// False where the e-mail is taken, at whatever tenant.
  boolean add(TenantId tenant, MemberCredentials member);

  Optional<MemberCredentials> find(TenantId tenant, UUID id);

  /// As [#find], and holds off every other change of the member until the transaction ends.
  Optional<MemberCredentials> findForChange(TenantId tenant, UUID id);

  List<Member> list(TenantId tenant, Page page);

  /// How many active members may administer the tenant; holds off changes of these until the
  /// transaction ends.
  long administrators(TenantId tenant);

  /// Replaces role and status.
  void change(TenantId tenant, Member member);

  /// Replaces the hash `verified`, which a password was checked against, by `passwordHash`; false
  /// where it has been replaced meanwhile.
  boolean changePassword(
      TenantId tenant, UUID id, String verified, String passwordHash, Instant at);

  void loggedIn(TenantId tenant, UUID id, Instant at);

  void remove(TenantId tenant, UUID id);
}
