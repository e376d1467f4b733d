package io.waymark.auth.audit;

import java.time.Instant;
import java.util.Map;

/// Something that was done.
///
/// @param action what, like `member.created`
/// @param target to what, mostly an id
public record AuditEntry(Instant at, Who who, String action, String target, Change change) {
  /// The actor, and the source, where nobody asked: migrations.
  public static final String SYSTEM = "system";

  /// Who did it.
  ///
  /// @param actor a member's or key's id, or [#SYSTEM]
  /// @param source the address that it was asked from, or [#SYSTEM]
  public record Who(String actor, String source) {}

  /// What was changed, as it was and as it is: never a secret, nor whom it is about but by id.
  ///
  /// @param before empty where there was nothing
  /// @param after empty where there is nothing any more
  public record Change(Map<String, String> before, Map<String, String> after) {
    /// Of what has no state to tell of.
    public static final Change NONE = new Change(Map.of(), Map.of());

    public Change {
      before = Map.copyOf(before);
      after = Map.copyOf(after);
    }

    public static Change made(Map<String, String> after) {
      return new Change(Map.of(), after);
    }

    public static Change ended(Map<String, String> before) {
      return new Change(before, Map.of());
    }
  }

  /// An entry with its place in the log.
  ///
  /// @param id rises with the time when it came into the log
  public record Numbered(long id, AuditEntry entry) {}
}
