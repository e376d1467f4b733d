package io.waymark.ingest.erasure;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.Set;

/// The erased users of a tenant at one moment.
public final class ErasedUsers {
  /// Stands in the place of a digest where the tenant itself was deleted; no digest is like it.
  static final String EVERYBODY = "tenant";

  private final TenantId tenant;
  private final UserDigests digests;
  private final Set<String> erased;

  ErasedUsers(TenantId tenant, UserDigests digests, Set<String> erased) {
    this.tenant = tenant;
    this.digests = digests;
    this.erased = Set.copyOf(erased);
  }

  /// Costs a hash where anybody was erased, and nothing else.
  public boolean contains(UserId user) {
    return !erased.isEmpty()
        && (erased.contains(EVERYBODY) || erased.contains(digests.of(tenant, user)));
  }

  public boolean isEmpty() {
    return erased.isEmpty();
  }
}
