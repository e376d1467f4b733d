package io.waymark.ingest.event;

import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.TenantId;
import java.util.List;

/// Where accepted events go.
public interface InteractionStore {
  /// Writes each row together with the marker of its id, or neither where the marker is there
  /// already. The rows are independent of each other; of those with one id the first counts.
  ///
  /// @return what became of each, in their order
  /// @throws io.waymark.tenancy.StoreUnavailableException where not all were written; of those that
  ///   were, the same call says so when it is made again
  List<Appended> append(TenantId tenant, List<HistoryRow> rows);

  /// What became of a row.
  enum Appended {
    WRITTEN,
    KNOWN
  }
}
