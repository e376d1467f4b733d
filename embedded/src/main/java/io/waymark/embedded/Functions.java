package io.waymark.embedded;

import io.waymark.embedded.gateway.ApiFunctions;
import io.waymark.embedded.invocations.Invoker;
import io.waymark.embedded.runtime.Archive;
import io.waymark.embedded.runtime.Function;
import io.waymark.embedded.runtime.FunctionName;
import io.waymark.embedded.runtime.Invocation;
import io.waymark.embedded.runtime.LastResort;
import io.waymark.embedded.runtime.RunningInvocations;
import io.waymark.embedded.runtime.TimeLimit;
import io.waymark.embedded.usage.FunctionLog;
import io.waymark.embedded.usage.UsageLog;
import io.waymark.tenancy.installation.Deployable;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The functions of this installation: initialised on demand or ahead of it, each once, then
/// invoked by name.
final class Functions implements Invoker, ApiFunctions, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Functions.class);

  private final Installation installation;
  private final Clock clock;
  private final Executor initialisers;
  private final Map<Deployable, Archive> archives;
  private final UsageLog usage;
  private final Duration closeWithin;
  private final RunningInvocations running = new RunningInvocations();
  private final Map<Handler, CompletableFuture<Function>> functions = new EnumMap<>(Handler.class);
  private final Thread.UncaughtExceptionHandler lastResort = new LastResort();
  private boolean closed;

  private Functions(
      Installation installation,
      Clock clock,
      Executor initialisers,
      Map<Deployable, Archive> archives,
      UsageLog usage,
      Duration closeWithin) {
    this.installation = installation;
    this.clock = clock;
    this.initialisers = initialisers;
    this.archives = archives;
    this.usage = usage;
    this.closeWithin = closeWithin;
  }

  /// Opens the archives; initialises nothing yet.
  ///
  /// @param configuration the folder that stands first on the class path of each archive
  /// @param usage takes the line of each request
  /// @param closeWithin how long an end waits for invocations that run
  static Functions open(
      Installation installation,
      Path folder,
      Map<Deployable, Path> configuration,
      Clock clock,
      Executor initialisers,
      UsageLog usage,
      Duration closeWithin)
      throws IOException {
    Map<Deployable, Archive> archives = new EnumMap<>(Deployable.class);
    for (Map.Entry<Deployable, Path> each : configuration.entrySet()) {
      String name = each.getKey().artifact();
      Path archive = folder.resolve(name);
      if (!Files.isDirectory(archive)) {
        throw new StartException(
            "the function "
                + name
                + " is not built: "
                + archive
                + " is missing; run ./mvnw -Dquick package");
      }
      archives.put(each.getKey(), Archive.open(name, archive, List.of(each.getValue())));
    }
    return new Functions(installation, clock, initialisers, archives, usage, closeWithin);
  }

  /// Initialises a function unless that has begun; one that could not start is tried again, as
  /// Lambda does for the next event.
  CompletableFuture<Function> initialise(Handler handler) {
    synchronized (functions) {
      if (closed) {
        throw new IllegalStateException("the functions have ended");
      }
      return functions.compute(
          handler,
          (each, begun) ->
              begun != null && !begun.isCompletedExceptionally()
                  ? begun
                  : CompletableFuture.supplyAsync(
                      () ->
                          archive(each.archive()).initialise(name(each).value(), each.className()),
                      initialisers));
    }
  }

  /// Runs an event to its answer, within the time that the function has.
  byte[] invoke(Handler handler, String requestId, byte[] event) {
    Function function;
    try {
      function = initialise(handler).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
    TimeLimit limit = new TimeLimit(TimeLimits.of(handler));
    Invocation invocation =
        new Invocation(
            requestId,
            name(handler),
            clock.instant().plus(limit.duration()),
            clock,
            new FunctionLog(name(handler).value(), usage));
    try {
      return limit.run(
          function.name(),
          () -> running.count(function.name(), () -> function.invoke(event, invocation)));
    } catch (VirtualMachineError broken) { // thrown on, a request's thread would answer 500
      lastResort.uncaughtException(Thread.currentThread(), broken);
      throw broken;
    }
  }

  FunctionName name(Handler handler) {
    return FunctionName.of(installation, handler);
  }

  @Override
  public byte[] invoke(Deployable archive, String requestId, byte[] event) {
    return invoke(Handler.api(archive), requestId, event);
  }

  @Override
  public Optional<byte[]> invoke(String functionName, String requestId, byte[] event) {
    return handler(functionName).map(handler -> invoke(handler, requestId, event));
  }

  @Override
  public boolean has(String functionName) {
    return handler(functionName).isPresent();
  }

  /// Refuses new invocations and lets running ones finish within a bound; then their archives are
  /// closed under those that are left.
  @Override
  public void close() throws IOException {
    Map<Handler, CompletableFuture<Function>> toEnd;
    synchronized (functions) {
      closed = true;
      toEnd = new EnumMap<>(functions);
    }
    List<String> left = running.awaitEnd(closeWithin);
    if (!left.isEmpty()) {
      LOG.warn("these functions still ran at the stop: {}", String.join(", ", left));
    }
    for (CompletableFuture<Function> each : toEnd.values()) {
      Optional<Function> function =
          each.<Optional<Function>>handle((value, _) -> Optional.ofNullable(value)).join();
      if (function.isPresent()) {
        function.get().close();
      }
    }
    for (Archive each : archives.values()) {
      each.close();
    }
  }

  private Archive archive(Deployable deployable) {
    Archive archive = archives.get(deployable);
    if (archive == null) {
      throw new IllegalStateException("no archive of " + deployable);
    }
    return archive;
  }

  private Optional<Handler> handler(String functionName) {
    return Arrays.stream(Handler.values())
        .filter(each -> installation.name(each).equals(functionName))
        .findFirst();
  }
}
