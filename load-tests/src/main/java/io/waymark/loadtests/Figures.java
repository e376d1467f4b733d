package io.waymark.loadtests;

import java.util.Collection;
import java.util.stream.LongStream;

/// What a scenario measured. Latencies are exact, of every request, failed ones too; rates are over
/// the time from the first start to the last answer.
///
/// @param nanos each request's latency, ascending
/// @param span of the measurement, in nanoseconds
/// @param eventsAccepted as the client read it in the answers; 0 where no events are counted
/// @param eventsLost accepted, and not found afterwards
record Figures(LongList nanos, int errors, long span, long eventsAccepted, long eventsLost) {
  private static final double MILLI = 1e6;
  private static final double SECOND = 1e9;

  static Figures of(Collection<Sample> samples, long eventsAccepted, long eventsLost) {
    long begin = samples.stream().mapToLong(Sample::begin).min().orElse(0);
    long end = samples.stream().mapToLong(Sample::end).max().orElse(0);
    int errors = (int) samples.stream().filter(sample -> !sample.ok()).count();
    return new Figures(
        LongList.sorted(samples.stream().mapToLong(sample -> sample.end() - sample.begin())),
        errors,
        end - begin,
        eventsAccepted,
        eventsLost);
  }

  int requests() {
    return nanos.size();
  }

  double errorPercent() {
    return requests() == 0 ? 100 : 100.0 * errors / requests();
  }

  double requestsPerSecond() {
    return perSecond(requests());
  }

  double eventsPerSecond() {
    return perSecond(eventsAccepted);
  }

  double meanMillis() {
    return nanos.mean() / MILLI;
  }

  double p50Millis() {
    return percentile(50);
  }

  double p95Millis() {
    return percentile(95);
  }

  double p99Millis() {
    return percentile(99);
  }

  double maximumMillis() {
    return percentile(100);
  }

  /// The smallest latency that at least `percent` of the requests do not exceed.
  private double percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * requests());
    return requests() == 0 ? 0 : nanos.at(Math.max(rank, 1) - 1) / MILLI;
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
