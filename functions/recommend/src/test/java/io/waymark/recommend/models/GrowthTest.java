package io.waymark.recommend.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// What the soak judges by.
class GrowthTest {
  private static final long MEBI = 1 << 20;

  private static Growth of(int count, IntFunction<Growth.Sample> looks) {
    Growth growth = new Growth();
    for (int at = 0; at < count; at++) {
      growth.add(looks.apply(at));
    }
    return growth;
  }

  @Test
  void whatFillsFirstAndThenGoesUpAndDownHasNotGrown() {
    Growth growth =
        of(
            100,
            at ->
                new Growth.Sample(
                    (Math.min(at, 20) + 40 + at % 3) * MEBI,
                    (Math.min(at, 20) * 10 + 300 + at % 7) * MEBI,
                    at % 5,
                    60 + at % 9));
    assertThat(growth.grown()).isEmpty();
  }

  @Test
  void namesEachThingThatGrows() {
    Growth.Sample still = new Growth.Sample(40 * MEBI, 300 * MEBI, 5, 60);
    assertThat(of(100, _ -> still).grown()).isEmpty();
    assertThat(of(100, at -> new Growth.Sample((40 + at / 8) * MEBI, 300 * MEBI, 5, 60)).grown())
        .containsExactly("heap, MiB");
    assertThat(of(100, at -> new Growth.Sample(40 * MEBI, (300 + at) * MEBI, 5, 60)).grown())
        .containsExactly("resident memory, MiB");
    assertThat(of(100, at -> new Growth.Sample(40 * MEBI, 300 * MEBI, 5 + at / 5, 60)).grown())
        .containsExactly("native handles");
    assertThat(of(100, at -> new Growth.Sample(40 * MEBI, 300 * MEBI, 5, 60 + at)).grown())
        .containsExactly("open files");
  }

  @Test
  void saysNothingOfFewLooks() {
    assertThatThrownBy(() -> of(8, _ -> new Growth.Sample(1, 1, 1, 1)).grown())
        .hasMessageContaining("too few looks");
  }
}
