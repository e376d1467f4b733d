package io.waymark.recommend.outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against the tables of R. G. Newcombe's papers of 1998 on one proportion (Statistics in Medicine
/// 17, 857–872, table I, method 3) and on two (873–890, table II, method 10).
class RatesTest {
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0, 0.1611",
    "1, 29, 0.0061, 0.1718",
    "29, 29, 0.8830, 1.0",
  })
  void areWilsons(long successes, long trials, double low, double high) {
    Interval rate = Rates.of(successes, trials).orElseThrow();
    assertThat(rate.value()).isEqualTo((double) successes / trials);
    assertThat(rate.low()).isCloseTo(low, within(0.00006));
    assertThat(rate.high()).isCloseTo(high, within(0.00006));
  }

  @Test // R37
  void areNoneOfWhatIsNoShare() {
    assertThat(Rates.of(0, 0)).isEmpty();
    assertThat(Rates.of(3, 2)).isEmpty();
    assertThat(Rates.of(1, 0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.0524, 0.3339",
    "9, 10, 3, 10, 0.1705, 0.8090",
    "5, 56, 0, 29, -0.0381, 0.1926",
    "0, 10, 0, 20, -0.1611, 0.2775",
    "10, 10, 0, 20, 0.6791, 1.0",
    "10, 10, 0, 10, 0.6075, 1.0",
  })
  void differAsNewcombesDo(
      long others, long ofOthers, long firsts, long ofFirst, double low, double high) {
    Interval first = Rates.of(firsts, ofFirst).orElseThrow();
    Interval other = Rates.of(others, ofOthers).orElseThrow();
    Interval difference = Rates.difference(first, other);
    assertThat(difference.value()).isEqualTo(other.value() - first.value());
    assertThat(difference.low()).isCloseTo(low, within(0.00006));
    assertThat(difference.high()).isCloseTo(high, within(0.00006));
  }
}
