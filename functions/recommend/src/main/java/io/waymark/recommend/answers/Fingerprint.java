package io.waymark.recommend.answers;

import io.waymark.recommend.history.PastEvent;
import io.waymark.tenancy.ItemId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// The first 128 bits of SHA-256 over what stands for it: what is equal has the same, and nobody
/// finds two that differ and have it too.
record Fingerprint(long high, long low) {
  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  /// Of events in their order.
  static Fingerprint ofEvents(List<PastEvent> events) {
    return of(
        out -> {
          for (PastEvent event : events) {
            out.writeUTF(event.item().value());
            out.writeUTF(event.type().value());
            out.writeDouble(event.weight());
            Instant time = event.time();
            out.writeLong(time.getEpochSecond());
            out.writeInt(time.getNano());
          }
        });
  }

  /// Of items in any order, each once.
  static Fingerprint ofItems(Collection<ItemId> items) {
    return of(
        out -> {
          for (String id : items.stream().map(ItemId::value).sorted().toList()) {
            out.writeUTF(id);
          }
        });
  }

  private static Fingerprint of(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    ByteBuffer digest = ByteBuffer.wrap(sha256(bytes.toByteArray()));
    return new Fingerprint(digest.getLong(), digest.getLong());
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
