package io.waymark.train.job;

import io.waymark.model.Manifest;
import io.waymark.model.ModelVersion;
import io.waymark.model.catalogue.CatalogueSnapshot.MalformedSnapshotException;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.model.registry.Activating;
import io.waymark.model.registry.Activation;
import io.waymark.model.registry.ActivationGate;
import io.waymark.model.registry.ActiveModel;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.PackageStore;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.training.Content;
import io.waymark.training.ContentTraining;
import io.waymark.training.Factors;
import io.waymark.training.FinishedRun;
import io.waymark.training.InteractionFiles;
import io.waymark.training.InteractionMatrix;
import io.waymark.training.InteractionRows;
import io.waymark.training.Packages;
import io.waymark.training.Progress;
import io.waymark.training.RunLog;
import io.waymark.training.Settings;
import io.waymark.training.Training;
import io.waymark.training.TrainingOptions;
import io.waymark.training.TrainingOutcome;
import io.waymark.training.UnreadableFileException;
import io.waymark.training.UnsoundGraphException;
import io.waymark.training.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one job: read, train, gate, publish, activate. Whatever happens ends in the job's row.
public final class TrainingRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  /// Of the time that is left after reading, what the search may use; the rest trains the chosen
  /// settings twice, to be measured and on all rows, and uploads.
  private static final double SEARCH_SHARE = 0.35;

  /// What a log of trainings may take, and never more than half of the time that is left.
  private static final Duration LOGGING = Duration.ofMinutes(5);

  /// Less than this is not worth beginning with.
  private static final Duration LEAST_TIME = Duration.ofSeconds(10);

  private final JobStore jobs;
  private final InteractionStore interactions;
  private final PackageStore packages;
  private final VectorStore vectors;
  private final ModelRegistry registry;
  private final ActivationGate gate;
  private final CatalogueStore catalogues;
  private final RunLog log;
  private final Clock clock;
  private final Optional<Instant> aloneSince;

  /// @param aloneSince when this process began, where no other runs jobs: what ran before it has
  ///   ended
  public TrainingRun(
      JobStore jobs,
      InteractionStore interactions,
      PackageStore packages,
      VectorStore vectors,
      ModelRegistry registry,
      ActivationGate gate,
      CatalogueStore catalogues,
      RunLog log,
      Clock clock,
      Optional<Instant> aloneSince) {
    this.jobs = jobs;
    this.interactions = interactions;
    this.packages = packages;
    this.vectors = vectors;
    this.registry = registry;
    this.gate = gate;
    this.catalogues = catalogues;
    this.log = log;
    this.clock = clock;
    this.aloneSince = aloneSince;
  }

  /// Runs a queued job to its end. One that a restart of the service cut off ends as failed: its
  /// event comes again, but whether it ended the process itself nobody knows.
  ///
  /// @param left until this process is stopped
  /// @return the job as it ended; empty where it is unknown or no longer queued
  public Optional<Job> run(TenantId tenant, String jobId, Duration left) {
    Optional<Job> found = jobs.find(tenant, jobId);
    if (found.filter(this::wasCutOff).isPresent()) {
      return Optional.of(cutOff(tenant, found.orElseThrow()));
    }
    Optional<Job> queued = found.filter(job -> job.state() == JobState.QUEUED);
    if (queued.isEmpty()) {
      return Optional.empty();
    }
    Job job =
        queued
            .orElseThrow()
            .with(JobState.RUNNING, Job.Status.NEW.at("reading", 0), clock.instant());
    if (!jobs.begin(tenant, job)) {
      return Optional.empty();
    }
    Instant until = job.updatedAt().plus(left);
    try (Heartbeat heartbeat = new Heartbeat(jobs, tenant, job, clock);
        WorkFolder work = new WorkFolder()) {
      Ended ended = outcome(tenant, heartbeat, work, left);
      Job last = heartbeat.end(ended.job(), until);
      if (ended.hasVectors()) {
        removeOlderVectors(tenant, last);
      }
      ended.result().ifPresent(result -> log(tenant, last, result, job.updatedAt(), until));
      return Optional.of(last);
    }
  }

  /// A job that came to its end.
  ///
  /// @param result what a log of trainings is told; empty where nothing was learned
  /// @param hasVectors whether its version's are stored
  private record Ended(Job job, Optional<FinishedRun.Result> result, boolean hasVectors) {
    static Ended untold(Job job) {
      return new Ended(job, Optional.empty(), false);
    }
  }

  /// A folder that is made where it is first asked for and goes with all that is in it.
  private static final class WorkFolder implements AutoCloseable {
    private Optional<Path> made = Optional.empty();

    Path path() throws IOException {
      if (made.isEmpty()) {
        made = Optional.of(Files.createTempDirectory("waymark-train-"));
      }
      return made.orElseThrow();
    }

    @Override
    public void close() {
      made.ifPresent(
          folder -> {
            try {
              remove(folder);
            } catch (IOException left) {
              LOG.warn("{} is left", folder, left);
            }
          });
    }

    private static void remove(Path folder) throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private boolean wasCutOff(Job job) {
    return job.state() == JobState.RUNNING
        && aloneSince.filter(since -> job.updatedAt().isBefore(since)).isPresent();
  }

  private Job cutOff(TenantId tenant, Job job) {
    Job failed =
        job.with(
            JobState.FAILED,
            job.status().failed("the service was restarted while the job ran; start it again"),
            clock.instant());
    jobs.update(tenant, failed);
    return failed;
  }

  private Ended outcome(TenantId tenant, Heartbeat heartbeat, WorkFolder work, Duration left) {
    Job job = heartbeat.job();
    try {
      return train(tenant, heartbeat, work.path(), left);
    } catch (StoreUnavailableException unavailable) {
      LOG.warn("training job {} of {} failed", job.id(), tenant, unavailable);
      return failed(heartbeat, unavailable.getMessage() + "; start the job again later");
    } catch (UnreadableFileException unreadable) {
      LOG.warn("training job {} of {} failed", job.id(), tenant, unreadable);
      return failed(heartbeat, "an object of accepted interactions is damaged and cannot be read");
    } catch (UnsoundGraphException unsound) {
      LOG.error("training job {} of {} failed", job.id(), tenant, unsound);
      return failed(heartbeat, unsound.reason());
    } catch (IOException | RuntimeException bug) {
      LOG.error("training job {} of {} failed", job.id(), tenant, bug);
      return failed(heartbeat, "training failed by a fault of ours; the log names job " + job.id());
    } catch (OutOfMemoryError tooLarge) {
      LOG.error("training job {} of {} needs more memory", job.id(), tenant, tooLarge);
      return Ended.untold(
          heartbeat.failed("the interactions need more memory than this function has"));
    }
  }

  /// Whatever an interrupt made fail, the interrupt is the reason; it must not also keep the job's
  /// end from being stored.
  private static Ended failed(Heartbeat heartbeat, String reason) {
    return Ended.untold(
        heartbeat.failed(
            Thread.interrupted()
                ? "the job was stopped, with the service or at its time limit; start it again"
                : reason));
  }

  private Ended train(TenantId tenant, Heartbeat heartbeat, Path work, Duration left)
      throws IOException {
    long begun = clock.millis();
    InteractionStore.Downloaded downloaded =
        interactions.download(tenant, work.resolve("interactions"));
    if (downloaded.files().isEmpty()) {
      return Ended.untold(
          heartbeat.failed(
              "there are no accepted interactions; upload some or send events, then train"));
    }
    heartbeat.read(downloaded.data());
    heartbeat.at("reading", 0.02);
    InteractionRows rows = new InteractionFiles(clock).accepted(downloaded.files());
    if (rows.passedOver().rows() > 0) {
      LOG.warn("training job {} of {}: {}", heartbeat.job().id(), tenant, rows.passedOver());
    }
    InteractionMatrix matrix = rows.toMatrix();
    Duration remaining = left.minusMillis(clock.millis() - begun);
    if (remaining.compareTo(LEAST_TIME) < 0) {
      return Ended.untold(heartbeat.failed("reading the interactions left no time to train"));
    }
    TrainingOptions options =
        new TrainingOptions(
            heartbeat.job().algorithm(),
            Settings.NONE,
            TrainingOptions.DEFAULT_SEED,
            Runtime.getRuntime().availableProcessors(),
            Duration.ofMillis((long) (remaining.toMillis() * SEARCH_SHARE)));
    TrainingOutcome outcome =
        new Training(clock)
            .run(matrix, options, (stage, done) -> heartbeat.at(stage, 0.05 + 0.85 * done));
    return switch (outcome) {
      case TrainingOutcome.TooLittle little ->
          Ended.untold(heartbeat.refused("too little to train on: " + little.reason()));
      case TrainingOutcome.TooLarge large -> Ended.untold(heartbeat.failed(large.reason()));
      case TrainingOutcome.Refused refused -> {
        heartbeat.measured(refused.metrics(), refused.baseline());
        yield new Ended(
            heartbeat.refused(refused.reason()),
            Optional.of(FinishedRun.Result.Refused.of(refused, matrix)),
            false);
      }
      case TrainingOutcome.Trained trained -> {
        heartbeat.measured(trained.metrics(), trained.baseline());
        Path folder = Files.createDirectory(work.resolve("package"));
        Manifest manifest = write(tenant, heartbeat, folder, matrix, trained);
        Job ended = publish(tenant, heartbeat, folder, manifest);
        boolean written = false;
        if (ended.state() == JobState.DONE) {
          Duration used = Duration.ofMillis(clock.millis() - begun);
          boolean own = trained.model().factors().isPresent();
          Progress progress = (_, done) -> heartbeat.at("vectors", 0.98 + 0.02 * done);
          written =
              (own || hasTimeForVectors(tenant, ended, left.minus(used), used))
                  && writeVectors(
                      tenant,
                      ended,
                      work,
                      matrix,
                      () -> Training.vectors(matrix, trained.model(), options, progress));
          if (!written) {
            ended = ended.with(ended.state(), ended.status().withoutVectors(), clock.instant());
          }
        }
        Optional<String> held =
            ended.state() == JobState.DONE ? Optional.empty() : ended.status().error();
        yield new Ended(
            ended, Optional.of(new FinishedRun.Result.Published(manifest, folder, held)), written);
      }
    };
  }

  private Manifest write(
      TenantId tenant,
      Heartbeat heartbeat,
      Path folder,
      InteractionMatrix matrix,
      TrainingOutcome.Trained trained)
      throws IOException {
    heartbeat.at("publishing", 0.92);
    return Packages.write(folder, matrix, trained, content(tenant, matrix), clock.instant());
  }

  private Job publish(TenantId tenant, Heartbeat heartbeat, Path folder, Manifest manifest)
      throws IOException {
    ModelVersion version = manifest.version();
    Job job = heartbeat.job();
    String prefix = packages.upload(tenant, job.name(), version, folder);
    registry.register(
        tenant,
        RegisteredModel.trained(
            job.name(),
            version,
            manifest.about().algorithm(),
            manifest.about().metrics(),
            Deed.ofJob(job.id(), manifest.createdAt()),
            prefix));
    heartbeat.at("activating", 0.97);
    Activating how =
        new Activating(Deed.ofJob(job.id(), clock.instant()), gate, false, _ -> List.of());
    return switch (registry.activate(tenant, job.name(), version, how)) {
      case Activation.Activated _, Activation.AlreadyActive _ -> heartbeat.done(version);
      case Activation.Held(String objection) ->
          heartbeat.held(
              version,
              "model %s is published but not activated: %s; activate it with force if it should answer all the same"
                  .formatted(version, objection));
      case Activation.Overtaken _ ->
          heartbeat.failed(
              "model %s is published but someone activated another at the same moment; activate it if it should answer"
                  .formatted(version));
      case Activation.Unknown _, Activation.NotReady _, Activation.NothingBefore _ ->
          throw new IllegalStateException("a version just registered is unknown");
    };
  }

  /// The job's end is stored already, and stays as it is whatever becomes of this.
  private void log(
      TenantId tenant, Job job, FinishedRun.Result result, Instant begun, Instant until) {
    Instant now = clock.instant();
    FinishedRun run =
        new FinishedRun(
            Optional.of(new FinishedRun.Owner(tenant, job.name())),
            nameOf(job, result),
            begun,
            now,
            result);
    Duration half = Duration.between(now, until).dividedBy(2);
    try {
      switch (log.log(run, half.compareTo(LOGGING) < 0 ? half : LOGGING)) {
        case RunLog.Logged.Nowhere _ -> {}
        case RunLog.Logged.At at -> LOG.info("training job {}: {}", job.id(), at.told());
        case RunLog.Logged.Partly partly ->
            LOG.warn("training job {}: {}", job.id(), partly.told());
        case RunLog.Logged.Not not -> LOG.warn("training job {}: {}", job.id(), not.told());
      }
    } catch (RuntimeException | LinkageError | OutOfMemoryError failed) {
      LOG.warn("training job {} is not logged", job.id(), failed);
    }
  }

  private static String nameOf(Job job, FinishedRun.Result result) {
    return switch (result) {
      case FinishedRun.Result.Published published -> published.manifest().version().value();
      case FinishedRun.Result.Refused _ -> job.id();
    };
  }

  /// The model answers for the items it knows whatever becomes of this.
  private Content content(TenantId tenant, InteractionMatrix matrix) {
    try {
      return ContentTraining.learn(matrix, catalogues.load(tenant), TrainingOptions.DEFAULT_SEED);
    } catch (StoreUnavailableException | MalformedSnapshotException unread) {
      LOG.warn("catalogue of {} not read: {}", tenant, unread.getMessage());
      return Content.none("the catalogue could not be read");
    } catch (RuntimeException failed) {
      LOG.error("nothing was learned of the attributes of {}", tenant, failed);
      return Content.none("learning failed");
    }
  }

  private static boolean hasTimeForVectors(
      TenantId tenant, Job job, Duration left, Duration needed) {
    if (left.compareTo(needed) > 0) {
      return true;
    }
    LOG.warn("training job {} of {}: no time left for vectors", job.id(), tenant);
    return false;
  }

  /// The model answers already: where its vectors fail, they alone are missing.
  private boolean writeVectors(
      TenantId tenant, Job done, Path work, InteractionMatrix matrix, Supplier<Factors> learned) {
    ModelVersion version = new ModelVersion(done.status().modelVersion().orElseThrow());
    try {
      Factors factors = learned.get();
      Path users = work.resolve("users.parquet");
      Path items = work.resolve("items.parquet");
      Vectors.writeUsers(users, matrix, factors);
      Vectors.writeItems(items, matrix, factors);
      vectors.put(tenant, done.name(), version, users, items);
    } catch (RuntimeException | OutOfMemoryError missing) {
      LOG.error("training job {} of {} is done without vectors", done.id(), tenant, missing);
      return false;
    }
    return true;
  }

  /// Of versions before this one, but for the active one and the one that a rollback leads to. The
  /// job has ended, whatever becomes of this; what stays goes with the next training.
  private void removeOlderVectors(TenantId tenant, Job done) {
    try {
      Set<ModelVersion> kept = new HashSet<>();
      Optional<ActiveModel> active = registry.active(tenant, done.name());
      active.map(ActiveModel::version).ifPresent(kept::add);
      active
          .map(ActiveModel::before)
          .filter(all -> !all.isEmpty())
          .map(List::getLast)
          .ifPresent(kept::add);
      ModelVersion own = new ModelVersion(done.status().modelVersion().orElseThrow());
      vectors.removeOlder(tenant, done.name(), own, kept);
    } catch (RuntimeException stay) {
      LOG.warn("training job {} of {}: older vectors stay", done.id(), tenant, stay);
    }
  }
}
