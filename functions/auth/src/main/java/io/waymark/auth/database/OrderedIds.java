package io.waymark.auth.database;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/// Makes ids that sort by when they were made: version 7 of RFC 9562, 48 bits of milliseconds and
/// 74 random ones.
public final class OrderedIds {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private OrderedIds() {}

  public static UUID next(Instant now) {
    long high = now.toEpochMilli() << 16 | VERSION | RANDOM.nextInt(0x1000);
    long low = VARIANT | RANDOM.nextLong() >>> 2;
    return new UUID(high, low);
  }

  /// Where a page of things with such ids begins.
  ///
  /// @throws IllegalArgumentException where the page does not begin after an id
  public static UUID after(Page page) {
    return page.after().map(UUID::fromString).orElse(new UUID(0, 0));
  }
}
