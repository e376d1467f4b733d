package io.waymark.auth.deletions;

import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.AuditEntry;
import io.waymark.auth.audit.AuditNotes;
import io.waymark.auth.audit.FailedLogIns;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.auth.keys.ApiKeys;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.outbox.Outbox;
import io.waymark.auth.outbox.PendingEffectException;
import io.waymark.auth.outbox.Projection;
import io.waymark.auth.tenants.TenantStatus;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes tenants, in steps of which each can be made again:
///
/// 1. It is noted for the operators that the deletion was asked for.
/// 2. In one transaction the tenant ends, and with it go members, sessions, keys and limits; its
///    standing on the hot path is that of an ended one from then on.
/// 3. The operators' audit log says so, with the digest of the tenant's own, which goes then.
/// 4. Usage goes, and everything in tables and buckets.
///
/// A call that breaks off between two of them, or within one, is made up for by the same call
/// again, or by the next sweep. What was on its way meanwhile (events in a stream, an upload being
/// read, a training) would be left: so all of 4 is done once more by a sweep, two days later.
@Singleton
public final class Deletions {
  /// Longer than a stream keeps a record and any function or training runs.
  static final Duration LOOKS_AGAIN_AFTER = Duration.ofDays(2);

  /// How long the hot path remembers that a key ended: longer than an instance caches it.
  static final Duration KEYS_REMEMBERED = Duration.ofDays(1);

