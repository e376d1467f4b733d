package io.waymark.ingest.erasure;

import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.erasure.Receipt.InStore;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Kept;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Removes users, and keeps them away.
///
/// Whoever stores something for a user calls [#sweep] before and after. So an erasure in between is
/// missed by nobody: the writer either sees its tombstone, or wrote before there was one, and the
/// erasure finds what was written. A writer that dies between the two has told nobody that it
/// stored anything; when it is sent again, it is refused, and that removes what is left.
@Singleton
public final class Erasures {
  /// All rows of a user lie in one partition, which takes about 1,000 deletions a second, and API
  /// Gateway waits 29 s.
  static final int MOST_ROWS = 10_000;

  private final TombstoneStore tombstones;
  private final UserDataStore data;
  private final BatchLists lists;
  private final Traces traces;
  private final IngestConfig config;
  private final Clock clock;

  public Erasures(
      TombstoneStore tombstones,
      UserDataStore data,
      BatchLists lists,
      Traces traces,
      IngestConfig config,
      Clock clock) {
    this.lists = lists;
    this.traces = traces;
    this.tombstones = tombstones;
    this.data = data;
    this.config = config;
    this.clock = clock;
  }

  /// Removes everything that names `user`, as far as one call may, and refuses what comes of the
  /// user from now on. Asked again it goes on, or finds nothing left.
  public Receipt erase(TenantId tenant, UserId user) {
    Instant requested = clock.instant();
    Instant blocked = requested.plus(config.tombstonesKept());
    Traces.Position from = tombstones.put(tenant, user, blocked);
    Removed removed = data.remove(tenant, user, MOST_ROWS);
    long parts = lists.remove(tenant, user);
    Traces.Searched searched =
        removed.complete() ? search(tenant, user, from) : new Traces.Searched(0, from, false);
    Instant done = clock.instant();
    Optional<Instant> rowsDone = removed.complete() ? Optional.of(done) : Optional.empty();
    return new Receipt(
        user,
        requested,
        blocked,
        searched.ended(),
        List.of(
            InStore.removed("histories", removed.histories(), rowsDone),
            InStore.removed("seen", removed.seen(), rowsDone),
            InStore.removed("users", removed.keys(), Optional.of(done)),
            InStore.unlinked("training_data", done),
            InStore.unlinked("user_vectors", done),
            InStore.agesOut("markers", removed.markers(), done.plus(config.markersKept())),
            InStore.agesOut("lists", parts, done.plus(Kept.OLD_OBJECTS.time())),
            InStore.agesOut(
                "uploads",
                searched.removed(),
                done.plus(searched.all() ? Duration.ZERO : Kept.UPLOADS.time())
                    .plus(Kept.OLD_OBJECTS.time())),
            InStore.agesOut(
                "dead_letters",
                0,
                done.plus(Kept.DEAD_LETTERS.time()).plus(Kept.OLD_OBJECTS.time())),
            InStore.agesOut("streams", 0, done.plus(Kept.STREAMED.time())),
            InStore.agesOut("backups", 0, done.plus(Kept.BACKUPS.time())),
            InStore.agesOut("traces", 0, done.plus(Kept.TRACES.time()))));
  }

  private Traces.Searched search(TenantId tenant, UserId user, Traces.Position from) {
    Traces.Searched searched = traces.remove(tenant, user, from);
    Traces.Position next = searched.ended() ? Traces.Position.BEGIN : searched.reached();
    if (!next.equals(from)) {
      tombstones.searched(tenant, user, next);
    }
    return searched;
  }

  /// Removes what stands there of those of `users` who were erased.
  ///
  /// @return who that is
  public Set<UserId> sweep(TenantId tenant, Set<UserId> users) {
    Set<UserId> erased = tombstones.erased(tenant, users);
    erased.forEach(user -> data.remove(tenant, user, MOST_ROWS));
    return erased;
  }

  /// Who was erased so far.
  public ErasedUsers soFar(TenantId tenant) {
    return tombstones.all(tenant);
  }
}
