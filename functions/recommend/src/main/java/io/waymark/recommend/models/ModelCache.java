package io.waymark.recommend.models;

import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackageException;
import io.waymark.model.ModelVersion;
import io.waymark.model.registry.ActiveModel;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The models of the tenants this instance serves, recommenders and predictors, within one budget
/// of bytes; the one used longest ago goes first.
///
/// Which version is active is asked at most once per interval, by one caller. While another version
/// loads, the one in memory answers; only where there is none a caller waits, for a bounded time. A
/// version that does not load is tried again after [#RETRY]; what was in memory stays. A model is
/// closed when it is out of the cache and no call uses it.
public final class ModelCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);
  private static final Duration RETRY = Duration.ofSeconds(30);

  /// So many names, with or without a model, are kept in mind.
  static final int MOST_LINES = 1_000;

  /// How often a call begins again whose model was let go, for others, before it had hold of it.
  static final int MOST_TRIES = 10;

  /// What this instance is told about its cache.
  ///
  /// @param bytes that all models together may take
  /// @param interval between two questions which version is active
  /// @param patience how long a first call waits for its model
  public record Settings(long bytes, Duration interval, Duration patience) {}

  private final ModelRegistry registry;
  private final ModelLoader loader;
  private final Clock clock;
  private final Settings settings;
  private final Measurements measurements;
  private final Map<Line, Entry> entries = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public ModelCache(
      ModelRegistry registry,
      ModelLoader loader,
      Clock clock,
      Settings settings,
      Measurements measurements) {
    this.registry = registry;
    this.loader = loader;
    this.clock = clock;
    this.settings = settings;
    this.measurements = measurements;
  }

  /// @param pinned the version that is asked for; empty for the active one
  private record Line(TenantId tenant, ModelName name, Optional<ModelVersion> pinned) {
    Line(TenantId tenant, ModelName name) {
      this(tenant, name, Optional.empty());
    }
  }

  private static final class Entry {
    final ReentrantLock asking = new ReentrantLock();
    volatile Instant asked = Instant.MIN;
    volatile Instant used;

    /// Written under the cache's monitor alone, so that each model is let go once.
    volatile ModelLease.@Nullable Shared current;

    volatile @Nullable CompletableFuture<Boolean> loading;
    volatile @Nullable ModelVersion failed;
    volatile Instant failedAt = Instant.MIN;
    volatile boolean registryDown;

    /// Whether there is a version to have in memory, as far as the registry said last.
    volatile boolean wanted;

    Entry(Instant now) {
      this.used = now;
    }
  }

  /// What a call for a recommender gets.
  public sealed interface Lookup {
    /// A model to use until the lease is closed.
    record Ready(ModelLease lease) implements Lookup {}

    /// The tenant has no active recommender of that name.
    record None() implements Lookup {}

    /// It has one that cannot be had now.
    ///
    /// @param dependency `model` where the package is at fault, else the store
    record Unavailable(String dependency) implements Lookup {}
  }

  /// What a call for a predictor gets; the cases are those of [Lookup].
  public sealed interface PredictorLookup {
    record Ready(PredictorLease lease) implements PredictorLookup {}

    record None() implements PredictorLookup {}

    record Unavailable(String dependency) implements PredictorLookup {}
  }

  /// A model of either kind.
  private sealed interface Found {
    record Held(ModelLease.Shared shared) implements Found {}

    record None() implements Found {}

    record Unavailable(String dependency) implements Found {}
  }

  /// The active recommender of a name. The caller closes the lease.
  public Lookup lease(TenantId tenant, ModelName name) {
    return switch (find(new Line(tenant, name))) {
      case Found.Held(ModelLease.Shared shared) ->
          switch (shared.model()) {
            case LoadedModel model -> new Lookup.Ready(new ModelLease(shared, model));
            case LoadedPredictor _ -> {
              shared.release();
              yield new Lookup.None();
            }
          };
      case Found.None _ -> new Lookup.None();
      case Found.Unavailable(String dependency) -> new Lookup.Unavailable(dependency);
    };
  }

  /// A predictor: of that version, or the active one. The caller closes the lease.
  public PredictorLookup predictor(
      TenantId tenant, ModelName name, Optional<ModelVersion> version) {
    Line active = new Line(tenant, name);
    Line asked = isInMemory(active, version) ? active : new Line(tenant, name, version);
    return switch (find(asked)) {
      case Found.Held(ModelLease.Shared shared) ->
          switch (shared.model()) {
            case LoadedPredictor model ->
                new PredictorLookup.Ready(new PredictorLease(shared, model));
            case LoadedModel _ -> {
              shared.release();
              yield new PredictorLookup.None();
            }
          };
      case Found.None _ -> new PredictorLookup.None();
      case Found.Unavailable(String dependency) -> new PredictorLookup.Unavailable(dependency);
    };
  }

  private boolean isInMemory(Line line, Optional<ModelVersion> version) {
    Entry entry = entries.get(line);
    ModelLease.@Nullable Shared current = entry == null ? null : entry.current;
    return current != null && version.equals(Optional.of(current.model().version()));
  }

  private Found find(Line line) {
    Entry entry = entries.computeIfAbsent(line, _ -> new Entry(clock.instant()));
    measurements.count(entry.current == null ? Metric.MODEL_MISSES : Metric.MODEL_HITS);
    long end = System.nanoTime() + settings.patience().toNanos();
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<Found> found = find(line, entry, end);
      if (found.isPresent()) {
        return found.orElseThrow();
      }
      entry.asked = Instant.MIN;
    }
    return new Found.Unavailable("model");
  }

  /// Empty where the model was loaded and let go again for others before this call had hold of it.
  ///
  /// @param end of this call's patience, by the system's running time
  private Optional<Found> find(Line line, Entry entry, long end) {
    entry.used = clock.instant();
    ModelLease.@Nullable Shared current = entry.current;
    if (due(entry)) {
      current = ask(line, entry, current, end);
    } else if (current == null) {
      current = await(entry, until(end));
    }
    while (current != null) {
      if (current.acquire()) {
        return Optional.of(new Found.Held(current));
      }
      current = entry.current; // It was let go just now, for another or for none.
    }
    if (entry.registryDown) {
      return Optional.of(new Found.Unavailable("registry"));
    }
    if (entry.failed != null) {
      return Optional.of(new Found.Unavailable("model"));
    }
    if (entry.loading != null || entry.wanted) {
      boolean patient = System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted();
      return patient && !closed ? Optional.empty() : Optional.of(new Found.Unavailable("model"));
    }
    forgetTheModelless();
    return Optional.of(new Found.None());
  }

  /// Callers may ask for any name: what they invent must not fill the memory.
  private void forgetTheModelless() {
    if (entries.size() > MOST_LINES) {
      Instant unused = clock.instant().minus(RETRY);
      entries
          .values()
          .removeIf(
              entry ->
                  entry.current == null && entry.loading == null && entry.used.isBefore(unused));
    }
  }

  /// How many models and bytes are in memory.
  public String describe() {
    return "%d models, %d of %d MiB"
        .formatted(loaded().size(), bytes() >> 20, settings.bytes() >> 20);
  }

  /// How many names, with or without a model, are in mind.
  int lines() {
    return entries.size();
  }

  /// Asks which recommender is active and has it in memory.
  ///
  /// @param longest to wait for it; meanwhile the one before answers
  /// @return the version that answers now
  public Optional<ModelVersion> warm(TenantId tenant, ModelName name, Duration longest) {
    askAgain(tenant, name);
    Optional<ModelVersion> before = release(lease(tenant, name));
    Entry entry = entries.get(new Line(tenant, name));
    if (entry == null || entry.loading == null) {
      return before;
    }
    await(entry, longest);
    return release(lease(tenant, name));
  }

  private static Optional<ModelVersion> release(Lookup lookup) {
    return switch (lookup) {
      case Lookup.Ready(ModelLease lease) -> {
        try (lease) {
          yield Optional.of(lease.model().version());
        }
      }
      case Lookup.None _, Lookup.Unavailable _ -> Optional.empty();
    };
  }

  /// Forgets when it asked last, so that the next call asks which version is active.
  void askAgain(TenantId tenant, ModelName name) {
    Entry entry = entries.get(new Line(tenant, name));
    if (entry != null) {
      entry.asked = Instant.MIN;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    entries.values().forEach(entry -> put(entry, null));
  }

  private ModelLease.@Nullable Shared ask(
      Line line, Entry entry, ModelLease.@Nullable Shared current, long end) {
    if (current == null) {
      entry.asking.lock();
    } else if (!entry.asking.tryLock()) {
      return current;
    }
    try {
      if (due(entry)) {
        askRegistry(line, entry);
      }
    } finally {
      entry.asking.unlock();
    }
    return entry.current == null ? await(entry, until(end)) : entry.current;
  }

  /// What is left of a call's patience.
  private static Duration until(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  private boolean due(Entry entry) {
    return entry.asked.equals(Instant.MIN)
        || !clock.instant().isBefore(entry.asked.plus(settings.interval()));
  }

  private void askRegistry(Line line, Entry entry) {
    try {
      Optional<ModelVersion> wanted = wanted(line);
      boolean loads = entry.loading != null; // looked at first: a load puts its model, then ends
      ModelLease.@Nullable Shared current = entry.current;
      entry.registryDown = false;
      entry.wanted = wanted.isPresent();
      if (wanted.isEmpty()) {
        drop(entry);
      } else if (!loads
          && (current == null || !current.model().version().equals(wanted.orElseThrow()))) {
        load(line, entry, wanted.orElseThrow());
      }
    } catch (StoreUnavailableException down) {
      LOG.warn("active model of {} not read: {}", line.tenant(), down.getMessage());
      entry.registryDown = true;
    } finally {
      entry.asked = clock.instant();
    }
  }

  /// A version that is asked for by name is a predictor's: recommenders answer by being active.
  private Optional<ModelVersion> wanted(Line line) {
    return line.pinned().isEmpty()
        ? registry.active(line.tenant(), line.name()).map(ActiveModel::version)
        : registry
            .find(line.tenant(), line.name(), line.pinned().orElseThrow())
            .filter(found -> found.standing().isReady() && found.signature().isPredictor())
            .map(RegisteredModel::version);
  }

  private void load(Line line, Entry entry, ModelVersion version) {
    boolean failedLately =
        version.equals(entry.failed) && clock.instant().isBefore(entry.failedAt.plus(RETRY));
    if (failedLately) {
      return;
    }
    CompletableFuture<Boolean> loading = new CompletableFuture<>();
    entry.loading = loading;
    Thread unstarted =
        Thread.ofPlatform()
            .daemon()
            .name("model-loader")
            .unstarted(
                () -> {
                  try {
                    replace(line, entry, version);
                  } finally {
                    entry.loading = null;
                    loading.complete(true);
                  }
                });
    unstarted.start();
  }

  private void replace(Line line, Entry entry, ModelVersion version) {
    try {
      InMemory model = loader.load(line.tenant(), line.name(), version);
      if (model.bytes() > settings.bytes()) {
        model.close();
        throw new ModelPackageException(
            ModelPackageException.Fault.TOO_LARGE,
            "model.onnx",
            "takes " + model.bytes() + " bytes, the cache has " + settings.bytes());
      }
      take(entry, model);
    } catch (IOException | RuntimeException | OutOfMemoryError failure) {
      entry.failedAt = clock.instant();
      entry.failed = version;
      LOG.error(
          "model {} {} of {} does not load: {}",
          line.name(),
          version,
          line.tenant(),
          String.valueOf(failure.getMessage()));
    }
  }

  private synchronized void take(Entry entry, InMemory model) {
    if (closed) {
      model.close();
      return;
    }
    makeRoom(entry, model.bytes());
    entry.used = clock.instant(); // Or what was asked for long ago would be the next to go.
    put(entry, new ModelLease.Shared(model));
    entry.failed = null;
    if (bytes() + model.packing() <= settings.bytes()) {
      model.pack();
    }
  }

  private void makeRoom(Entry forEntry, long bytes) {
    List<Entry> byUse = new ArrayList<>(entries.values());
    byUse.remove(forEntry);
    byUse.sort(Comparator.comparing(entry -> entry.used));
    long taken = bytes;
    for (Entry entry : byUse) {
      ModelLease.Shared shared = entry.current;
      taken += shared == null ? 0 : shared.model().bytes();
    }
    for (Entry entry : byUse) {
      ModelLease.Shared shared = entry.current;
      if (taken > settings.bytes() && shared != null) {
        taken -= shared.model().bytes();
        put(entry, null);
        entry.asked = Instant.MIN;
      }
    }
  }

  private synchronized void drop(Entry entry) {
    put(entry, null);
    entry.failed = null;
  }

  /// Only under the monitor: two that put at once would both let the same model go.
  private static void put(Entry entry, ModelLease.@Nullable Shared next) {
    ModelLease.Shared before = entry.current;
    entry.current = next;
    if (before != null) {
      before.release();
    }
  }

  private static ModelLease.@Nullable Shared await(Entry entry, Duration longest) {
    @Nullable CompletableFuture<Boolean> loading = entry.loading;
    if (loading != null) {
      try {
        Boolean _ = loading.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException slow) {
        return null;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return null;
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return entry.current;
  }

  private long bytes() {
    return loaded().stream().mapToLong(shared -> shared.model().bytes()).sum();
  }

  private List<ModelLease.Shared> loaded() {
    List<ModelLease.Shared> loaded = new ArrayList<>();
    for (Entry entry : entries.values()) {
      ModelLease.Shared current = entry.current;
      if (current != null) {
        loaded.add(current);
      }
    }
    return loaded;
  }
}
