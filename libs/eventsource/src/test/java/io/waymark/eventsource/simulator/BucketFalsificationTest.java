package io.waymark.eventsource.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// The same for notifications of a bucket.
class BucketFalsificationTest {
  private static final int SEEDS = 40;
  private static final int OBJECTS = 40;

  /// What a few objects meet too rarely otherwise.
  private static final Faults OFTEN_REFUSED = Faults.all().with(Fault.STORE_REFUSES, .03);

  @Test
  void findsNothingWhereNothingIsWrong() {
    for (long seed = 0; seed < 2 * SEEDS; seed++) {
      ToyBucket toy = new ToyBucket(seed, Faults.all(), BucketMistake.NONE);
      toy.run(OBJECTS);
      assertThat(toy.judge()).as("seed %d", seed).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void catchesEachMistakeByWhatItBreaks(BucketMistake mistake) {
    Set<Violation.Kind> found = EnumSet.noneOf(Violation.Kind.class);
    for (long seed = 0; seed < SEEDS && !found.contains(mistake.shows()); seed++) {
      ToyBucket toy = new ToyBucket(seed, OFTEN_REFUSED, mistake);
      toy.run(OBJECTS);
      toy.judge().forEach(each -> found.add(each.kind()));
    }
    assertThat(found).contains(mistake.shows());
  }

  @Test
  void oneSeedIsOneRun() {
    List<String> first = new ToyBucket(7, Faults.all(), BucketMistake.NONE).run(OBJECTS);
    assertThat(new ToyBucket(7, Faults.all(), BucketMistake.NONE).run(OBJECTS)).isEqualTo(first);
    assertThat(new ToyBucket(8, Faults.all(), BucketMistake.NONE).run(OBJECTS)).isNotEqualTo(first);
  }
}
