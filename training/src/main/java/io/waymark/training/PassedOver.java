package io.waymark.training;

import io.waymark.interactions.RejectionReason;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The rows of a file that do not count, and why.
public final class PassedOver {
  private final SortedMap<String, Long> byReason = new TreeMap<>();
  private String first = "";
  private long rows;

  void add(long line, RejectionReason reason) {
    if (rows == 0) {
      first = "line %d: %s %s".formatted(line, reason.field(), reason.message());
    }
    rows++;
    byReason.merge(reason.key(), 1L, Long::sum);
  }

  public long rows() {
    return rows;
  }

  /// For people: how many rows, by reason, and what is wrong with the first.
  @Override
  public String toString() {
    String reasons =
        byReason.entrySet().stream()
            .map((Map.Entry<String, Long> each) -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
    return rows == 1
        ? "1 row was passed over (%s): %s".formatted(reasons, first)
        : "%d rows were passed over (%s); the first is %s".formatted(rows, reasons, first);
  }
}
