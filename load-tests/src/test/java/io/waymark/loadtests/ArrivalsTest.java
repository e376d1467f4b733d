package io.waymark.loadtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long MILLI = 1_000_000;

  @Test
  void countsFromWhenARequestWasDueAndNotFromItsLateStart() {
    assertThat(due(5, 15, 95, 96, 97)).containsExactly(5L, 15L, 25L, 35L, 45L);
  }

  @Test
  void whatStartsEarlyCountsFromItsStart() {
    assertThat(due(5, 14, 25)).containsExactly(5L, 14L, 25L);
  }

  /// Of starts at these milliseconds, with one due each 10.
  private static List<Long> due(long... starts) {
    PrimitiveIterator.OfLong clock = LongStream.of(starts).iterator();
    Arrivals arrivals = new Arrivals(100, () -> clock.nextLong() * MILLI);
    return LongStream.of(starts).map(_ -> arrivals.next() / MILLI).boxed().toList();
  }
}
