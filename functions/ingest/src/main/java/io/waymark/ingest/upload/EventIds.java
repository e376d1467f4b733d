package io.waymark.ingest.upload;

import io.waymark.tenancy.EventId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// Ids of events that came without one: hashes of what stays the same when the event comes again.
public final class EventIds {
  /// 144 bits: no two events of a tenant will ever share one by chance.
  private static final int BYTES = 18;

  private EventIds() {}

  /// The same id for the same parts, and for no others.
  public static EventId of(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    byte[] hash = Arrays.copyOf(digest.digest(), BYTES);
    return new EventId("h-" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
