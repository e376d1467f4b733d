package io.waymark.train.job;

import io.waymark.tenancy.TenantId;

/// Has a stored job run, elsewhere and later.
public interface JobStarter {
  void start(TenantId tenant, String jobId);
}
