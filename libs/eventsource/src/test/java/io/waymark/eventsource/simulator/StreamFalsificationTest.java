package io.waymark.eventsource.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.eventsource.MappingConfig;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// The simulator and its judge are worth what they catch: each mistake within some seeds, and
/// nothing where there is none.
class StreamFalsificationTest {
  private static final int SEEDS = 150;
  private static final int CALM_SEEDS = 40;
  private static final int RECORDS = 60;

  @Test
  void findsNothingWhereNothingIsWrong() {
    for (long seed = 0; seed < CALM_SEEDS; seed++) {
      ToyStream toy = new ToyStream(seed, Faults.all(), Mistake.NONE);
      toy.run(RECORDS);
      assertThat(toy.judge()).as("seed %d", seed).isEmpty();
      assertThat(toy.ledger().balance().isEven()).as("seed %d", seed).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void catchesEachMistakeByWhatItBreaks(Mistake mistake) {
    Set<Violation.Kind> found = EnumSet.noneOf(Violation.Kind.class);
    for (long seed = 0; seed < SEEDS && !found.contains(mistake.shows()); seed++) {
      ToyStream toy = new ToyStream(seed, Faults.all(), mistake);
      toy.run(RECORDS);
      toy.judge().forEach(each -> found.add(each.kind()));
    }
    assertThat(found).contains(mistake.shows());
  }

  @Test
  void catchesAMaximumAgeThatIsNoLessThanTheStreamKeeps() {
    assertThat(heldUpFor(Duration.ofHours(30), Duration.ofHours(24)).judge())
        .extracting(Violation::kind)
        .contains(Violation.Kind.LOST);
    assertThat(heldUpFor(Duration.ofHours(30), Duration.ofHours(23)).judge()).isEmpty();
  }

  private static ToyStream heldUpFor(Duration outage, Duration maximumAge) {
    Simulation simulation = new Simulation(1, Faults.NONE, ToyStream.START);
    MappingConfig config = new MappingConfig(10, Duration.ofSeconds(1), 5, maximumAge, true);
    ToyStream toy = new ToyStream(simulation, Mistake.NONE, config, Duration.ofHours(24));
    simulation.outage(Fault.THROTTLED, outage);
    toy.run(RECORDS);
    return toy;
  }

  @Test
  void oneSeedIsOneRun() {
    for (long seed = 0; seed < 5; seed++) {
      List<String> first = new ToyStream(seed, Faults.all(), Mistake.NONE).run(RECORDS);
      assertThat(new ToyStream(seed, Faults.all(), Mistake.NONE).run(RECORDS)).isEqualTo(first);
      assertThat(new ToyStream(seed + 1, Faults.all(), Mistake.NONE).run(RECORDS))
          .isNotEqualTo(first);
    }
  }
}
