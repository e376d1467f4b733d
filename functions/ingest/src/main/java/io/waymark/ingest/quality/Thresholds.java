package io.waymark.ingest.quality;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;

/// Which thresholds judge what comes in: the installation's, but for those that the tenant set.
@Singleton
public final class Thresholds {
  private final QualityThresholds installation;
  private final ThresholdStore store;

  public Thresholds(QualityThresholds installation, ThresholdStore store) {
    this.installation = installation;
    this.store = store;
  }

  /// What holds for `tenant` now.
  public QualityThresholds of(TenantId tenant) {
    return installation.with(store.find(tenant));
  }

  OwnThresholds own(TenantId tenant) {
    return store.find(tenant);
  }

  /// What would hold with `own`.
  QualityThresholds with(OwnThresholds own) {
    return installation.with(own);
  }

  void set(TenantId tenant, OwnThresholds own, AuditNote note) {
    store.put(tenant, own, note);
  }
}
