package io.waymark.ingest.removal;

import io.waymark.tenancy.TenantId;
import java.util.Optional;

/// Keeps how far the removal of a tenant is, with the mark that the tenant was deleted, which keeps
/// away what comes late. All methods throw [io.waymark.tenancy.StoreUnavailableException] where the
/// store does not answer.
interface ProgressStore {
  Optional<Progress> find(TenantId tenant);

  /// Puts the mark, for good, and the progress with it.
  void put(TenantId tenant, Progress progress);
}