  private static final String ENDED = "ended";
  private static final String USAGE = "usage_logs";
  private static final int USAGE_AT_ONCE = 10_000;
  private static final int AT_ONCE = 20;
  private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);

  private final DeletionStore deletions;
  private final TenantRowStore rows;
  private final StoredElsewhere elsewhere;
  private final ApiKeys keys;
  private final Outbox outbox;
  private final Changes changes;
  private final TenantTransactions transactions;
  private final Audit audit;
  private final FailedLogIns failures;
  private final AuditNotes notes;
  private final Clock clock;

  Deletions(
      DeletionStore deletions,
      TenantRowStore rows,
      StoredElsewhere elsewhere,
      ApiKeys keys,
      Outbox outbox,
      Changes changes,
      TenantTransactions transactions,
      Audit audit,
      FailedLogIns failures,
      AuditNotes notes,
      Clock clock) {
    this.deletions = deletions;
    this.rows = rows;
    this.elsewhere = elsewhere;
    this.keys = keys;
    this.outbox = outbox;
    this.changes = changes;
    this.transactions = transactions;
    this.audit = audit;
    this.failures = failures;
    this.notes = notes;
    this.clock = clock;
  }

  /// Deletes a tenant, as far as `within` lets it; the same call goes on, and tells of one that is
  /// deleted what became of it.
  ///
  /// @throws PendingEffectException where the tenant has ended and the hot path does not know it
  ///   yet
  DeletionResult delete(String actor, TenantId tenant, Duration within) {
    if (tenant.equals(TenantId.PLATFORM)) {
      return new DeletionResult.Operators();
    }
    Optional<Deletion> known = deletions.find(tenant);
    if (known.isPresent() && known.get().completedAt().isPresent()) {
      return new DeletionResult.Deleted(known.get());
    }
    if (known.isEmpty()) {
      Optional<DeletionResult> refusal = refusal(tenant);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      deletions.add(tenant, Deletion.begin(tenant, now()), actor);
    }
    return goOn(actor, tenant, within);
  }

  /// As the database keeps it: a receipt is the same when it is read again.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Optional<DeletionResult> refusal(TenantId tenant) {
    return transactions
        .in(tenant, () -> rows.findForChange(tenant))
        .map(
            stands ->
                stands.status().equals(TenantStatus.ACTIVE.text())
                    ? Optional.<DeletionResult>of(new DeletionResult.NotSuspended())
                    : Optional.<DeletionResult>empty())
        .orElse(Optional.of(new DeletionResult.Unknown()));
  }

  /// Goes on with what waits for any tenant, for a sweep; begins with none after `within`.
  ///
  /// @return whether nothing is left to do for now
  public boolean sweep(Duration within) {
    Instant until = clock.instant().plus(within);
    boolean all = true;
    for (TenantId tenant : deletions.waiting(clock.instant().minus(LOOKS_AGAIN_AFTER), AT_ONCE)) {
      Duration left = Duration.between(clock.instant(), until);
      if (!left.isPositive()) {
        return false;
      }
      try {
        DeletionResult _ = goOn(AuditEntry.SYSTEM, tenant, left);
        all &= deletions.find(tenant).filter(each -> each.completedAt().isPresent()).isPresent();
      } catch (StoreUnavailableException | PendingEffectException e) {
        LOG.warn("the deletion of {} goes on with the next sweep", tenant, e);
        all = false; // and the others' need not wait for it
      }
    }
    return all;
  }

  private DeletionResult goOn(String actor, TenantId tenant, Duration within) {
    Instant until = clock.instant().plus(within);
    Optional<Deletion> begun = deletions.find(tenant);
    if (begun.isPresent() && begun.get().digest().isEmpty() && !settled(tenant, until)) {
      return new DeletionResult.Deleted(begun.get());
    }
    Optional<Map<String, Long>> ended =
        changes.inEffect(tenant, Optional::isPresent, () -> end(tenant));
    if (ended.isEmpty()) { // is active, or was between the question and the end
      return new DeletionResult.NotSuspended();
    }
    Deletion deletion = noted(actor, tenant).plus(ended.get());
    deletion = deletion.plus(Map.of("audit_log", rows.forgetAudit(tenant)));
    deletions.change(tenant, deletion);
    long lines;
    do {
      lines = rows.forgetUsage(tenant, USAGE_AT_ONCE);
      deletion = deletion.plus(Map.of(USAGE, lines));
    } while (lines == USAGE_AT_ONCE && clock.instant().isBefore(until));
    deletions.change(tenant, deletion);
    StoredElsewhere.Removed removed =
        elsewhere.remove(
            tenant,
            deletion.requestedAt().toString(),
            deletion.completedAt().isPresent() ? 2 : 1,
            Duration.between(clock.instant(), until));
    deletion = deletion.counting(removed.removed());
    if (removed.complete() && lines < USAGE_AT_ONCE) {
      deletion = deletion.lookedThrough(now());
    }
    deletions.change(tenant, deletion);
    return new DeletionResult.Deleted(deletion);
  }

  /// Brings what waits for the tenant's audit log there, so that the digest stands for it too.
  ///
  /// @return whether nothing is left that can be brought
  private boolean settled(TenantId tenant, Instant until) {
    failures.settle(tenant);
    while (!notes.settle(tenant)) {
      if (!clock.instant().isBefore(until)) {
        return false;
      }
    }
    return true;
  }

  /// In the tenant's transaction.
  ///
  /// @return how many rows went, by store; empty where the tenant is active, or the wish to delete
  ///   it was withdrawn
  private Optional<Map<String, Long>> end(TenantId tenant) {
    TenantRowStore.Stands stands =
        rows.findForChange(tenant)
            .orElseThrow(() -> new IllegalStateException("no tenant was ever " + tenant));
    if (stands.status().equals(TenantStatus.ACTIVE.text())) {
      deletions.withdraw(tenant);
      return Optional.empty();
    }
    if (stands.status().equals(ENDED)) {
      // A restore of the database may have removed the row meanwhile.
      outbox.add(tenant, Projection.ofEndedTenant(tenant.value(), stands.epoch()));
    } else {
      if (!deletions.stands(tenant)) {
        return Optional.empty();
      }
      Instant now = clock.instant();
      long epoch = stands.epoch() + 1;
      rows.end(tenant, epoch, now);
      keys.forget(tenant, now.plus(KEYS_REMEMBERED));
      outbox.add(tenant, Projection.ofEndedTenant(tenant.value(), epoch));
    }
    return Optional.of(rows.forget(tenant));
  }

  /// The deletion, once the operators' log has the digest of the tenant's.
  private Deletion noted(String actor, TenantId tenant) {
    AuditDigest digest = rows.auditDigest(tenant);
    return transactions.in(
        TenantId.PLATFORM,
        () -> {
          Deletion begun = deletions.find(tenant).orElseThrow();
          if (begun.digest().isPresent()) {
            return begun;
          }
          audit.record(
              TenantId.PLATFORM,
              actor,
              "tenant.deleted",
              tenant.value(),
              AuditEntry.Change.ended(
                  Map.of(
                      "audit_entries", Long.toString(digest.entries()),
                      "audit_hash", digest.hash())));
          Deletion noted = begun.with(digest);
          deletions.change(tenant, noted);
          return noted;
        });
  }
}
