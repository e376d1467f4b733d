package io.waymark.auth.audit;

import java.time.Instant;
import java.util.Map;

/// Something that was done.
///
/// @param actor the member's or key's id, or [#SYSTEM]
/// @param action what, as `<thing>.<done>`: `member.created`
/// @param target the id of what it was done to
/// @param detail what else to know; never a secret
public record AuditEntry(
    Instant at, String actor, String action, String target, Map<String, String> detail) {
  /// The actor where nobody asked: migrations.
  public static final String SYSTEM = "system";

  public AuditEntry {
    detail = Map.copyOf(detail);
  }

  /// An entry with its place in the log.
  ///
  /// @param id rises with time
  public record Numbered(long id, AuditEntry entry) {}
}
