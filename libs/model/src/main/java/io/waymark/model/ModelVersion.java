package io.waymark.model;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// One trained or uploaded model of a name: `20260102T030405Z-1a2b3c`, so that texts sort by time.
public record ModelVersion(String value) implements Comparable<ModelVersion> {
  private static final Pattern SHAPE = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{6}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  public ModelVersion {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "version must look like 20260102T030405Z-1a2b3c, not " + value);
    }
  }

  /// The version of a model made at `time`.
  ///
  /// @param distinguisher tells versions of one second apart; its lowest 24 bits count
  public static ModelVersion at(Instant time, int distinguisher) {
    return new ModelVersion(TIME.format(time) + "-" + HexFormat.of().toHexDigits(distinguisher, 6));
  }

  /// When the model was made, to the second.
  ///
  /// @throws java.time.DateTimeException where the digits are no time
  public Instant madeAt() {
    return LocalDateTime.of(
            digits(0, 4), digits(4, 6), digits(6, 8), digits(9, 11), digits(11, 13), digits(13, 15))
        .toInstant(ZoneOffset.UTC);
  }

  private int digits(int begin, int end) {
    return Integer.parseInt(value, begin, end, 10);
  }

  @Override
  public int compareTo(ModelVersion other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
