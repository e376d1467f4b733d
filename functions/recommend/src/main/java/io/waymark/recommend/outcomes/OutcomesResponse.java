package io.waymark.recommend.outcomes;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.waymark.model.answers.Placement;
import io.waymark.model.outcomes.OutcomeCounts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /api/v1/metrics/recommendations`.
///
/// @param all lists of these days; with `experiment`, those of the experiments of that name
/// @param placements those with a count
/// @param experiments those with a count, the newest first
@Serdeable
@Schema(name = "RecommendationMetrics")
record OutcomesResponse(
    LocalDate from,
    LocalDate to,
    Figures all,
    List<OfPlacement> placements,
    List<OfExperiment> experiments) {

  static OutcomesResponse of(Outcomes.Days days, OutcomeReport report) {
    return new OutcomesResponse(
        days.from(),
        days.to(),
        Figures.of(report.all()),
        placements(report.placements()),
        report.experiments().stream().map(OfExperiment::of).toList());
  }

  private static List<OfPlacement> placements(SortedMap<Placement, OutcomeCounts> counts) {
    return counts.entrySet().stream()
        .map(each -> new OfPlacement(each.getKey().text(), Figures.of(each.getValue())))
        .toList();
  }

  /// What became of some lists.
  ///
  /// @param impressions items that were shown
  /// @param clicks on items
  /// @param carts into which items were put
  /// @param purchases of items
  /// @param clickRate clicks per impression; none without impressions, or with more clicks than
  ///   those
  /// @param cartRate likewise
  /// @param purchaseRate likewise
  @Serdeable
  @Schema(name = "RecommendationFigures")
  record Figures(
      long impressions,
      long clicks,
      long carts,
      long purchases,
      @Nullable Rate clickRate,
      @Nullable Rate cartRate,
      @Nullable Rate purchaseRate) {
    static Figures of(OutcomeCounts counts) {
      return new Figures(
          counts.impressions(),
          counts.clicks(),
          counts.carts(),
          counts.purchases(),
          rate(counts, OutcomeCounts::clicks),
          rate(counts, OutcomeCounts::carts),
          rate(counts, OutcomeCounts::purchases));
    }

    private static @Nullable Rate rate(
        OutcomeCounts counts, Function<OutcomeCounts, Long> successes) {
      return interval(counts, successes).map(Rate::of).orElse(null);
    }
  }

  private static Optional<Interval> interval(
      OutcomeCounts counts, Function<OutcomeCounts, Long> successes) {
    return Rates.of(successes.apply(counts), counts.impressions());
  }

  /// A share, or the difference of two.
  ///
  /// @param low end of its 95 % interval
  /// @param high end of its 95 % interval
  @Serdeable
  @Schema(name = "RecommendationRate")
  record Rate(double value, double low, double high) {
    static Rate of(Interval interval) {
      return new Rate(interval.value(), interval.low(), interval.high());
    }
  }

  /// What became of the lists of a placement.
  @Serdeable
  @Schema(name = "PlacementMetrics")
  record OfPlacement(String placement, Figures figures) {}

  /// What became of the lists of an experiment.
  @Serdeable
  @Schema(name = "ExperimentMetrics")
  record OfExperiment(String name, Instant startedAt, List<OfArm> arms) {
    static OfExperiment of(OutcomeReport.OfExperiment experiment) {
      OutcomeReport.OfArm first = experiment.arms().getFirst();
      return new OfExperiment(
          experiment.name(),
          experiment.startedAt(),
          experiment.arms().stream()
              .map(
                  arm ->
                      new OfArm(
                          arm.name(),
                          arm.model().value(),
                          Figures.of(arm.counts()),
                          arm.equals(first) ? null : Difference.of(first.counts(), arm.counts()),
                          placements(arm.placements())))
              .toList());
    }
  }

  /// What became of the lists of an arm.
  ///
  /// @param difference from the first arm; none of the first itself
  @Serdeable
  @Schema(name = "ArmMetrics")
  record OfArm(
      String name,
      String model,
      Figures figures,
      @Nullable Difference difference,
      List<OfPlacement> placements) {}

  /// By how much the rates of an arm are above those of the first.
  ///
  /// @param clickRate none where one of the two has none
  /// @param cartRate likewise
  /// @param purchaseRate likewise
  @Serdeable
  @Schema(name = "ArmDifference")
  record Difference(
      @Nullable Rate clickRate, @Nullable Rate cartRate, @Nullable Rate purchaseRate) {
    static Difference of(OutcomeCounts first, OutcomeCounts other) {
      return new Difference(
          rate(first, other, OutcomeCounts::clicks),
          rate(first, other, OutcomeCounts::carts),
          rate(first, other, OutcomeCounts::purchases));
    }

    private static @Nullable Rate rate(
        OutcomeCounts first, OutcomeCounts other, Function<OutcomeCounts, Long> successes) {
      return interval(first, successes)
          .flatMap(
              base -> interval(other, successes).map(against -> Rates.difference(base, against)))
          .map(Rate::of)
          .orElse(null);
    }
  }
}
