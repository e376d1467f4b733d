package io.waymark.ingest.stream;

import io.waymark.tenancy.TenantId;
import java.util.Optional;

/// The dead letters that are kept of each tenant, for someone to look into. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
public interface KeptLetterStore {
  /// What a page holds at most, but for its first letter: Lambda answers with 6 MB and no more.
  int MOST_BYTES = 4_000_000;

  /// The letters behind `after`, in the order of their ids: of a shard, that of its records; as
  /// many as a page holds.
  KeptLetters list(TenantId tenant, Optional<LetterId> after, int most);

  Optional<KeptLetter> find(TenantId tenant, LetterId id);

  /// Removes it; once more changes nothing.
  void remove(TenantId tenant, LetterId id);
}
