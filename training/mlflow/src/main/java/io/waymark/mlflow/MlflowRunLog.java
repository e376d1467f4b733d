package io.waymark.mlflow;

import io.waymark.training.FinishedRun;
import io.waymark.training.RunLog;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.mlflow.tracking.MlflowClient;

/// Logs to an MLflow server. Neither its Java client nor the server bounds how long an answer
/// takes: a thread of its own asks, and is left alone when its time is over.
public final class MlflowRunLog implements RunLog {
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final int LONGEST_REASON = 500;

  private final Server server;

  MlflowRunLog(Server server) {
    this.server = server;
  }

  /// That of the server which the environment names, as MLflow's own clients read it.
  ///
  /// @return [RunLog#NONE] where it names none; one that only says so where what it names is no
  ///   server
  public static RunLog of(Map<String, String> environment) {
    try {
      return Server.of(environment).<RunLog>map(MlflowRunLog::new).orElse(RunLog.NONE);
    } catch (IllegalArgumentException wrong) {
      String reason = String.valueOf(wrong.getMessage());
      return (_, _) -> new Logged.Not(reason);
    }
  }

  @Override
  public Logged log(FinishedRun run, Duration most) {
    try (Clients clients = Clients.of(server)) {
      return log(run, clients, most);
    } catch (RuntimeException | LinkageError | OutOfMemoryError failed) {
      return new Logged.Not("no connection could be made: " + reason(failed));
    }
  }

  private Logged log(FinishedRun run, Clients clients, Duration most) {
    FutureTask<Logged> task =
        new FutureTask<>(() -> new Conversation(server, clients.mlflow(), clients.http()).log(run));
    Thread thread = Thread.ofPlatform().daemon().name("mlflow").start(task);
    try {
      return task.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      return new Logged.Not(
          "%s did not take it all within %d s".formatted(server, most.toSeconds()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Logged.Not("stopped while " + server + " was told");
    } catch (ExecutionException failed) {
      return new Logged.Not(server + ": " + reason(failed.getCause()));
    } finally {
      thread.interrupt();
    }
  }

  /// What a server is asked with.
  private record Clients(MlflowClient mlflow, HttpClient http) implements AutoCloseable {
    static Clients of(Server server) {
      HttpClient http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(TO_CONNECT)
              .build();
      return new Clients(new MlflowClient(server.credentials()), http);
    }

    /// Ends a read that nobody waits for any more, too.
    @Override
    public void close() {
      http.shutdownNow();
      mlflow.close();
    }
  }

  /// The words of a server are as long as it likes.
  static String reason(@Nullable Throwable failure) {
    String text =
        Optional.ofNullable(failure)
            .map(
                known ->
                    known instanceof IOException && !(known instanceof Artifacts.RefusedException)
                        ? "does not answer (" + known + ")"
                        : Optional.ofNullable(known.getMessage()).orElse(known.toString()))
            .orElse("failed");
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }
}
