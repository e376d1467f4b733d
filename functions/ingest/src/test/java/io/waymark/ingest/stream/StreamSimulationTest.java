package io.waymark.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.eventsource.simulator.Balance;
import io.waymark.eventsource.simulator.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The stream's handler on the simulator, with all faults: few seeds each time, as many as one
/// likes with `-Dwaymark.seeds=1000 -Dwaymark.records=1000`, one again with
/// `-Dwaymark.seed=<seed>`.
class StreamSimulationTest {
  private static final int SEEDS = Integer.getInteger("waymark.seeds", 6);
  private static final int RECORDS = Integer.getInteger("waymark.records", 250);
  private static final Path TRACES = Path.of("target", "simulator");

  @Test
  @DisplayName("I5, I6: whatever goes wrong, every record is stored once, refused once or given up")
  void losesNothingDoublesNothingAndKeepsTheOrder() throws IOException {
    Balance all = new Balance(0, 0, 0, 0, 0);
    for (long seed : seeds()) {
      all = sum(all, run(seed));
    }
    assertThat(all.isEven()).isTrue();
    if (SEEDS >= 1000) {
      System.out.printf("%,d seeds: %s%n", SEEDS, all);
    }
  }

  @Test
  void oneSeedIsOneRun() {
    List<String> first = new SimulatedIngest(3, Faults.all()).run(100);
    assertThat(new SimulatedIngest(3, Faults.all()).run(100)).isEqualTo(first);
    assertThat(new SimulatedIngest(4, Faults.all()).run(100)).isNotEqualTo(first);
  }

  private static long[] seeds() {
    Long one = Long.getLong("waymark.seed");
    return one == null ? LongStream.range(0, SEEDS).toArray() : new long[] {one};
  }

  private static Balance run(long seed) throws IOException {
    SimulatedIngest ingest = new SimulatedIngest(seed, Faults.all());
    ingest.run(RECORDS);
    String again = "again: -Dwaymark.seed=%d -Dwaymark.records=%d".formatted(seed, RECORDS);
    if (!ingest.judge().isEmpty() || !ingest.wrong().isEmpty()) {
      Files.createDirectories(TRACES);
      Files.write(TRACES.resolve("stream-" + seed + ".txt"), ingest.trace());
    }
    assertThat(ingest.judge()).as(again).isEmpty();
    Balance balance = ingest.replayGivenUp();
    assertThat(ingest.wrong()).as(again).isEmpty();
    assertThat(balance.givenUp()).as(again).isZero();
    assertThat(balance.sent())
        .as(again)
        .isEqualTo(balance.accepted() + balance.duplicate() + balance.rejected());
    assertThat(ingest.stored()).as(again).isEqualTo(balance.accepted());
    assertThat(ingest.refused()).as(again).isEqualTo(balance.rejected());
    return balance;
  }

  private static Balance sum(Balance one, Balance other) {
    return new Balance(
        one.sent() + other.sent(),
        one.accepted() + other.accepted(),
        one.duplicate() + other.duplicate(),
        one.rejected() + other.rejected(),
        one.givenUp() + other.givenUp());
  }
}
