package io.waymark.ingest.stream;

import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.Optional;

/// The dead letters that are kept of each tenant, for someone to look into. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface KeptLetterStore {
  /// The letters behind `after`, in the order of their ids: of a shard, that of its records.
  List<KeptLetter> list(TenantId tenant, Optional<LetterId> after, int most);

  Optional<KeptLetter> find(TenantId tenant, LetterId id);

  /// Removes it; once more changes nothing.
  void remove(TenantId tenant, LetterId id);
}
