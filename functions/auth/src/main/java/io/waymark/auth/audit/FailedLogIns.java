package io.waymark.auth.audit;

import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts wrong passwords into the audit log, as one entry for each account and minute that says how
/// many there were: however often somebody guesses, the log grows by no more. An entry is written
/// when its minute is over, by whoever reads the log or by the next sweep.
@Singleton
public final class FailedLogIns {
  /// The account, at the tenant of the operators, of all e-mails that nobody has. To count them is
  /// nearly as much work as to count a member's.
  public static final String UNKNOWN = "unknown";

  /// Rows among which e-mails that nobody has are spread until a minute is over. In one row each
  /// would wait for the commits of all others: while many are tried, the time of an answer would
  /// tell an e-mail that nobody has from one that somebody has, whose row is its own.
  private static final int UNKNOWN_ROWS = 32;

  /// More accounts than a tenant's log-ins fail at in a minute, mostly.
  private static final int AT_ONCE = 200;

  private static final int TENANTS = 200;

  private static final Logger LOG = LoggerFactory.getLogger(FailedLogIns.class);

  private final FailedLogInStore failures;
  private final AuditStore entries;
  private final TenantTransactions transactions;
  private final Origin origin;
  private final Clock clock;

  FailedLogIns(
      FailedLogInStore failures,
      AuditStore entries,
      TenantTransactions transactions,
      Origin origin,
      Clock clock) {
    this.failures = failures;
    this.entries = entries;
    this.transactions = transactions;
    this.origin = origin;
    this.clock = clock;
  }

  /// A password for a member's account was wrong, or may not be used.
  public void count(TenantId tenant, String account) {
    failures.count(tenant, account, minute(), origin.current());
  }

  /// A password was tried for an e-mail that nobody has.
  public void countUnknown(String email) {
    count(TenantId.PLATFORM, unknown(email));
  }

  /// The row that counts it.
  static String unknown(String email) {
    return UNKNOWN + "-" + Math.floorMod(email.hashCode(), UNKNOWN_ROWS);
  }

  /// Writes what the minutes that are over came to.
  public void settle(TenantId tenant) {
    Instant now = clock.instant();
    transactions.in(
        tenant,
        () -> {
          List<FailedLogIn> ended = failures.take(tenant, minute(), AT_ONCE);
          together(ended).forEach(failed -> entries.add(tenant, entry(now, failed)));
          return ended.size();
        });
  }

  /// Those of e-mails that nobody has as one of each minute.
  private static Collection<FailedLogIn> together(List<FailedLogIn> ended) {
    Map<String, FailedLogIn> sums = new LinkedHashMap<>();
    for (FailedLogIn each : ended) {
      boolean unknown = each.account().startsWith(UNKNOWN);
      FailedLogIn named =
          unknown ? new FailedLogIn(UNKNOWN, each.minute(), each.failures(), each.source()) : each;
      sums.merge(
          named.account() + each.minute(),
          named,
          (one, other) ->
              new FailedLogIn(
                  one.account(), one.minute(), one.failures() + other.failures(), other.source()));
    }
    return sums.values();
  }

  /// The same for all tenants that have any, which is for a sweep.
  public void settleAll() {
    for (TenantId tenant : failures.tenantsWaiting(minute(), TENANTS)) {
      try {
        settle(tenant);
      } catch (RuntimeException e) { // the others' need not wait for it
        LOG.error("the failed log-ins of {} are not in its audit log yet", tenant, e);
      }
    }
  }

  private static AuditEntry entry(Instant now, FailedLogIn failed) {
    return new AuditEntry(
        now,
        new AuditEntry.Who(UNKNOWN, failed.source()),
        "session.refused",
        failed.account(),
        AuditEntry.Change.made(
            Map.of(
                "failures", Integer.toString(failed.failures()),
                "minute", failed.minute().toString())));
  }

  private Instant minute() {
    return clock.instant().truncatedTo(ChronoUnit.MINUTES);
  }
}
