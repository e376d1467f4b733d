package io.waymark.recommend.lists;

import io.waymark.model.ModelVersion;
import io.waymark.recommend.answers.PersonalList;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.Optional;

/// What the lists of tenants come from. All methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where it cannot be asked now.
public interface Ranking {
  /// The version that ranks; empty where the tenant has none.
  Optional<ModelVersion> active(TenantId tenant);

  /// Has `version` in memory, so that no other makes the first lists.
  void load(TenantId tenant, ModelVersion version);

  /// The list of a user; empty where nothing ranks now.
  Optional<PersonalList> forYou(TenantId tenant, UserId user, int count);
}
