package io.waymark.recommend.lists;

import io.waymark.model.lists.ListPart;
import io.waymark.tenancy.TenantId;
import java.time.LocalDate;

/// The lists of tenants. All methods throw [io.waymark.tenancy.StoreUnavailableException] where the
/// store does not answer.
public interface ListStore {
  /// Puts a part, replacing what stands there.
  void put(TenantId tenant, ListPart part, byte[] content);

  /// Removes `first` and those of its run and shard with higher numbers.
  void removeFrom(TenantId tenant, ListPart first);

  /// Removes the parts of all earlier runs.
  void removeBefore(TenantId tenant, LocalDate run);
}
