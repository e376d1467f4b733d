package io.waymark.localstack;

import io.waymark.localstack.docker.Containers;
import io.waymark.localstack.host.HostProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// LocalStack for this user: at most one, found again by what `run/` in the cache folder says of
/// it. It stays up when the process that started it has ended.
public final class LocalStack {
  private static final String GIVEN = "AWS_ENDPOINT_URL";
  private static final String HEALTH = "/_localstack/health";

  /// What only our plug-in answers.
  private static final String PLUGIN = "/_waymark/plugin";

  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

  private final Folders folders;
  private final Map<String, String> environment;
  private final Steps steps;

  public LocalStack(Folders folders, Map<String, String> environment, Steps steps) {
    this.folders = folders;
    this.environment = Map.copyOf(environment);
    this.steps = steps;
  }

  /// Starts it, with PostgreSQL beside it, unless it is there. A process that is stopped meanwhile
  /// takes along what it has started.
  ///
  /// @param port where to listen in host mode
  public State up(int port) {
    return alone(
        () -> {
          Optional<State> before = running();
          if (before.isPresent()) {
            return before.get();
          }
          end();
          Files.createDirectories(folders.run());
          Files.createDirectories(folders.logs());
          Undo undo = Undo.onStop("end-localstack", this::endQuietly);
          boolean started = false;
          try {
            State state = start(port);
            state.write(folders);
            started = true;
            return state;
          } finally {
            if (undo.takeBack() && !started) {
              end();
            }
          }
        });
  }

  /// The one that is up.
  public Optional<State> running() throws IOException {
    return State.read(folders).filter(state -> answers(state.endpoint().resolve(HEALTH)));
  }

  /// Ends it and all that came with it; returns whether there was one.
  public boolean down() {
    return alone(
        () -> {
          boolean was = State.read(folders).isPresent();
          end();
          return was;
        });
  }

  static Mode mode(Map<String, String> environment, boolean dockerEngine) {
    if (!environment.getOrDefault(GIVEN, "").isBlank()) {
      return Mode.GIVEN;
    }
    return dockerEngine ? Mode.DOCKER : Mode.HOST;
  }

  private State start(int port) throws IOException {
    return switch (mode(environment, Containers.engine(environment))) {
      case GIVEN -> {
        URI endpoint = URI.create(environment.getOrDefault(GIVEN, ""));
        steps.say(GIVEN + " names a LocalStack at " + endpoint);
        if (!answers(endpoint.resolve(HEALTH))) {
          throw new LocalStackException(
              GIVEN
                  + "="
                  + endpoint
                  + " does not answer as LocalStack: start it, or unset "
                  + GIVEN);
        }
        if (!answers(endpoint.resolve(PLUGIN))) {
          throw new LocalStackException(
              "the LocalStack at "
                  + endpoint
                  + " is without Waymark's plug-in, which makes its custom resources and changes its"
                  + " functions: pip install localstack/plugin into its Python, or use the image of"
                  + " localstack/docker");
        }
        yield new State(Mode.GIVEN, endpoint, Optional.empty(), List.of(), database());
      }
      case DOCKER -> {
        steps.say("a Docker engine is there: LocalStack runs in a container");
        Containers containers = new Containers(folders, steps);
        yield containers.start();
      }
      case HOST -> {
        steps.say("no Docker engine and no " + GIVEN + ": LocalStack runs as a process");
        HostProcess host = new HostProcess(folders, environment, steps);
        host.ensureInstalled();
        host.ensureFree(port);
        State.Database database = database();
        long process = host.start(port);
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        // Before it is ready, so that a command after a killed one finds what to end.
        State state = new State(Mode.HOST, endpoint, Optional.of(process), List.of(), database);
        state.write(folders);
        host.awaitReady(process, () -> answers(endpoint.resolve(HEALTH)));
        yield state;
      }
    };
  }

  /// PostgreSQL: as given, or of this machine.
  private State.Database database() {
    return new Postgresql(folders, environment).ensure(steps);
  }

  private void end() throws IOException {
    Optional<State> state = State.read(folders);
    if (state.isPresent() && state.get().mode() == Mode.DOCKER) {
      new Containers(folders, steps).end(state.get().containers());
    }
    HostProcess host = new HostProcess(folders, environment, steps);
    host.end(state.flatMap(State::process));
    new Postgresql(folders, environment).end();
    State.forget(folders);
  }

  /// Ends it when this process is stopped, which nothing may hold up.
  void endQuietly() {
    try {
      end();
    } catch (IOException | RuntimeException e) {
      steps.say("not all of it has ended: " + e);
    }
  }

  private static boolean answers(URI address) {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWERS_WITHIN).build();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWERS_WITHIN).build()) {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <T> T alone(Steps.Work<T> work) {
    try {
      Files.createDirectories(folders.cache());
      Path file = folders.cache().resolve("LOCK");
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          @Nullable FileLock lock = channel.tryLock()) {
        if (lock == null) {
          throw new LocalStackException(
              "another ./waymark localstack is at work in " + folders.cache() + ": wait for it");
        }
        return work.run();
      }
    } catch (IOException e) {
      throw new LocalStackException("LocalStack in " + folders.cache() + ": " + e, e);
    }
  }
}
