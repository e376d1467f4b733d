package io.waymark.ingest.event;

import io.waymark.ingest.upload.Claim;
import io.waymark.ingest.upload.UploadClaims;
import io.waymark.tenancy.TenantId;
import java.util.HashMap;
import java.util.Map;

/// Which of the claims that one `append` meets have lapsed. Each is asked for once, and one after
/// the other: to learn it may mean to settle the upload, which looks like work to whoever asks
/// meanwhile, and an event whose claim was thought to be at work would be told of as known though
/// nobody stores it.
final class LapsedClaims {
  private final UploadClaims claims;
  private final TenantId tenant;
  private final Map<Claim, Boolean> asked = new HashMap<>();

  LapsedClaims(UploadClaims claims, TenantId tenant) {
    this.claims = claims;
    this.tenant = tenant;
  }

  synchronized boolean has(Claim claim) {
    return asked.computeIfAbsent(
        claim, each -> claims.standing(tenant, each.upload()) == UploadClaims.Standing.LAPSED);
  }
}
