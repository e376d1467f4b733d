package io.waymark.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The published vectors, and when a code holds.
class TimeCodesTest {
  /// Of both RFCs.
  private static final Secret SECRET =
      new Secret("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:10Z");
  private static final long STEP = NOW.getEpochSecond() / 30;

  /// RFC 4226, appendix D.
  @Test
  void makesTheCodesOfRfc4226() {
    assertThat(IntStream.range(0, 10).mapToObj(count -> TimeCodes.code(SECRET, count)))
        .containsExactly(
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489");
  }

  /// RFC 6238, appendix B, whose codes of eight digits end in those of six.
  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void makesTheCodesOfRfc6238(long seconds, String code) {
    Instant then = Instant.ofEpochSecond(seconds);
    assertThat(TimeCodes.step(SECRET, code.substring(2), then, 0)).hasValue(seconds / 30);
  }

  @Test
  void holdsInItsStepAndInThoseNextToIt() {
    for (long each : List.of(-1L, 0L, 1L)) {
      assertThat(TimeCodes.step(SECRET, TimeCodes.code(SECRET, STEP + each), NOW, 0))
          .hasValue(STEP + each);
    }
    for (long each : List.of(-2L, 2L)) {
      assertThat(TimeCodes.step(SECRET, TimeCodes.code(SECRET, STEP + each), NOW, 0)).isEmpty();
    }
    assertThat(TimeCodes.step(SECRET, "", NOW, 0)).isEmpty();
  }

  @Test
  void holdsNoMoreOnceItOrALaterOneWasUsed() {
    String code = TimeCodes.code(SECRET, STEP);
    assertThat(TimeCodes.step(SECRET, code, NOW, STEP - 1)).hasValue(STEP);
    assertThat(TimeCodes.step(SECRET, code, NOW, STEP)).isEmpty();
    assertThat(TimeCodes.step(SECRET, code, NOW, STEP + 1)).isEmpty();
  }

  /// RFC 4648, 10, without the padding.
  @ParameterizedTest
  @CsvSource({
    "f, MY",
    "fo, MZXQ",
    "foo, MZXW6",
    "foob, MZXW6YQ",
    "fooba, MZXW6YTB",
    "foobar, MZXW6YTBOI"
  })
  void writesTheSecretAsAppsReadIt(String bytes, String text) {
    assertThat(Base32.encode(bytes.getBytes(StandardCharsets.US_ASCII))).isEqualTo(text);
  }
}
