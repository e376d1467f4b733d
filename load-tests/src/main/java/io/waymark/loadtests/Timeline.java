package io.waymark.loadtests;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// A scenario second by second, by when answers came.
record Timeline(List<Second> seconds) {
  private static final long SECOND = 1_000_000_000;

  Timeline {
    seconds = List.copyOf(seconds);
  }

  /// @param at since the first request began
  record Second(long at, Figures figures) {}

  static Timeline of(Collection<Sample> samples) {
    long begin = samples.stream().mapToLong(Sample::begin).min().orElse(0);
    Map<Long, List<Sample>> bySecond =
        samples.stream()
            .collect(
                Collectors.groupingBy(
                    sample -> (sample.end() - begin) / SECOND, TreeMap::new, Collectors.toList()));
    return new Timeline(
        bySecond.entrySet().stream()
            .map(entry -> new Second(entry.getKey(), Figures.of(entry.getValue())))
            .toList());
  }

  List<Plot.Point> overTime(ToDoubleFunction<Figures> figure) {
    return seconds.stream()
        .map(second -> new Plot.Point(second.at(), figure.applyAsDouble(second.figures())))
        .toList();
  }
}
