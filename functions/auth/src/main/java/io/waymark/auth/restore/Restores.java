package io.waymark.auth.restore;

import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.AuditEntry;
import io.waymark.auth.audit.AuditStore;
import io.waymark.auth.database.Page;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.auth.invitations.InvitationStore;
import io.waymark.auth.keys.ApiKeys;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.outbox.JdbcOutboxNumbers;
import io.waymark.auth.outbox.ProjectedStore;
import io.waymark.auth.outbox.Projection;
import io.waymark.auth.outbox.Sweep;
import io.waymark.auth.sessions.RefreshTokenStore;
import io.waymark.auth.tenants.Standings;
import io.waymark.auth.tenants.Tenant;
import io.waymark.auth.tenants.TenantStatus;
import io.waymark.auth.tenants.TenantStore;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Brings the hot path in line with a database that was restored to an earlier time.
///
/// The table ACCESS was not restored: it knows what the time between, the lost time, changed, under
/// numbers of changes that the restored outbox would give again, and refuse as old. Each restore
/// therefore has a *fence*, a number beyond all that were ever given, and goes three ways:
///
/// 1. The outbox numbers changes beyond the fence.
/// 2. Each tenant, in one transaction: every session ends, and every invitation; the epoch becomes
///    the fence, so that no token from before holds; the hot path gets its standing and all its
///    keys anew. What the hot path knows as revoked or suspended is so from then on: a restore
///    gives nothing back that was taken away. A tenant whose epoch is not below the fence is done.
/// 3. All that the database knows has a number beyond the fence now. Rows of keys and tenants with
///    one below it are unknown to it, and are removed.
///
/// **The fence** is the microseconds of 1970 to the begin of the restore, or the last number given
/// if that is beyond. Numbers begin at 1 or at an earlier fence and rise by one, so that they would
/// catch up with the clock only at a million changes each second, for as long as the installation
/// stands. The third step looks all the same.
///
/// **Calls.** A restore is known by the time that the database was restored to: no backup of that
/// time can know of its own restore, so that one that is complete is complete in this very
/// database. The operators' audit log says how far it came, since it goes back with the database.
@Singleton
public final class Restores {
  private static final String BEGUN = "restore.begun";
  private static final String CONTINUED = "restore.continued";
  private static final String COMPLETED = "restore.completed";
  private static final String FENCE = "fence";
  private static final String NEXT = "next";

  private final TenantStore tenants;
  private final Standings standings;
  private final ApiKeys keys;
  private final RefreshTokenStore refreshTokens;
  private final InvitationStore invitations;
  private final ProjectedStore projected;
  private final JdbcOutboxNumbers numbers;
  private final Changes changes;
  private final Sweep sweep;
  private final TenantTransactions transactions;
  private final AuditStore entries;
  private final Audit audit;
  private final Clock clock;

  Restores(
      TenantStore tenants,
      Standings standings,
      ApiKeys keys,
      RefreshTokenStore refreshTokens,
      InvitationStore invitations,
      ProjectedStore projected,
      JdbcOutboxNumbers numbers,
      Changes changes,
      Sweep sweep,
      TenantTransactions transactions,
      AuditStore entries,
      Audit audit,
      Clock clock) {
    this.tenants = tenants;
    this.standings = standings;
    this.keys = keys;
    this.refreshTokens = refreshTokens;
    this.invitations = invitations;
    this.projected = projected;
    this.numbers = numbers;
    this.changes = changes;
    this.sweep = sweep;
    this.transactions = transactions;
    this.entries = entries;
    this.audit = audit;
    this.clock = clock;
  }

  /// Does what is left of the restore to `time`, for about as long as `within`, but at least a part
  /// of it. To be called again until it is complete.
  public Restored run(Instant time, Duration within) {
    Instant until = clock.instant().plus(within);
    Progress before = begun(time);
    if (before.complete()) {
      return Restored.nothing(true);
    }
    numbers.beyond(before.fence());
    Restored renewed = renewTenants(before.fence(), until);
    if (!renewed.complete() || !drained(until)) {
      return note(time, before, renewed.plus(Restored.nothing(false)));
    }
    return removeUnknown(time, before, renewed, until);
  }

  /// How far a restore came.
  ///
  /// @param next where the search for unknown rows goes on
  private record Progress(long fence, Optional<String> next, boolean complete) {
    static Progress of(AuditEntry entry) {
      Map<String, String> state = entry.change().after();
      return new Progress(
          Long.parseLong(state.getOrDefault(FENCE, "")),
          Optional.ofNullable(state.get(NEXT)),
          entry.action().equals(COMPLETED));
    }
  }

