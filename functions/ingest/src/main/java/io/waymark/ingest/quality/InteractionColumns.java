package io.waymark.ingest.quality;

import io.waymark.files.InteractionBlock;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import java.time.Instant;

/// Some interactions in columns, filled again and again: few enough to stay near the processor.
public final class InteractionColumns {
  public static final int MOST = 1 << 10;

  /// Where the interaction stands in its block.
  final int[] row = new int[MOST];

  /// Hashes of ids and types, [KeyCounts]'.
  final long[] user = new long[MOST];

  final long[] item = new long[MOST];
  final long[] type = new long[MOST];

  /// Milliseconds since 1970, or [InteractionBlock#NO_TIME].
  final long[] time = new long[MOST];

  /// NaN where there is none, as in the others.
  final double[] rating = new double[MOST];

  final double[] value = new double[MOST];
  final double[] seconds = new double[MOST];

  /// Whether the interaction brought an event id.
  final boolean[] named = new boolean[MOST];

  private int size;

  public int size() {
    return size;
  }

  /// Where a row stands in its block.
  public int row(int at) {
    return row[at];
  }

  /// Whether a row brought an event id.
  public boolean isNamed(int at) {
    return named[at];
  }

  /// Of all that stands here of a row.
  public long hash(int at) {
    long hash = KeyCounts.hash(31 * user[at] + item[at]);
    hash = KeyCounts.hash(31 * hash + type[at]);
    hash = KeyCounts.hash(31 * hash + time[at]);
    hash = KeyCounts.hash(31 * hash + Double.doubleToLongBits(rating[at]));
    hash = KeyCounts.hash(31 * hash + Double.doubleToLongBits(value[at]));
    return KeyCounts.hash(31 * hash + Double.doubleToLongBits(seconds[at]));
  }

  public void clear() {
    size = 0;
  }

  public boolean isFull() {
    return size == MOST;
  }

  /// Adds a row of a block.
  ///
  /// @param users gives the hash of its user, as the others of theirs
  void add(InteractionBlock block, int at, TextCounts users, TextCounts items, TextCounts types) {
    row[size] = at;
    user[size] = users.hash(block.users(), block.user(at));
    item[size] = items.hash(block.items(), block.item(at));
    type[size] = types.hash(block.types(), block.type(at));
    time[size] = block.time(at);
    rating[size] = block.rating(at);
    value[size] = block.value(at);
    seconds[size] = block.durationSeconds(at);
    named[size] = !block.eventIdText(at).isEmpty();
    size++;
  }

  void add(Interaction one) {
    user[size] = KeyCounts.hash(one.user().value());
    item[size] = KeyCounts.hash(one.item().value());
    type[size] = KeyCounts.hash(one.type().value());
    time[size] = one.timestamp().map(Instant::toEpochMilli).orElse(InteractionBlock.NO_TIME);
    InteractionDetails details = one.details();
    rating[size] = details.rating().orElse(Double.NaN);
    value[size] = details.value().orElse(Double.NaN);
    seconds[size] = details.durationSeconds().orElse(Double.NaN);
    named[size] = one.eventId().isPresent();
    size++;
  }

  /// Leaves only those of which `kept` is true.
  public void keep(boolean[] kept) {
    int to = 0;
    for (int from = 0; from < size; from++) {
      if (kept[from]) {
        row[to] = row[from];
        user[to] = user[from];
        item[to] = item[from];
        type[to] = type[from];
        time[to] = time[from];
        rating[to] = rating[from];
        value[to] = value[from];
        seconds[to] = seconds[from];
        named[to] = named[from];
        to++;
      }
    }
    size = to;
  }
}
