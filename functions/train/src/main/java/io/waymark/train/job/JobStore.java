package io.waymark.train.job;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Training jobs. At most one per tenant and model name is alive: it holds the name's lock until it
/// ends or falls silent.
public interface JobStore {
  /// Stores a queued job that takes the lock of its name.
  ///
  /// @return the job that holds the lock, where one that is alive at `now` does; else empty
  Optional<String> queue(TenantId tenant, Job job, Instant now);

  Optional<Job> find(TenantId tenant, String jobId);

  /// The newest jobs, newest first.
  List<Job> newest(TenantId tenant, int count);

  /// Makes a queued job a running one; false where it is not queued any more.
  boolean begin(TenantId tenant, Job job);

  /// Stores how a running job stands. Ending it frees the lock.
  void update(TenantId tenant, Job job);
}
