package io.waymark.ingest.event;

import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.TenantId;

/// Where accepted events go.
public interface InteractionStore {
  /// Writes the row and the marker of its id together, or neither where the marker is there
  /// already.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where nothing was written
  Appended append(TenantId tenant, HistoryRow row);

  /// What became of a row.
  enum Appended {
    WRITTEN,
    KNOWN
  }
}
