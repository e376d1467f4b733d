package io.waymark.loadtests;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/// What a scenario measured. Latencies are exact, of every request, failed ones too; rates are over
/// the time from the first start to the last answer.
///
/// @param nanos each request's latency, ascending
/// @param span of the measurement, in nanoseconds
/// @param others what does not come from the requests' times
record Figures(LongList nanos, int errors, long span, Map<Metric, Double> others) {
  private static final double MILLI = 1e6;
  private static final double SECOND = 1e9;

  Figures {
    others = Map.copyOf(others);
  }

  static Figures of(Collection<Sample> samples) {
    long begin = samples.stream().mapToLong(Sample::begin).min().orElse(0);
    long end = samples.stream().mapToLong(Sample::end).max().orElse(0);
    int errors = (int) samples.stream().filter(sample -> !sample.ok()).count();
    return new Figures(
        LongList.sorted(samples.stream().mapToLong(sample -> sample.end() - sample.begin())),
        errors,
        end - begin,
        Map.of());
  }

  Figures with(Metric metric, double figure) {
    Map<Metric, Double> more = new EnumMap<>(Metric.class);
    more.putAll(others);
    more.put(metric, figure);
    return new Figures(nanos, errors, span, more);
  }

  /// @param accepted as the client read it in the answers
  /// @param lost accepted, and not found afterwards
  Figures withEvents(long accepted, long lost) {
    return with(Metric.EVENT_RATE, perSecond(accepted)).with(Metric.LOST_EVENTS, (double) lost);
  }

  int requests() {
    return nanos.size();
  }

  /// Empty where it was not measured.
  OptionalDouble of(Metric metric) {
    if (requests() == 0) {
      return OptionalDouble.empty();
    }
    return switch (metric) {
      case ERROR_SHARE -> OptionalDouble.of(100.0 * errors / requests());
      case MEAN -> OptionalDouble.of(nanos.mean() / MILLI);
      case P50 -> OptionalDouble.of(percentile(50));
      case P95 -> OptionalDouble.of(percentile(95));
      case P99 -> OptionalDouble.of(percentile(99));
      case MAXIMUM -> OptionalDouble.of(percentile(100));
      case REQUEST_RATE -> OptionalDouble.of(perSecond(requests()));
      case EVENT_RATE, LOST_EVENTS, KNEE, P99_RATIO, PEAK_MEMORY, HEAP_GROWTH -> other(metric);
    };
  }

  private OptionalDouble other(Metric metric) {
    return others.entrySet().stream()
        .filter(entry -> entry.getKey() == metric)
        .mapToDouble(Map.Entry::getValue)
        .findFirst();
  }

  /// The smallest latency that at least `percent` of the requests do not exceed.
  private double percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * requests());
    return nanos.at(Math.max(rank, 1) - 1) / MILLI;
  }

  private double perSecond(long count) {
    return span == 0 ? 0 : count / (span / SECOND);
  }

  /// Numbers that nobody changes, without a box for each.
  static final class LongList {
    private final long[] ascending;

    private LongList(long[] ascending) {
      this.ascending = ascending;
    }

    static LongList sorted(LongStream numbers) {
      return new LongList(numbers.sorted().toArray());
    }

    int size() {
      return ascending.length;
    }

    long at(int index) {
      return ascending[index];
    }

    double mean() {
      return LongStream.of(ascending).average().orElse(0);
    }
  }
}
