package io.waymark.recommend.answers;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.ItemId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the pages before have shown, so that the next one goes on behind them whatever happened
/// meanwhile.
///
/// @param marks one per item shown, of 40 bits: of a million other items, a thousand marks hide one
///   by mistake once in a thousand lists
/// @param above the last score shown
/// @param version of the model that ranked; empty where none did
/// @param begun how the first page came to be; empty before it
record Seen(Set<Long> marks, double above, Optional<ModelVersion> version, Optional<Begun> begun) {
  /// A list ends here, whatever else would match: ten pages of a hundred.
  static final int MOST = 1_000;

  static final int MARK_BYTES = 5;
  static final Seen NOTHING = new Seen(Set.of(), 1, Optional.empty(), Optional.empty());

  /// What a list goes on with, whatever an experiment would choose meanwhile.
  ///
  /// @param arm the code of an experiment's arm, 0 outside of one
  record Begun(ModelName model, int arm) {}

  Seen {
    marks = Set.copyOf(marks);
  }

  boolean holds(ItemId item) {
    return !marks.isEmpty() && marks.contains(mark(sha256(), item));
  }

  /// After one more page.
  Seen and(List<Slots.Slot> page, Optional<ModelVersion> ranking) {
    Set<Long> all = new HashSet<>(marks);
    MessageDigest sha256 = sha256();
    page.forEach(slot -> all.add(mark(sha256, slot.item())));
    return new Seen(
        all, page.isEmpty() ? above : page.getLast().score(), version.or(() -> ranking), begun);
  }

  Seen of(Begun first) {
    return new Seen(marks, above, version, Optional.of(first));
  }

  private static long mark(MessageDigest sha256, ItemId item) {
    byte[] digest = sha256.digest(item.value().getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest).getLong() >>> (Long.SIZE - Byte.SIZE * MARK_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// In one order, whatever order a set has.
  List<Long> sorted() {
    List<Long> sorted = new ArrayList<>(marks);
    sorted.sort(null);
    return sorted;
  }
}
