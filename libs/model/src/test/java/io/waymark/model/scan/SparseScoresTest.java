package io.waymark.model.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against an array of all scores, twice, since what is added up is used anew.
class SparseScoresTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "64, 64", "65, 7", "1000, 3", "1000, 2000", "129, 0"})
  void isWhatAnArrayOfAllScoresWouldBe(int items, int additions) {
    SparseScores.Adding adding = new SparseScores.Adding(items);
    for (int seed = 0; seed < 2; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] all = new float[items];
      for (int each = 0; each < additions; each++) {
        int item = random.nextInt(items);
        float score = (float) random.nextDouble(-0.5, 1);
        all[item] += score;
        adding.add(item, score);
      }
      SparseScores scores = adding.end();
      double sum = 0;
      float most = 0;
      for (int item = 0; item < items; item++) {
        all[item] = Math.max(all[item], 0);
        sum += all[item];
        most = Math.max(most, all[item]);
        assertThat(scores.of(item)).isEqualTo(all[item]);
      }
      double squares = 0;
      for (float score : all) {
        squares += (score - sum / items) * (score - sum / items);
      }
      assertThat(scores.most()).isEqualTo(most);
      assertThat(scores.spread(items).mean()).isCloseTo(sum / items, within(1e-9));
      assertThat(scores.spread(items).deviation())
          .isCloseTo(Math.sqrt(squares / items), within(1e-9));
      int begin = items / 3;
      int end = items - items / 5;
      float[] some = new float[end - begin + 1];
      some[end - begin] = 7;
      scores.fill(some, begin, end);
      for (int item = begin; item < end; item++) {
        assertThat(some[item - begin]).isEqualTo(all[item]);
      }
      assertThat(some[end - begin]).isEqualTo(7);
    }
  }
}
