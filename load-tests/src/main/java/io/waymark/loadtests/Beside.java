package io.waymark.loadtests;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Runs the same traffic alone and beside what may disturb it, in pairs one after the other, so
/// that a slow minute of the machine falls on both. The median of the pairs' ratios is judged.
///
/// @param traffic the name of the requests that are compared
record Beside(int pairs, String traffic, Load alone, Load disturbed) implements Course {
  @Override
  public Measured run(Runner runner) {
    List<Sample> all = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int pair = 1; pair <= pairs; pair++) {
      List<Sample> calm = runner.run(alone);
      List<Sample> beside = runner.run(disturbed);
      all.addAll(calm);
      all.addAll(beside);
      double before = p99(calm);
      double after = p99(beside);
      ratios.add(after / before);
      notes.add(
          String.format(
              Locale.ROOT,
              "pair %d: p99 %.1f ms alone, %.1f ms beside: %.2f times",
              pair,
              before,
              after,
              after / before));
    }
    return new Measured(Figures.of(all).with(Metric.P99_RATIO, median(ratios)), all, notes);
  }

  private double p99(List<Sample> samples) {
    return Figures.of(samples.stream().filter(sample -> sample.request().equals(traffic)).toList())
        .of(Metric.P99)
        .orElse(Double.NaN);
  }

  static double median(List<Double> numbers) {
    List<Double> ascending = numbers.stream().sorted().toList();
    int size = ascending.size();
    return (ascending.get((size - 1) / 2) + ascending.get(size / 2)) / 2;
  }
}
