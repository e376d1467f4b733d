package io.waymark.loadtests;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// The server's process during a scenario, a reading a second.
record Resources(List<Reading> readings) {
  private static final double SECOND = 1e9;

  Resources {
    readings = List.copyOf(readings);
  }

  OptionalDouble peakMemoryMib() {
    return most(Reading::memoryMib);
  }

  OptionalDouble peakHeapMib() {
    return most(Reading::heapMib);
  }

  OptionalDouble mostThreads() {
    return most(Reading::threads);
  }

  /// Processors busy on average.
  OptionalDouble processors() {
    return perSecond(Reading::cpuSeconds);
  }

  OptionalDouble gcPercent() {
    OptionalDouble share = perSecond(Reading::gcSeconds);
    return share.isPresent() ? OptionalDouble.of(100 * share.getAsDouble()) : share;
  }

  /// Processors busy between one reading and the next, by the time of the later.
  List<Plot.Point> processorsOverTime() {
    List<Plot.Point> points = new ArrayList<>();
    for (int at = 1; at < readings.size(); at++) {
      Reading before = readings.get(at - 1);
      Reading now = readings.get(at);
      points.add(
          new Plot.Point(
              seconds(readings.getFirst(), now),
              (now.cpuSeconds() - before.cpuSeconds()) / seconds(before, now)));
    }
    return points;
  }

  List<Plot.Point> overTime(ToDoubleFunction<Reading> figure) {
    return readings.stream()
        .map(
            reading ->
                new Plot.Point(
                    seconds(readings.getFirst(), reading), figure.applyAsDouble(reading)))
        .toList();
  }

  private OptionalDouble most(ToDoubleFunction<Reading> figure) {
    return readings.stream().mapToDouble(figure).filter(Double::isFinite).max();
  }

  private OptionalDouble perSecond(ToDoubleFunction<Reading> counter) {
    if (readings.size() < 2) {
      return OptionalDouble.empty();
    }
    Reading first = readings.getFirst();
    Reading last = readings.getLast();
    double rate =
        (counter.applyAsDouble(last) - counter.applyAsDouble(first)) / seconds(first, last);
    return Double.isFinite(rate) ? OptionalDouble.of(rate) : OptionalDouble.empty();
  }

  private static double seconds(Reading from, Reading to) {
    return (to.at() - from.at()) / SECOND;
  }
}
