package io.waymark.train.job;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Jobs of this process alone.
class InMemoryJobStore implements JobStore {
  private final Map<TenantId, NavigableMap<String, Job>> jobs = new HashMap<>();

  private NavigableMap<String, Job> of(TenantId tenant) {
    return jobs.computeIfAbsent(tenant, _ -> new TreeMap<>());
  }

  @Override
  public synchronized Optional<String> queue(TenantId tenant, Job job, Instant now) {
    Optional<String> other =
        of(tenant).values().stream()
            .filter(each -> each.name().equals(job.name()) && each.alive(now))
            .map(Job::id)
            .findFirst();
    if (other.isEmpty()) {
      of(tenant).put(job.id(), job);
    }
    return other;
  }

  @Override
  public synchronized Optional<Job> find(TenantId tenant, String jobId) {
    return Optional.ofNullable(of(tenant).get(jobId));
  }

  @Override
  public synchronized List<Job> newest(TenantId tenant, int count) {
    return of(tenant).descendingMap().values().stream().limit(count).toList();
  }

  @Override
  public synchronized boolean begin(TenantId tenant, Job job) {
    boolean queued =
        find(tenant, job.id()).filter(each -> each.state() == JobState.QUEUED).isPresent();
    if (queued) {
      of(tenant).put(job.id(), job);
    }
    return queued;
  }

  @Override
  public synchronized void update(TenantId tenant, Job job) {
    of(tenant).put(job.id(), job);
  }
}
