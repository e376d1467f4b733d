package io.waymark.train.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.model.registry.ActivationGate;
import io.waymark.model.registry.FolderPackageStore;
import io.waymark.model.registry.InMemoryModelRegistry;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.train.Accepted;
import io.waymark.training.FinishedRun;
import io.waymark.training.RunLog;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
  private static final TenantId TENANT = new TenantId("acme");

  @TempDir Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final JobStore store = new InMemoryJobStore();
  private final List<FinishedRun> logged = new ArrayList<>();
  private final List<Job> storedWhenLogged = new ArrayList<>();
  private String running = "";
  private boolean logIsBroken;
  private final List<String> files = new ArrayList<>();
  private Supplier<ModelRegistry> registries = InMemoryModelRegistry::new;
  private final Vectors vectors = new Vectors();
  private final Jobs jobs = new Jobs(store, (_, _) -> {}, clock);

  private Job queued() {
    return ((Started.Queued) jobs.start(TENANT, ModelName.DEFAULT, "auto")).job();
  }

  /// T5.
  @Test
  void showsAJobWhoseProcessFellSilentAsFailed() {
    Job job = queued();
    assertThat(store.begin(TENANT, job.with(JobState.RUNNING, job.status(), now.get()))).isTrue();
    now.updateAndGet(at -> at.plus(Job.SILENCE).minusMillis(1));
    assertThat(jobs.find(TENANT, job.id()).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    assertThat(jobs.start(TENANT, ModelName.DEFAULT, "auto"))
        .isEqualTo(new Started.AlreadyRunning(job.id()));
    now.updateAndGet(at -> at.plusMillis(1));
    Job seen = jobs.find(TENANT, job.id()).orElseThrow();
    assertThat(seen.state()).isEqualTo(JobState.FAILED);
    assertThat(seen.status().error())
        .hasValueSatisfying(text -> assertThat(text).contains("ended"));
    assertThat(jobs.start(TENANT, ModelName.DEFAULT, "auto")).isInstanceOf(Started.Queued.class);
  }

  /// T5: an invocation that never came.
  @Test
  void showsAJobThatWasNeverBegunAsFailed() {
    Job job = queued();
    now.updateAndGet(at -> at.plus(Job.QUEUE));
    assertThat(jobs.newest(TENANT).getFirst().state()).isEqualTo(JobState.FAILED);
    assertThat(jobs.find(TENANT, job.id()).orElseThrow().status().error())
        .hasValueSatisfying(text -> assertThat(text).contains("never begun"));
  }

  /// T4: a store that fails, and time that is over before training begins.
  @Test
  void endsWithTheReasonWhatTheSurroundingsCauseToFail() {
    Job first = queued();
    Job failed =
        run((_, _) -> {
              throw new StoreUnavailableException(
                  "bucket training-data", new IllegalStateException("down"));
            })
            .run(TENANT, first.id(), Duration.ofMinutes(5))
            .orElseThrow();
    assertThat(failed.state()).isEqualTo(JobState.FAILED);
    assertThat(failed.status().error())
        .hasValueSatisfying(text -> assertThat(text).contains("bucket training-data"));

    Job second = queued();
    Job hurried =
        run((_, to) -> {
              Path file = to.resolveSibling("x.parquet");
              Files.write(file, Accepted.one());
              return new InteractionStore.Downloaded(List.of(file), AcceptedData.NONE);
            })
            .run(TENANT, second.id(), Duration.ofSeconds(1))
            .orElseThrow();
    assertThat(hurried.status().error())
        .hasValueSatisfying(text -> assertThat(text).contains("no time"));
  }

  /// T5: where one process runs all jobs.
  @Test
  void endsAJobThatARestartCutOffNamingTheRestart() {
    Job job = queued();
    assertThat(store.begin(TENANT, job.with(JobState.RUNNING, job.status(), now.get()))).isTrue();
    Optional<Instant> restart = Optional.of(now.updateAndGet(at -> at.plusSeconds(2)));

    Job ended =
        run(JobsTest::nothing, restart).run(TENANT, job.id(), Duration.ofMinutes(5)).orElseThrow();

    assertThat(ended.state()).isEqualTo(JobState.FAILED);
    assertThat(jobs.find(TENANT, job.id())).contains(ended);
    assertThat(ended.status().error())
        .hasValueSatisfying(text -> assertThat(text).contains("restarted", "start it again"));
    assertThat(jobs.start(TENANT, ModelName.DEFAULT, "auto")).isInstanceOf(Started.Queued.class);
  }

  /// T6: another delivery while the job runs, here or in another process.
  @Test
  void leavesAJobAloneThatRuns() {
    Job job = queued();
    Job running = job.with(JobState.RUNNING, job.status(), now.get());
    assertThat(store.begin(TENANT, running)).isTrue();
    Optional<Instant> before = Optional.of(now.get());
    now.updateAndGet(at -> at.plusSeconds(2));

    assertThat(run(JobsTest::nothing, before).run(TENANT, job.id(), Duration.ofMinutes(5)))
        .isEmpty();
    assertThat(run(JobsTest::nothing).run(TENANT, job.id(), Duration.ofMinutes(5))).isEmpty();
    assertThat(store.find(TENANT, job.id())).contains(running);
  }

  /// T4: a stop of the service interrupts what runs.
  @Test
  void namesTheStopThatInterruptedAJob() {
    Job ended =
        run((_, _) -> {
              Thread.currentThread().interrupt();
              throw new ClosedByInterruptException();
            })
            .run(TENANT, queued().id(), Duration.ofMinutes(5))
            .orElseThrow();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(ended.state()).isEqualTo(JobState.FAILED);
    assertThat(ended.status().error())
        .hasValueSatisfying(text -> assertThat(text).contains("stopped, with the service"));
  }

  /// T13.
  @Test
  void logsWhatItPublishedHeldAndRefused() throws IOException {
    byte[] rows = Accepted.sameForAll();
    InteractionStore same =
        (_, to) -> {
          Path file = Files.write(to.resolveSibling("same.parquet"), rows);
          return new InteractionStore.Downloaded(List.of(file), AcceptedData.NONE);
        };
    Job refused = ended(same, "neighbours", ActivationGate.OPEN);
    assertThat(refused.state()).isEqualTo(JobState.REFUSED);
    FinishedRun first = logged.getLast();
    assertThat(first.owner()).contains(new FinishedRun.Owner(TENANT, ModelName.DEFAULT));
    assertThat(first.name()).isEqualTo(refused.id());
    assertThat(first.result())
        .isInstanceOfSatisfying(
            FinishedRun.Result.Refused.class,
            result -> assertThat(result.reason()).contains("did not beat popularity"));

    Job done = ended(same, "popularity", ActivationGate.OPEN);
    assertThat(done.state()).isEqualTo(JobState.DONE);
    assertThat(logged.getLast().name()).isEqualTo(done.status().modelVersion().orElseThrow());
    assertThat(logged.getLast().result())
        .isInstanceOfSatisfying(
            FinishedRun.Result.Published.class, result -> assertThat(result.held()).isEmpty());
    assertThat(files).contains("manifest.json", "model.onnx", "items.jsonl.gz");

    Job held = ended(same, "popularity", (_, _, _) -> Optional.of("it is Friday"));
    assertThat(held.state()).isEqualTo(JobState.REFUSED);
    assertThat(logged.getLast().result())
        .isInstanceOfSatisfying(
            FinishedRun.Result.Published.class,
            result -> assertThat(result.held().orElseThrow()).contains("it is Friday"));

    assertThat(storedWhenLogged).containsExactly(refused, done, held);
    logIsBroken = true;
    assertThat(ended(same, "popularity", ActivationGate.OPEN).state()).isEqualTo(JobState.DONE);
  }

  /// Vectors by version, as long as there is a place for them.
  private final class Vectors implements VectorStore {
    private final SortedSet<ModelVersion> kept = new TreeSet<>();
    private final List<Boolean> endedWhenRemoved = new ArrayList<>();
    private boolean full;

    @Override
    public void put(TenantId tenant, ModelName name, ModelVersion version, Path users, Path items) {
      if (full) {
        throw new StoreUnavailableException("bucket user-data", new IllegalStateException("full"));
      }
      kept.add(version);
    }

    @Override
    public void removeOlder(
        TenantId tenant, ModelName name, ModelVersion than, Set<ModelVersion> versions) {
      endedWhenRemoved.add(!store.find(TENANT, running).orElseThrow().state().alive());
      kept.removeIf(each -> each.compareTo(than) < 0 && !versions.contains(each));
    }
  }

  /// T1.
  @Test
  void keepsVectorsOfTheActiveVersionAndTheOneBeforeAndSaysWhereThereAreNone() throws IOException {
    byte[] rows = Accepted.sameForAll();
    InteractionStore same =
        (_, to) -> {
          Path file = Files.write(to.resolveSibling("same.parquet"), rows);
          return new InteractionStore.Downloaded(List.of(file), AcceptedData.NONE);
        };
    ModelRegistry registry = new InMemoryModelRegistry();
    registries = () -> registry;
    List<ModelVersion> versions = new ArrayList<>();
    for (int at = 0; at < 3; at++) {
      now.updateAndGet(before -> before.plusSeconds(60));
      Job done = ended(same, "popularity", ActivationGate.OPEN);
      assertThat(done.status().stage()).isEqualTo("done");
      versions.add(new ModelVersion(done.status().modelVersion().orElseThrow()));
    }
    assertThat(vectors.kept).containsExactlyElementsOf(versions.subList(1, 3));
    assertThat(vectors.endedWhenRemoved).containsExactly(true, true, true);

    vectors.full = true;
    now.updateAndGet(before -> before.plusSeconds(60));
    Job without = ended(same, "popularity", ActivationGate.OPEN);
    assertThat(without.state()).isEqualTo(JobState.DONE);
    assertThat(without.status().stage()).isEqualTo("done without vectors");
    assertThat(store.find(TENANT, without.id())).contains(without);
    assertThat(vectors.kept).containsExactlyElementsOf(versions.subList(1, 3));
  }

  private Job ended(InteractionStore interactions, String algorithm, ActivationGate gate) {
    Job job = ((Started.Queued) jobs.start(TENANT, ModelName.DEFAULT, algorithm)).job();
    running = job.id();
    return run(store, interactions, Optional.empty(), gate)
        .run(TENANT, job.id(), Duration.ofMinutes(5))
        .orElseThrow();
  }

  /// Looks into the folder while it is there, and at the job.
  private RunLog.Logged keep(FinishedRun run) {
    if (logIsBroken) {
      throw new IllegalStateException("a fault of the log");
    }
    logged.add(run);
    storedWhenLogged.add(store.find(TENANT, running).orElseThrow());
    if (run.result()
        instanceof FinishedRun.Result.Published(Manifest _, Path of, Optional<String> _)) {
      files.clear();
      files.addAll(List.of(Objects.requireNonNull(of.toFile().list())));
    }
    return new RunLog.Logged.Not("the server is down");
  }

  private static InteractionStore.Downloaded nothing(TenantId tenant, Path to) {
    return InteractionStore.Downloaded.NOTHING;
  }

  /// T4: the last word is said again until it is heard.
  @Test
  void saysHowItEndedUntilThatIsWritten() {
    Job job = queued();
    AtomicInteger refusals = new AtomicInteger(3);
    JobStore failing =
        new InMemoryJobStore() {
          @Override
          public synchronized void update(TenantId tenant, Job last) {
            if (!last.state().alive() && refusals.getAndDecrement() > 0) {
              throw new StoreUnavailableException(
                  "table jobs", new IllegalStateException("throttled"));
            }
            super.update(tenant, last);
          }
        };
    failing.queue(TENANT, job, now.get());
    Job ended =
        run(failing, (_, _) -> InteractionStore.Downloaded.NOTHING)
            .run(TENANT, job.id(), Duration.ofMinutes(1))
            .orElseThrow();
    assertThat(failing.find(TENANT, job.id())).contains(ended);
    assertThat(refusals.get()).isEqualTo(-1);
  }

  /// T4: a last word that is never heard leaves a job that fell silent: it is shown as failed, and
  /// the next job of its name begins.
  @Test
  void hasFailedWhereItsEndWasNeverWritten() {
    Job job = queued();
    JobStore failing =
        new InMemoryJobStore() {
          @Override
          public synchronized void update(TenantId tenant, Job last) {
            now.set(now.get().plus(Duration.ofSeconds(20)));
            throw new StoreUnavailableException("table jobs", new IllegalStateException("down"));
          }
        };
    failing.queue(TENANT, job, now.get());
    assertThatThrownBy(
            () ->
                run(failing, (_, _) -> InteractionStore.Downloaded.NOTHING)
                    .run(TENANT, job.id(), Duration.ofSeconds(15)))
        .isInstanceOf(StoreUnavailableException.class);
    Jobs reading = new Jobs(failing, (_, _) -> {}, clock);
    assertThat(reading.find(TENANT, job.id()).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    now.set(now.get().plus(Job.SILENCE));
    Job seen = reading.find(TENANT, job.id()).orElseThrow();
    assertThat(seen.state()).isEqualTo(JobState.FAILED);
    assertThat(seen.status().error().orElseThrow()).contains("start it again");
    assertThat(reading.start(TENANT, ModelName.DEFAULT, "auto")).isInstanceOf(Started.Queued.class);
  }

  private TrainingRun run(InteractionStore interactions) {
    return run(store, interactions, Optional.empty());
  }

  private TrainingRun run(InteractionStore interactions, Optional<Instant> aloneSince) {
    return run(store, interactions, aloneSince);
  }

  private TrainingRun run(JobStore jobStore, InteractionStore interactions) {
    return run(jobStore, interactions, Optional.empty());
  }

  private TrainingRun run(
      JobStore jobStore, InteractionStore interactions, Optional<Instant> aloneSince) {
    return run(jobStore, interactions, aloneSince, ActivationGate.OPEN);
  }

  private TrainingRun run(
      JobStore jobStore,
      InteractionStore interactions,
      Optional<Instant> aloneSince,
      ActivationGate gate) {
    return new TrainingRun(
        jobStore,
        interactions,
        new FolderPackageStore(folder),
        vectors,
        registries.get(),
        gate,
        new InMemoryCatalogueStore(),
        (run, _) -> keep(run),
        clock,
        aloneSince);
  }
}
