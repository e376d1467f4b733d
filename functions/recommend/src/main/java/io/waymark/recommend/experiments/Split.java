package io.waymark.recommend.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which arm has which of a million slots, into which users fall by a hash. Kept with the
/// experiment, since after a change of shares it says who has moved.
///
/// @param ranges from slot 0 to the last, none empty
public record Split(List<Range> ranges) {
  static final int SLOTS = 1_000_000;

  /// Small in a row of the store, and more than thousands of changes of shares lead to.
  static final int MOST_RANGES = 1_000;

  /// Slots up to `end`, which is not among them.
  record Range(int end, int arm) {}

  public Split {
    ranges = List.copyOf(ranges);
    int begin = 0;
    for (Range range : ranges) {
      if (range.end() <= begin) {
        throw new IllegalArgumentException("ranges must not be empty: " + ranges);
      }
      begin = range.end();
    }
    if (begin != SLOTS) {
      throw new IllegalArgumentException("ranges must end at " + SLOTS + ", not " + begin);
    }
  }

  /// The arms one after the other.
  public static Split of(List<Double> shares) {
    int[] slots = slots(shares);
    List<Range> ranges = new ArrayList<>();
    int end = 0;
    for (int arm = 0; arm < slots.length; arm++) {
      end += slots[arm];
      ranges.add(new Range(end, arm));
    }
    return new Split(ranges);
  }

  int armOf(int slot) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (slot < ranges.get(middle).end()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return ranges.get(low).arm();
  }

  /// Other shares for the same arms, of which as few slots as can be change hands: each arm that is
  /// to have less gives up its last ones, to those that are to have more.
  ///
  /// @return empty where shares were changed so often that the slots are in too many pieces
  Optional<Split> with(List<Double> shares) {
    int[] wanted = slots(shares);
    int[] more = wanted.clone();
    int begin = 0;
    for (Range range : ranges) {
      more[range.arm()] -= range.end() - begin;
      begin = range.end();
    }
    List<Range> backwards = new ArrayList<>();
    for (int at = ranges.size() - 1; at >= 0; at--) {
      int arm = ranges.get(at).arm();
      int first = at == 0 ? 0 : ranges.get(at - 1).end();
      int end = ranges.get(at).end();
      int given = Math.min(end - first, Math.max(0, -more[arm]));
      more[arm] += given;
      for (int to = 0; to < more.length && given > 0; to++) {
        int taken = Math.min(given, Math.max(0, more[to]));
        if (taken > 0) {
          backwards.add(new Range(end, to));
          more[to] -= taken;
          end -= taken;
          given -= taken;
        }
      }
      if (end > first) {
        backwards.add(new Range(end, arm));
      }
    }
    List<Range> joined = joined(backwards.reversed());
    return joined.size() > MOST_RANGES ? Optional.empty() : Optional.of(new Split(joined));
  }

  private static List<Range> joined(List<Range> ranges) {
    List<Range> joined = new ArrayList<>();
    for (Range range : ranges) {
      if (!joined.isEmpty() && joined.getLast().arm() == range.arm()) {
        joined.removeLast();
      }
      joined.add(range);
    }
    return joined;
  }

  /// Slots for each share; what rounding leaves over goes to the largest remainders.
  private static int[] slots(List<Double> shares) {
    double all = shares.stream().mapToDouble(Double::doubleValue).sum();
    int[] slots = new int[shares.size()];
    double[] remainders = new double[shares.size()];
    for (int arm = 0; arm < slots.length; arm++) {
      double exact = shares.get(arm) / all * SLOTS;
      slots[arm] = (int) exact;
      remainders[arm] = exact - slots[arm];
    }
    for (int left = SLOTS - Arrays.stream(slots).sum(); left > 0; left--) {
      int largest = 0;
      for (int arm = 1; arm < slots.length; arm++) {
        largest = remainders[arm] > remainders[largest] ? arm : largest;
      }
      slots[largest]++;
      remainders[largest] = -1;
    }
    return slots;
  }

  /// As it is stored: `500000:0 1000000:1`.
  String text() {
    return ranges.stream()
        .map(range -> range.end() + ":" + range.arm())
        .collect(Collectors.joining(" "));
  }

  /// Reads what [#text] wrote.
  static Split parse(String text) {
    return new Split(
        Stream.of(text.split(" "))
            .map(range -> range.split(":"))
            .map(parts -> new Range(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
            .toList());
  }
}
