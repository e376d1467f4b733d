package io.waymark.recommend.lists;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The users of a tenant who did anything and were not erased. All methods see every change that
/// came before, and throw [io.waymark.tenancy.StoreUnavailableException] where the store does not
/// answer.
public interface UserStore {
  /// Users of a shard, in order.
  ///
  /// @param after whom they come; empty for the first
  List<UserId> page(TenantId tenant, int shard, Optional<UserId> after, int most);

  /// Everyone of a shard up to `last`.
  ///
  /// @param after whom they come; empty for the first
  Set<UserId> upTo(TenantId tenant, int shard, Optional<UserId> after, UserId last);
}
