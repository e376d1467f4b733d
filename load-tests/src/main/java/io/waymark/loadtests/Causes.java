package io.waymark.loadtests;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Why requests failed, the most frequent cause first.
record Causes(List<Cause> list) {
  private static final int MOST = 20;

  Causes {
    list = List.copyOf(list);
  }

  record Cause(String request, String failure, long times) {}

  static Causes of(Collection<Sample> samples) {
    Map<Cause, Long> counts =
        samples.stream()
            .filter(sample -> !sample.ok())
            .collect(
                Collectors.groupingBy(
                    sample -> new Cause(sample.request(), sample.failure().orElseThrow(), 0),
                    Collectors.counting()));
    return new Causes(
        counts.entrySet().stream()
            .map(
                entry ->
                    new Cause(entry.getKey().request(), entry.getKey().failure(), entry.getValue()))
            .sorted(Comparator.comparingLong(Cause::times).reversed())
            .limit(MOST)
            .toList());
  }
}
