package io.waymark.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many users liked an item on each of the newest days of what a model was trained on: a user
/// counts once for an item, on the newest day. Not a record, because of the arrays; threads may
/// share it.
///
/// As a file, little-endian: `int32` items, `int32` entries; where each item's entries begin,
/// `int32` per item and one for the end; each entry's day, `int8`, 0 the newest; each entry's
/// count, `int32`.
public final class DailyCounts {
  /// Days that are kept, the newest among them.
  public static final int DAYS = 30;

  private static final int HEAD = 8;

  private final int[] starts;
  private final byte[] days;
  private final int[] counts;

  /// @param starts where an item's entries begin, and the end of the last
  /// @param days of the entries, 0 the newest
  public DailyCounts(int[] starts, byte[] days, int[] counts) {
    if (starts[0] != 0
        || starts[starts.length - 1] != days.length
        || days.length != counts.length) {
      throw new IllegalArgumentException("starts, days and counts do not fit together");
    }
    for (int item = 1; item < starts.length; item++) {
      if (starts[item] < starts[item - 1]) {
        throw new IllegalArgumentException("an item's entries end before they begin");
      }
    }
    for (int at = 0; at < days.length; at++) {
      if (days[at] < 0 || days[at] >= DAYS || counts[at] < 1) {
        throw new IllegalArgumentException("entry " + at + " has no day or count to have");
      }
    }
    this.starts = starts;
    this.days = days;
    this.counts = counts;
  }

  public int items() {
    return starts.length - 1;
  }

  /// About what it takes in memory.
  public long bytes() {
    return 4L * starts.length + 5L * days.length;
  }

  /// By item the counts of the newest days, each half as much after every `halfLife` days.
  ///
  /// @param newest days that count, 1 to [#DAYS]
  /// @param halfLife in days; infinite where age does not matter
  public float[] weighed(int newest, double halfLife) {
    double[] worth = new double[DAYS];
    for (int day = 0; day < newest; day++) {
      worth[day] = Math.pow(2, -day / halfLife);
    }
    float[] weighed = new float[items()];
    for (int item = 0; item < weighed.length; item++) {
      double sum = 0;
      for (int at = starts[item]; at < starts[item + 1]; at++) {
        sum += worth[days[at]] * counts[at];
      }
      weighed[item] = sum > 0 ? Math.max((float) sum, Float.MIN_VALUE) : 0;
    }
    return weighed;
  }

  public void write(Path file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEAD + 4 * starts.length + 5 * days.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(items())
            .putInt(days.length);
    for (int start : starts) {
      bytes.putInt(start);
    }
    bytes.put(days);
    for (int count : counts) {
      bytes.putInt(count);
    }
    Files.write(file, bytes.array());
  }

  /// Reads what [#write] wrote.
  ///
  /// @throws IllegalArgumentException where it is no such file
  static DailyCounts read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < HEAD) {
      throw new IllegalArgumentException("ends within its head");
    }
    int items = bytes.getInt();
    int entries = bytes.getInt();
    if (items < 0 || entries < 0 || bytes.remaining() != 4L * (items + 1L) + 5L * entries) {
      throw new IllegalArgumentException("does not have the length that its head says");
    }
    int[] starts = new int[items + 1];
    for (int item = 0; item <= items; item++) {
      starts[item] = bytes.getInt();
    }
    byte[] days = new byte[entries];
    bytes.get(days);
    int[] counts = new int[entries];
    for (int at = 0; at < entries; at++) {
      counts[at] = bytes.getInt();
    }
    return new DailyCounts(starts, days, counts);
  }
}
