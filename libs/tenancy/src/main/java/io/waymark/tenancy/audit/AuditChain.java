package io.waymark.tenancy.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Verifies the audit log: of each tenant a chain of entries, of which each carries its place, the
/// hash of the one before and its own hash over all that it says.
///
/// The hashes are computed anew, by an expression that is not taken from the database. Whoever can
/// write every table can also write a whole new chain: against that, keep the heads that are told,
/// elsewhere.
public final class AuditChain {
  private static final String BEGIN = "0".repeat(64);

  private static final String ENTRIES =
      """
      SELECT id, tenant_id, place, previous_hash, hash,
        encode(sha256(convert_to(jsonb_build_array(
          previous_hash, place, id, tenant_id, (extract(epoch FROM at) * 1000000)::bigint,
          actor, source, action, target, before, detail)::text, 'UTF8')), 'hex') AS computed
      FROM public.audit_log
      ORDER BY tenant_id COLLATE "C", place NULLS FIRST, id""";

  private static final String HEADS =
      "SELECT tenant_id, place, hash FROM public.audit_heads ORDER BY tenant_id COLLATE \"C\"";

  private static final int ROWS_AT_ONCE = 1000;

  private final List<Head> heads = new ArrayList<>();
  private Head last = new Head("", 0, BEGIN);

  private AuditChain() {}

  /// What a verification found.
  public sealed interface Verified {
    /// Every entry stands as it was written.
    ///
    /// @param heads of each tenant with entries
    record Whole(List<Head> heads) implements Verified {
      public Whole {
        heads = List.copyOf(heads);
      }
    }

    /// The first entry that does not, by tenant and place.
    ///
    /// @param entry its place, where it has one, and its id, or where it should be
    record Broken(String tenant, String entry, String reason) implements Verified {}
  }

  /// The newest entry of a tenant.
  public record Head(String tenant, long place, String hash) {}

  /// Reads the whole log, of every tenant at one moment.
  ///
  /// @param connection whose user may take on the role `waymark_auditor`; its transaction is ended
  public static Verified verify(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement begin = connection.createStatement()) {
      begin.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      begin.execute("SET LOCAL ROLE waymark_auditor");
      begin.execute("SET LOCAL search_path = pg_catalog");
      return new AuditChain().read(connection);
    } finally {
      connection.rollback();
    }
  }

  private Verified read(Connection connection) throws SQLException {
    try (PreparedStatement entries = connection.prepareStatement(ENTRIES)) {
      entries.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet entry = entries.executeQuery()) {
        while (entry.next()) {
          Optional<Verified> broken = next(entry);
          if (broken.isPresent()) {
            return broken.get();
          }
        }
      }
    }
    if (last.place() > 0) {
      heads.add(last);
    }
    return compare(connection);
  }

  private Optional<Verified> next(ResultSet entry) throws SQLException {
    String tenant = entry.getString("tenant_id");
    if (!tenant.equals(last.tenant())) {
      if (last.place() > 0) {
        heads.add(last);
      }
      last = new Head(tenant, 0, BEGIN);
    }
    long place = entry.getLong("place");
    boolean outside = entry.wasNull();
    String id = "id " + entry.getLong("id");
    String name = outside ? id : "entry " + place + " (" + id + ")";
    if (outside) {
      return broken(tenant, name, "was added past the chain");
    }
    if (place != last.place() + 1) {
      return broken(tenant, "entry " + (last.place() + 1), "was removed");
    }
    @Nullable String hash = entry.getString("hash");
    if (!entry.getString("computed").equals(hash)) {
      return broken(tenant, name, "was changed, or is another's: its hash is not of what it says");
    }
    if (!last.hash().equals(entry.getString("previous_hash"))) {
      return broken(tenant, name, "does not follow the one before: that or this was replaced");
    }
    last = new Head(tenant, place, hash);
    return Optional.empty();
  }

  /// What was cut off at the end leaves its head behind.
  private Verified compare(Connection connection) throws SQLException {
    List<Head> stored = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet head = statement.executeQuery(HEADS)) {
      while (head.next()) {
        stored.add(new Head(head.getString(1), head.getLong(2), head.getString(3)));
      }
    }
    for (Head head : stored) {
      Head found =
          heads.stream()
              .filter(each -> each.tenant().equals(head.tenant()))
              .findFirst()
              .orElse(new Head(head.tenant(), 0, BEGIN));
      if (!found.equals(head)) {
        return found.place() < head.place()
            ? new Verified.Broken(head.tenant(), "entry " + (found.place() + 1), "was removed")
            : new Verified.Broken(
                head.tenant(), "entry " + found.place(), "is not the newest that was written");
      }
    }
    for (Head found : heads) {
      if (stored.stream().noneMatch(each -> each.tenant().equals(found.tenant()))) {
        return new Verified.Broken(found.tenant(), "entry 1", "was added past the chain");
      }
    }
    return new Verified.Whole(heads);
  }

  private static Optional<Verified> broken(String tenant, String entry, String reason) {
    return Optional.of(new Verified.Broken(tenant, entry, reason));
  }
}
