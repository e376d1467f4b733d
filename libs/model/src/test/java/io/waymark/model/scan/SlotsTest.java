package io.waymark.model.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsTest {
  /// Items that lie side by side, and far apart, and one that meets each place on its way.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 20, 1_000})
  void findsEachItemOfAListAndNoOther(int count) {
    int[] items =
        new SplittableRandom(count).ints(0, 4 * count + 9).distinct().limit(count).toArray();
    Slots slots = new Slots(items);
    boolean[] in = new boolean[8 * count + 20];
    for (int slot = 0; slot < count; slot++) {
      assertThat(slots.of(items[slot])).isEqualTo(slot);
      in[items[slot]] = true;
    }
    for (int item = 0; item < in.length; item++) {
      assertThat(slots.of(item) >= 0).isEqualTo(in[item]);
    }
  }
}
