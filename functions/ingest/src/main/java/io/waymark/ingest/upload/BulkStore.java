package io.waymark.ingest.upload;

import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the rows of a file are kept for recommendations, many at a time. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer; what they were
/// asked may then be asked again.
public interface BulkStore {
  /// Takes event ids for `mine`, as far as no other has them. An earlier attempt of the same upload
  /// is no other.
  ///
  /// @param ids that differ
  /// @param lapsed of ids, who may lose them: taken over only where the claim is still that one
  /// @return the ids that another has, each with its claim, or without one where no upload has it
  Map<EventId, Optional<Claim>> claim(
      TenantId tenant, Claim mine, Collection<EventId> ids, Map<EventId, Claim> lapsed);

  /// Writes rows, replacing those with the same time and id.
  void put(TenantId tenant, List<HistoryRow> rows);

  /// Remembers for good.
  void remember(TenantId tenant, Collection<Remembered> remembered);
}
