package io.waymark.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.eventsource.simulator.Balance;
import io.waymark.eventsource.simulator.Faults;
import io.waymark.ingest.quality.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The uploads' handler on the simulator, with all faults: few seeds each time, as many as one
/// likes with `-Dwaymark.upload.seeds=200`, one again with `-Dwaymark.upload.seed=<seed>`.
class UploadSimulationTest {
  private static final int SEEDS = Integer.getInteger("waymark.upload.seeds", 2);
  private static final int FILES = 3;
  private static final int ROWS = 60;
  private static final Path TRACES = Path.of("target", "simulator");

  @TempDir Path folder;

  @Test
  @DisplayName(
      "I7, I9, I13: whatever goes wrong, every row of every file is stored or refused once")
  void storesEveryRowOnce() throws IOException {
    for (long seed : seeds()) {
      run(seed);
    }
  }

  private static long[] seeds() {
    Long one = Long.getLong("waymark.upload.seed");
    return one == null ? LongStream.range(0, SEEDS).toArray() : new long[] {one};
  }

  private void run(long seed) throws IOException {
    String again = "again: -Dwaymark.upload.seed=" + seed;
    SimulatedUploads uploads = new SimulatedUploads(seed, Faults.all(), folder);
    List<String> trace = uploads.run(FILES, ROWS);
    Files.createDirectories(TRACES);
    Files.write(TRACES.resolve("uploads-" + seed + ".txt"), trace);
    uploads.deliverGivenUpAgain();
    assertThat(uploads.states()).as(again).containsOnly(UploadState.DONE);
    assertThat(uploads.judge()).as(again).isEmpty();
    assertThat(uploads.strayHistories()).as(again).isEmpty();
    Balance balance = uploads.balance();
    assertThat(balance.sent())
        .as(again)
        .isEqualTo(balance.accepted() + balance.duplicate() + balance.rejected());
    assertThat(uploads.counts())
        .as(again)
        .isEqualTo(
            new Counts(
                balance.sent(), balance.accepted(), balance.duplicate(), balance.rejected()));
  }
}
