package io.waymark.ingest.erasure;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// Remembers who was erased, without their ids. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface TombstoneStore {
  /// How long after a call the next one goes on from where its search stopped. A later one begins
  /// anew: what came in the meantime was not looked at.
  Duration CONTINUED_WITHIN = Duration.ofHours(1);

  /// Marks `user` as erased at least until `until`.
  ///
  /// @return how far the search for what else names the user is
  Traces.Position put(TenantId tenant, UserId user, Instant until);

  /// Keeps how far that search is, with the mark that was put before.
  void searched(TenantId tenant, UserId user, Traces.Position position);

  /// Which of `users` are erased; sees every mark that was put before.
  Set<UserId> erased(TenantId tenant, Set<UserId> users);

  /// Everyone who is erased; sees every mark that was put before.
  ErasedUsers all(TenantId tenant);
}
