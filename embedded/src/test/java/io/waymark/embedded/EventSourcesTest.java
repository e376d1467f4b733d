package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.embedded.streams.Checkpoints;
import io.waymark.embedded.usage.UsageLog;
import io.waymark.tenancy.installation.Deployable;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSourcesTest {
  private static final Installation INSTALLATION =
      new Installation("local", "000000000000", "eu-central-1");

  @TempDir private Path folder;

  @Test
  void migratesOnceADayWithoutMakingTheSampleTenant() throws IOException {
    Path archives = folder.resolve("archives");
    TestFunctions.compile(archives);
    Path instance = Files.createDirectories(folder.resolve("instance"));
    Files.writeString(
        instance.resolve("waymark-instance.properties"),
        "waymark.keys=" + folder + "\ndatasources.default.url=none\n");
    try (VirtualTimer timer = new VirtualTimer();
        UsageLog log = new UsageLog(folder.resolve("usage"), folder.resolve("failed"));
        Functions functions =
            Functions.open(
                INSTALLATION,
                archives,
                Map.of(Deployable.AUTH, instance),
                Clock.systemUTC(),
                Runnable::run,
                log,
                Duration.ofMinutes(1));
        EventSources sources =
            new EventSources(
                functions,
                new Checkpoints(folder.resolve("checkpoints")),
                folder.resolve("failed"),
                INSTALLATION.region(),
                Clock.systemUTC(),
                Duration.ZERO,
                timer)) {
      sources.followTheClock();
      Path migrated = folder.resolve("migrations.json");
      timer.pass(Duration.ofHours(23));
      assertThat(migrated).doesNotExist();
      for (int day = 0; day < 3; day++) {
        timer.pass(Duration.ofDays(1));
        assertThat(migrated).hasContent("{}");
        Files.delete(migrated);
      }
    }
  }

  /// Runs what is due when a test says that time has passed.
  private static final class VirtualTimer extends ScheduledThreadPoolExecutor {
    private final List<Task> tasks = new ArrayList<>();
    private long nowMs;

    VirtualTimer() {
      super(0);
    }

    private static final class Task {
      private final Runnable command;
      private final long periodMs;
      private long dueMs;

      Task(Runnable command, long dueMs, long periodMs) {
        this.command = command;
        this.dueMs = dueMs;
        this.periodMs = periodMs;
      }
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
        Runnable command, long first, long period, TimeUnit unit) {
      tasks.add(new Task(command, nowMs + unit.toMillis(first), unit.toMillis(period)));
      return schedule(() -> {}, first, unit);
    }

    void pass(Duration time) {
      nowMs += time.toMillis();
      for (Task each : tasks) {
        while (each.dueMs <= nowMs) {
          each.command.run();
          each.dueMs += each.periodMs;
        }
      }
    }

    @Override
    public void close() {
      shutdownNow();
    }
  }
}
