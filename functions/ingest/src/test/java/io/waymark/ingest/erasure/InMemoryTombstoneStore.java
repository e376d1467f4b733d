package io.waymark.ingest.erasure;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.testing.LocalAws;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Remembers who was erased in this process.
public final class InMemoryTombstoneStore implements TombstoneStore {
  private final UserDigests digests = new UserDigests(LocalAws.INSTALLATION);
  private final Map<TenantId, Map<String, Instant>> tombstones = new HashMap<>();
  private final Map<String, Traces.Position> positions = new HashMap<>();

  @Override
  public synchronized Traces.Position put(TenantId tenant, UserId user, Instant until) {
    String digest = digests.of(tenant, user);
    Instant before = tombstones.computeIfAbsent(tenant, _ -> new HashMap<>()).put(digest, until);
    return before == null || before.isBefore(until.minus(CONTINUED_WITHIN))
        ? Traces.Position.BEGIN
        : positions.getOrDefault(digest, Traces.Position.BEGIN);
  }

  @Override
  public synchronized void searched(TenantId tenant, UserId user, Traces.Position position) {
    positions.put(digests.of(tenant, user), position);
  }

  @Override
  public synchronized Set<UserId> erased(TenantId tenant, Set<UserId> users) {
    Set<UserId> erased = new HashSet<>(users);
    ErasedUsers all = all(tenant);
    erased.removeIf(user -> !all.contains(user));
    return erased;
  }

  @Override
  public synchronized ErasedUsers all(TenantId tenant) {
    return new ErasedUsers(tenant, digests, tombstones.getOrDefault(tenant, Map.of()).keySet());
  }
}
