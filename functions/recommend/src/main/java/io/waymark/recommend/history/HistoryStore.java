package io.waymark.recommend.history;

import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.List;
import java.util.Set;

/// What users did. All methods throw [io.waymark.tenancy.StoreUnavailableException] where the store
/// does not answer.
public interface HistoryStore {
  /// How far a history reaches.
  int NEWEST = 100;

  /// The newest [#NEWEST] events of a user, newest first; empty for a user nobody has seen.
  List<PastEvent> newest(TenantId tenant, UserId user);

  /// Items the user met in one of these ways, remembered for good.
  Set<ItemId> seen(TenantId tenant, UserId user, Set<InteractionType> types);
}
