package io.waymark.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Who had to do with what: one entry per user and item, however many rows said so. Users and items
/// stand in the order of their ids, so that the same rows in any order give the same matrix.
///
/// The value of an entry is the strongest weight of its rows, or negative where the newest word of
/// the user on the item was a refusal: [#REFUSED] or [#RATED_LOW], or [#SEEN] where no row said
/// more.
public final class InteractionMatrix {
  public static final long NO_TIME = Long.MIN_VALUE;

  /// Disliked or removed: never a positive.
  public static final float REFUSED = -2;

  /// Rated low: seen, and not liked.
  public static final float RATED_LOW = -1;

  /// Known to the user, and no evidence of anything.
  public static final float SEEN = 0;

  /// How entries weigh in training.
  public enum Weighting {
    /// By the type of interaction, scaled to a mean of 1, so that settings mean the same for every
    /// mixture of types; refused and low-rated items are no positives.
    TYPED,
    /// Everything a user chose to have to do with counts 1, low ratings too: as evidence of what
    /// kind of thing the user looks at, not of what pleased.
    EQUAL
  }

  private final List<String> users;
  private final List<String> items;
  private final Csr entries;
  private final long[] times;

  InteractionMatrix(List<String> users, List<String> items, Csr entries, long[] times) {
    this.users = List.copyOf(users);
    this.items = List.copyOf(items);
    this.entries = entries;
    this.times = times;
  }

  public List<String> users() {
    return users;
  }

  public List<String> items() {
    return items;
  }

  /// Everything a user had to do with, refusals included: what is not recommended again.
  public Csr entries() {
    return entries;
  }

  /// Whether the user chose to have to do with an entry's item, liked or not, and did not refuse it
  /// afterwards.
  public boolean chosen(int at) {
    return entries.value(at) != REFUSED && entries.value(at) != SEEN;
  }

  /// Milliseconds since 1970 of the newest row of an entry, or [#NO_TIME].
  public long time(int at) {
    return times[at];
  }

  /// Whether at least nine in ten entries have a time.
  public boolean timed() {
    int known = 0;
    for (long time : times) {
      known += time == NO_TIME ? 0 : 1;
    }
    return times.length > 0 && known >= 0.9 * times.length;
  }

  /// What [#positives] of [Weighting#TYPED] multiplies weights with.
  public float scale() {
    double total = 0;
    int count = 0;
    for (int at = 0; at < entries.size(); at++) {
      float value = entries.value(at);
      if (value > 0) {
        total += value;
        count++;
      }
    }
    return count == 0 ? 1 : (float) (count / total);
  }

  /// Whether the two weightings differ for this matrix.
  public boolean weighs() {
    float first = Float.NaN;
    for (int at = 0; at < entries.size(); at++) {
      if (!chosen(at)) {
        continue;
      }
      float value = entries.value(at);
      if (Float.isNaN(first)) {
        first = value;
      } else if (value != first) {
        return true;
      }
    }
    return first == RATED_LOW;
  }

  public Csr positives(Weighting weighting) {
    float scale = scale();
    return entries.mapped(
        (row, at) -> {
          float value = entries.value(at);
          return switch (weighting) {
            case TYPED -> value > 0 ? value * scale : Csr.Choice.DROP;
            case EQUAL -> chosen(at) ? 1 : Csr.Choice.DROP;
          };
        });
  }

  /// The same users and items with some entries left out.
  InteractionMatrix keeping(java.util.function.IntPredicate kept) {
    Csr part = entries.mapped((_, at) -> kept.test(at) ? entries.value(at) : Csr.Choice.DROP);
    long[] remaining = new long[part.size()];
    int size = 0;
    for (int at = 0; at < entries.size(); at++) {
      if (kept.test(at)) {
        remaining[size++] = times[at];
      }
    }
    return new InteractionMatrix(users, items, part, remaining);
  }

  /// SHA-256 over ids and entries, in hexadecimal.
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (List<String> ids : List.of(users, items)) {
        for (String id : ids) {
          digest.update(id.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
        }
        digest.update((byte) 1);
      }
      ByteBuffer entry = ByteBuffer.allocate(20);
      for (int row = 0; row < entries.rowCount(); row++) {
        for (int at = entries.start(row); at < entries.end(row); at++) {
          entry.clear().putInt(row).putInt(entries.column(at));
          digest.update(entry.putFloat(entries.value(at)).putLong(times[at]).flip());
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
