package io.waymark.ingest.erasure;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;

/// What names users beside what was stored of them, and has to be searched for them.
public interface Traces {
  /// Removes what names `user`, as far as one call may search.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where a store did not answer
  Searched remove(TenantId tenant, UserId user);

  /// What a search came to.
  ///
  /// @param removed how many objects were removed, or rewritten without the user
  /// @param all whether nothing was left unsearched
  record Searched(long removed, boolean all) {}
}
