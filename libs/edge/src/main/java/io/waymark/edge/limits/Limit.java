package io.waymark.edge.limits;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many requests are served in each window of time.
///
/// @param windowSeconds windows begin at its multiples since 1970
public record Limit(long requests, int windowSeconds) {
  private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,17})/([1-9]\\d{0,8})");

  public Limit {
    if (requests < 1 || windowSeconds < 1) {
      throw new IllegalArgumentException("a limit's requests and seconds must be positive");
    }
  }

  /// `100/60` for 100 requests in 60 seconds; empty where `text` is no limit.
  public static Optional<Limit> of(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Limit(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  public String text() {
    return requests + "/" + windowSeconds;
  }

  /// When the window of `now` begins.
  Instant begin(Instant now) {
    long second = now.getEpochSecond();
    return Instant.ofEpochSecond(second - Math.floorMod(second, (long) windowSeconds));
  }
}
