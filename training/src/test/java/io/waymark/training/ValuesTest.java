package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  /// Up to the last code, one beyond it, and where the first value beyond comes late.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255, 256, 257, 2_000})
  void areThoseThatWereGiven(int different) {
    float[] given = given(different);
    Values all = Values.of(given.clone());
    Values.Writer writer = new Values.Writer(given.length);
    for (float value : given) {
      writer.add(value);
    }
    Values written = writer.values();
    assertThat(all.copy(0, all.size())).isEqualTo(given);
    assertThat(written.copy(0, written.size())).isEqualTo(given);
    assertThat(written.copy(10, 12)).containsExactly(given[10], given[11]);
    assertThat(written.at(given.length - 1)).isEqualTo(given[given.length - 1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 2_000})
  void moveTogether(int different) {
    float[] given = given(different);
    Values turned = Values.of(given.clone()).moved(at -> given.length - 1 - at);
    for (int at = 0; at < given.length; at++) {
      assertThat(turned.at(given.length - 1 - at)).isEqualTo(given[at]);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE})
  void keepEachBit(float odd) {
    Values values = Values.of(new float[] {1, odd, 1, odd});
    assertThat(Float.floatToRawIntBits(values.at(3))).isEqualTo(Float.floatToRawIntBits(odd));
    assertThat(values.at(2)).isEqualTo(1);
  }

  private static float[] given(int different) {
    SplittableRandom random = new SplittableRandom(3);
    float[] given = new float[6_000];
    for (int at = 0; at < given.length; at++) {
      given[at] = at < different ? at / 7f : random.nextInt(different) / 7f;
    }
    return given;
  }
}
