package io.waymark.train.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.ModelName;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every store of jobs does.
abstract class JobStoreContract {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private final JobStore store = store();
  private final TenantId tenant = new TenantId("jobs-" + UUID.randomUUID());

  abstract JobStore store();

  private static Job job(String id, String name) {
    return new Job(id, new ModelName(name), "auto", JobState.QUEUED, Job.Status.NEW, NOW, NOW);
  }

  @Test
  void keepsAllOfAJob() {
    Job job = job("20260102T030405Z-000001", "default");
    assertThat(store.queue(tenant, job, NOW)).isEmpty();
    assertThat(store.find(tenant, job.id())).contains(job);
    Job running = job.with(JobState.RUNNING, job.status().at("search", 0.5), NOW.plusSeconds(1));
    assertThat(store.begin(tenant, running)).isTrue();
    Job done =
        running.with(
            JobState.DONE,
            running
                .status()
                .read(new AcceptedData(7, NOW))
                .measured(
                    new TreeMap<>(Map.of("ndcg@20", 0.25)), new TreeMap<>(Map.of("ndcg@20", 0.125)))
                .published("20260102T030406Z-00000a"),
            NOW.plusSeconds(2));
    store.update(tenant, done);
    assertThat(store.find(tenant, job.id())).contains(done);
  }

  @Test
  void findsNoJobByWhatIsNoId() {
    assertThat(store.queue(tenant, job("20260102T030405Z-000001", "default"), NOW)).isEmpty();
    for (String id : List.of("", "lock#default", "1".repeat(1025), "20260102T030405Z-00000é")) {
      assertThat(store.find(tenant, id)).as(id).isEmpty();
    }
  }

  /// T2, T5: the lock of a name is held while its job lives, and no longer.
  @Test
  void letsOneJobPerNameLive() {
    Job first = job("20260102T030405Z-000001", "default");
    assertThat(store.queue(tenant, first, NOW)).isEmpty();
    Job second = job("20260102T030405Z-000002", "default");
    assertThat(store.queue(tenant, second, NOW)).contains(first.id());
    assertThat(store.find(tenant, second.id())).isEmpty();
    assertThat(store.queue(tenant, job("20260102T030405Z-000003", "other"), NOW)).isEmpty();

    Instant later = NOW.plus(Job.QUEUE);
    assertThat(store.queue(tenant, second, later)).isEmpty();
    store.update(tenant, second.with(JobState.FAILED, second.status().failed("no"), later));
    assertThat(store.queue(tenant, job("20260102T030405Z-000004", "default"), later)).isEmpty();
  }

  /// T6: of two deliveries one begins.
  @Test
  void beginsAJobOnce() {
    Job job = job("20260102T030405Z-000001", "default");
    assertThat(store.queue(tenant, job, NOW)).isEmpty();
    Job running = job.with(JobState.RUNNING, job.status(), NOW);
    assertThat(store.begin(tenant, running)).isTrue();
    assertThat(store.begin(tenant, running)).isFalse();
    assertThat(store.begin(tenant, job("20260102T030405Z-00000f", "default"))).isFalse();
  }

  /// T7: nothing of one tenant is seen by another.
  @Test
  void keepsTenantsApart() {
    TenantId other = new TenantId("jobs-" + UUID.randomUUID());
    Job job = job("20260102T030405Z-000001", "default");
    assertThat(store.queue(tenant, job, NOW)).isEmpty();
    assertThat(store.find(other, job.id())).isEmpty();
    assertThat(store.newest(other, 10)).isEmpty();
    assertThat(store.queue(other, job, NOW)).isEqualTo(Optional.empty());
  }

  @Test
  void listsTheNewestFirst() {
    for (int at = 1; at <= 4; at++) {
      assertThat(store.queue(tenant, job("20260102T030405Z-00000" + at, "m" + at), NOW)).isEmpty();
    }
    assertThat(store.newest(tenant, 3))
        .extracting(Job::id)
        .containsExactly(
            "20260102T030405Z-000004", "20260102T030405Z-000003", "20260102T030405Z-000002");
    assertThat(store.find(tenant, "lock#m1")).isEmpty();
    assertThat(store.find(tenant, "")).isEmpty();
  }
}
