package io.waymark.auth.outbox;

import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.Optional;

/// What the hot path has of keys and tenants: read and tidied after a restore, by nobody else.
public interface ProjectedStore {
  /// Whether a row stands there under `key` and is not active.
  boolean ended(TenantId tenant, String key);

  /// A part of the rows of keys and tenants, whosever they are, in no order.
  ///
  /// @param after where the part before ended; empty for the first
  Part part(Optional<String> after);

  /// Removes the row of `key`, unless a change from `fence` on has written it.
  void remove(String key, long fence);

  /// Rows, and where the next part begins; empty after the last.
  record Part(List<Row> rows, Optional<String> next) {
    public Part {
      rows = List.copyOf(rows);
    }
  }

  /// A row of a key or tenant.
  ///
  /// @param change the number of the change that wrote it
  record Row(String key, long change) {}
}
