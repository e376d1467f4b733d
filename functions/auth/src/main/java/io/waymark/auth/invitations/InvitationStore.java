package io.waymark.auth.invitations;

import io.waymark.auth.database.Page;
import io.waymark.auth.members.Email;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Keeps invitations until they are accepted, revoked or replaced; those that expired, for a while.
public interface InvitationStore {
  /// The invitation whose link has the secret of this hash: the one look-up here that comes before
  /// the tenant is known.
  Optional<Invitation> findByHash(String hash);

  /// Adds one, of which there is none for the e-mail at this tenant.
  void add(TenantId tenant, Invitation invitation);

  Optional<Invitation> find(TenantId tenant, UUID id);

  Optional<Invitation> findByEmail(TenantId tenant, Email email);

  /// Those that have not expired at `now`.
  List<Invitation> list(TenantId tenant, Instant now, Page page);

  /// False where there is none: of those who remove one at the same time, it is true for one alone.
  boolean remove(TenantId tenant, UUID id);

  /// Forgets those that expired before `at`.
  void removeExpired(TenantId tenant, Instant at);

  /// Forgets all; says how many there were.
  int removeAll(TenantId tenant);
}
