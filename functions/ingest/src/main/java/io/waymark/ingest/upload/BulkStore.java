package io.waymark.ingest.upload;

import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Where the rows of a file are kept for recommendations, many at a time. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer; what they were
/// asked may then be asked again.
public interface BulkStore {
  /// Takes event ids for `source`, as far as no other has them.
  ///
  /// @param ids that differ
  /// @return the ids that another source has
  Set<EventId> claim(TenantId tenant, UploadId source, List<EventId> ids);

  /// Writes rows, replacing those with the same time and id.
  void put(TenantId tenant, List<HistoryRow> rows);

  /// Remembers for good.
  void remember(TenantId tenant, Collection<Remembered> remembered);
}
