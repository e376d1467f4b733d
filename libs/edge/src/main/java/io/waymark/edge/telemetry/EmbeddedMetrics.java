package io.waymark.edge.telemetry;

import io.waymark.tenancy.installation.Handler;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// One line of CloudWatch's embedded metric format, version 1: a JSON object that says of which of
/// its own members metrics are to be made. A function writes it like a line of its log and calls
/// nobody. There is one dimension, the function: what a tenant does costs no metric of its own.
///
/// Not for several threads.
final class EmbeddedMetrics {
  /// How many values of one metric CloudWatch takes of a line.
  static final int MOST_VALUES = 100;

  private static final String DIMENSION = "function";

  private final Map<Metric, StringBuilder> values = new EnumMap<>(Metric.class);
  private final Map<Metric, Long> counts = new EnumMap<>(Metric.class);
  private final Map<Metric, Integer> sizes = new EnumMap<>(Metric.class);

  /// Adds to what is counted. What was counted and never came is not written: CloudWatch bills a
  /// metric for each hour that hears of it.
  void count(Metric metric, long more) {
    if (more != 0) {
      counts.merge(metric, more, Long::sum);
    }
  }

  /// Leaves out what this function does not write.
  void keepThoseOf(Handler handler) {
    counts.keySet().removeIf(metric -> !metric.isWrittenBy(handler));
    values.keySet().removeIf(metric -> !metric.isWrittenBy(handler));
  }

  boolean isEmpty() {
    return counts.isEmpty() && values.isEmpty();
  }

  /// Keeps one value more, of the first [#MOST_VALUES], to three decimal places.
  void value(Metric metric, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(metric + " must be a finite number, not " + value);
    }
    if (sizes.merge(metric, 1, Integer::sum) <= MOST_VALUES) {
      StringBuilder known = values.computeIfAbsent(metric, _ -> new StringBuilder());
      known.append(known.isEmpty() ? "" : ",").append(Math.round(value * 1e3) / 1e3);
    }
  }

  /// The line, with its end, of what is not empty.
  ///
  /// @param namespace like `Waymark/prod`
  String line(String namespace, String function, Instant now) {
    StringBuilder line = new StringBuilder(512);
    line.append("{\"_aws\":{\"Timestamp\":").append(now.toEpochMilli());
    line.append(",\"CloudWatchMetrics\":[{\"Namespace\":");
    quote(line, namespace);
    line.append(",\"Dimensions\":[[\"").append(DIMENSION).append("\"]],\"Metrics\":[");
    StringBuilder members = new StringBuilder(256);
    counts.forEach((metric, count) -> add(metric, count.toString(), line, members));
    values.forEach((metric, all) -> add(metric, "[" + all + "]", line, members));
    line.setLength(line.length() - 1); // the last comma
    line.append("]}]},\"").append(DIMENSION).append("\":");
    quote(line, function);
    return line.append(members).append("}\n").toString();
  }

  private static void add(
      Metric metric, String value, StringBuilder definitions, StringBuilder members) {
    definitions.append("{\"Name\":\"").append(metric.text());
    definitions.append("\",\"Unit\":\"").append(metric.unit()).append("\"},");
    members.append(",\"").append(metric.text()).append("\":").append(value);
  }

  private static void quote(StringBuilder line, String text) {
    line.append('"');
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (each < ' ' || each == '"' || each == '\\') {
        throw new IllegalArgumentException("no name of a stage or a function: " + text);
      }
      line.append(each);
    }
    line.append('"');
  }
}
