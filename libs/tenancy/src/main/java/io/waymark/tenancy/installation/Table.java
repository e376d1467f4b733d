package io.waymark.tenancy.installation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The DynamoDB tables. All are keyed by the strings `pk` and, where [#sorted()], `sk`; rows that
/// expire carry the epoch second `expires_at`, the TTL attribute of every table.
public enum Table {
  /// One row per event of a user: `tenant#user`, `time#eventId`. Its stream of new images feeds the
  /// archiver.
  HISTORIES(true, true),
  /// `tenant#user`, `type#itemId`: interactions remembered for good, beyond the newest of a
  /// history.
  SEEN(true, false),
  /// `tenant#eventId`: the event was accepted; written in one transaction with its effect, and
  /// flagged in one with what it counts for (ADR 0029).
  MARKERS(false, false),
  /// `tenant#shard`, user: the random key under which a user stands in training data; so a tenant's
  /// users can be listed.
  USERS(true, false),
  /// `tenant`, digest of a user: the user was erased, and what comes late is refused; `tenant`,
  /// `tenant`: the same of all of a tenant that was deleted, and how far its removal is.
  ERASURES(true, false),
  /// `tenant#shard`, sequence: catalogue changes since the snapshot; `tenant`, `snapshot`: its
  /// place.
  CATALOGUE(true, false),
  /// `tenant#name`, `version#…` or `alias#…`: the model registry; `tenant`, `experiment`: which of
  /// them are compared; `tenant#experiments#begun`, number: which ever were;
  /// `tenant#metrics#outcomes`, day, placement, arm and one of a few: what became of their lists.
  MODELS(true, false),
  /// `tenant`, upload id: what became of each upload; `tenant#settings`, `quality`: thresholds;
  /// `tenant#audit`, time and id: what the audit log is to be told (ADR 0020).
  UPLOADS(true, false),
  /// `tenant`, job id: training jobs.
  JOBS(true, false),
  /// Projections of PostgreSQL for the hot path, `key#prefix`, `tenant#id`, `session#id`, written
  /// by `auth` alone, as is `login#hash`: log-ins that failed; and
  /// `limit#tenant#name#seconds#begin`: what is leased of a rate limit's window.
  ACCESS(false, false),
  /// `tenant#request`: answers kept, sealed, for repeats of an `Idempotency-Key`; a request is a
  /// hash of caller, route and key.
  IDEMPOTENCY(false, false),
  /// Function name: when it last ran and what it saw; `collect#tenant`: which run makes files of
  /// the tenant's days, and until when.
  HEARTBEATS(false, false);

  public static final String PARTITION_KEY = "pk";
  public static final String SORT_KEY = "sk";
  public static final String EXPIRES_AT = "expires_at";

  private final boolean sorted;
  private final boolean streamed;

  Table(boolean sorted, boolean streamed) {
    this.sorted = sorted;
    this.streamed = streamed;
  }

  /// Those whose rows each belong to a tenant, which their keys name first.
  public static Set<Table> ofTenants() {
    return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(ACCESS, HEARTBEATS)));
  }

  /// The last part of the table's name, like `histories`.
  public String purpose() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean sorted() {
    return sorted;
  }

  /// Whether new images go to a DynamoDB stream.
  public boolean streamed() {
    return streamed;
  }
}
