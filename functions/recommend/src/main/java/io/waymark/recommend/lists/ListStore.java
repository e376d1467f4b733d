package io.waymark.recommend.lists;

import io.waymark.model.lists.ListPart;
import io.waymark.model.lists.ListSpan;
import io.waymark.tenancy.TenantId;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/// The lists of tenants. All methods throw [io.waymark.tenancy.StoreUnavailableException] where the
/// store does not answer.
public interface ListStore {
  /// How far a tenant's lists are.
  ListsState state(TenantId tenant);

  void keep(TenantId tenant, ListsState state);

  /// Puts a part, replacing what stands there.
  void put(TenantId tenant, ListPart part, ListSpan span, byte[] content);

  /// Whose users a part has; empty where it is gone, as an erasure removes parts.
  Optional<ListSpan> span(TenantId tenant, ListPart part);

  /// Removes `first` and those of its run and shard with higher numbers.
  void removeFrom(TenantId tenant, ListPart first);

  /// Removes the parts of all runs but `kept`.
  void removeAllBut(TenantId tenant, Set<LocalDate> kept);
}
