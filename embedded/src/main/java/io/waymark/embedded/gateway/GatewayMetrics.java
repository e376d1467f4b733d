package io.waymark.embedded.gateway;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts requests by function and status, and how long they took.
final class GatewayMetrics {
  private static final double[] BOUNDS_SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };
  private static final double NANOS = 1e9;

  private final Map<String, Map<Integer, LongAdder>> requests = new ConcurrentHashMap<>();
  private final Map<String, Histogram> latencies = new ConcurrentHashMap<>();

  void count(String function, int status, long nanos) {
    requests
        .computeIfAbsent(function, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(status, _ -> new LongAdder())
        .increment();
    latencies.computeIfAbsent(function, _ -> new Histogram()).record(nanos / NANOS);
  }

  void write(StringBuilder text) {
    text.append("# HELP waymark_requests_total HTTP requests by function and status.\n");
    text.append("# TYPE waymark_requests_total counter\n");
    new TreeMap<>(requests)
        .forEach(
            (function, byStatus) ->
                new TreeMap<>(byStatus)
                    .forEach(
                        (status, count) ->
                            text.append("waymark_requests_total{function=\"")
                                .append(function)
                                .append("\",status=\"")
                                .append(status)
                                .append("\"} ")
                                .append(count.sum())
                                .append('\n')));
    text.append("# HELP waymark_request_seconds Time from request to answer by function.\n");
    text.append("# TYPE waymark_request_seconds histogram\n");
    new TreeMap<>(latencies).forEach((function, histogram) -> histogram.write(function, text));
  }

  private static final class Histogram {
    private final LongAdder[] counts = new LongAdder[BOUNDS_SECONDS.length + 1];
    private final LongAdder sumNanos = new LongAdder();

    Histogram() {
      java.util.Arrays.setAll(counts, _ -> new LongAdder());
    }

    void record(double seconds) {
      int at = 0;
      while (at < BOUNDS_SECONDS.length && seconds > BOUNDS_SECONDS[at]) {
        at++;
      }
      counts[at].increment();
      sumNanos.add((long) (seconds * NANOS));
    }

    void write(String function, StringBuilder text) {
      long total = 0;
      for (int at = 0; at < counts.length; at++) {
        total += counts[at].sum();
        String bound = at < BOUNDS_SECONDS.length ? Double.toString(BOUNDS_SECONDS[at]) : "+Inf";
        line(text, "_bucket", function, ",le=\"" + bound + "\"").append(total).append('\n');
      }
      line(text, "_sum", function, "").append(sumNanos.sum() / NANOS).append('\n');
      line(text, "_count", function, "").append(total).append('\n');
    }

    private static StringBuilder line(
        StringBuilder text, String suffix, String function, String label) {
      return text.append("waymark_request_seconds")
          .append(suffix)
          .append("{function=\"")
          .append(function)
          .append('"')
          .append(label)
          .append("} ");
    }
  }
}