  private Progress begun(Instant time) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    long fence = Math.max(now, numbers.last() + 1); // asked outside: there is one connection
    return transactions.in(
        TenantId.PLATFORM,
        () -> {
          Optional<Tenant> _ = tenants.findForChange(TenantId.PLATFORM); // one call begins it
          return entries
              .newestOf(TenantId.PLATFORM, time.toString())
              .map(Progress::of)
              .orElseGet(() -> begin(time, fence));
        });
  }

  private Progress begin(Instant time, long fence) {
    audit.record(
        TenantId.PLATFORM,
        AuditEntry.SYSTEM,
        BEGUN,
        time.toString(),
        AuditEntry.Change.made(Map.of(FENCE, Long.toString(fence))));
    return new Progress(fence, Optional.empty(), false);
  }

  private Restored renewTenants(long fence, Instant until) {
    Restored renewed = Restored.nothing(true);
    Optional<String> after = Optional.empty();
    do {
      Page page = new Page(after, Page.MOST);
      List<Tenant> some = tenants.list(TenantId.PLATFORM, page);
      for (Tenant tenant : some) {
        if (tenant.epoch() < fence) {
          if (renewed.tenants() > 0 && clock.instant().isAfter(until)) {
            return renewed.plus(Restored.nothing(false));
          }
          renewed = renewed.plus(changes.in(tenant.id(), () -> renew(tenant.id(), fence)));
        }
      }
      after = page.next(some, tenant -> tenant.id().value());
    } while (after.isPresent());
    return renewed;
  }

  private Restored renew(TenantId id, long fence) {
    Optional<Tenant> found = tenants.findForChange(id);
    if (found.isEmpty() || found.get().epoch() >= fence) {
      return Restored.nothing(true); // another call was faster
    }
    Tenant before = found.get();
    boolean suspended =
        before.active()
            && !id.equals(TenantId.PLATFORM)
            && projected.ended(id, Projection.TENANT + id);
    Instant now = clock.instant();
    Tenant after =
        before.restored(fence, suspended ? TenantStatus.SUSPENDED : before.status(), now);
    tenants.change(id, after);
    standings.project(id, after);
    int sessions = refreshTokens.endAll(id, now);
    int revoked = invitations.removeAll(id); // which of them were used since, nobody knows
    ApiKeys.Renewed renewed = keys.renew(id, key -> projected.ended(id, key));
    audit.record(
        id,
        AuditEntry.SYSTEM,
        "tenant.restored",
        id.value(),
        new AuditEntry.Change(
            Map.of("epoch", Long.toString(before.epoch()), "status", before.status().text()),
            Map.of(
                "epoch", Long.toString(fence),
                "status", after.status().text(),
                "sessions_ended", Integer.toString(sessions),
                "invitations_revoked", Integer.toString(revoked),
                "keys_revoked", Integer.toString(renewed.revoked()))));
    return new Restored(
        1, renewed.keys(), sessions, renewed.revoked() + (suspended ? 1 : 0), 0, true);
  }

  /// Whether everything that waited for the hot path is there.
  private boolean drained(Instant until) {
    Sweep.Swept swept;
    do {
      swept = sweep.run(Duration.between(clock.instant(), until));
    } while (!swept.complete() && swept.written() > 0 && !clock.instant().isAfter(until));
    return swept.complete();
  }

  private Restored removeUnknown(Instant time, Progress before, Restored renewed, Instant until) {
    int removed = 0;
    Optional<String> next = before.next();
    do {
      ProjectedStore.Part part = projected.part(next);
      long last = numbers.last();
      for (ProjectedStore.Row row : part.rows()) {
        if (row.change() > last) {
          throw new IllegalStateException(
              row.key()
                  + " has change "
                  + row.change()
                  + ", which this outbox never gave: the clock was wrong; once it is right, call"
                  + " again with a time a second later");
        }
        if (row.change() < before.fence()) {
          projected.remove(row.key(), before.fence());
          removed++;
        }
      }
      next = part.next();
    } while (next.isPresent() && !clock.instant().isAfter(until));
    return note(
        time,
        new Progress(before.fence(), next, next.isEmpty()),
        renewed.plus(new Restored(0, 0, 0, 0, removed, next.isEmpty())));
  }

  private Restored note(Instant time, Progress progress, Restored done) {
    Map<String, String> state = new TreeMap<>();
    state.put(FENCE, Long.toString(progress.fence()));
    progress.next().ifPresent(next -> state.put(NEXT, next));
    state.put("tenants", Integer.toString(done.tenants()));
    state.put("keys", Integer.toString(done.keys()));
    state.put("sessions_ended", Integer.toString(done.sessions()));
    state.put("taken_away", Integer.toString(done.takenAway()));
    state.put("removed", Integer.toString(done.removed()));
    transactions.in(
        TenantId.PLATFORM,
        () -> {
          audit.record(
              TenantId.PLATFORM,
              AuditEntry.SYSTEM,
              done.complete() ? COMPLETED : CONTINUED,
              time.toString(),
              AuditEntry.Change.made(state));
          return done;
        });
    return done;
  }
}
