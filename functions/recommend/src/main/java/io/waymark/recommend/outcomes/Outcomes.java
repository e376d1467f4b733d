package io.waymark.recommend.outcomes;

import io.waymark.model.answers.Placement;
import io.waymark.model.outcomes.ListGroup;
import io.waymark.model.outcomes.OutcomeCounts;
import io.waymark.model.outcomes.OutcomeStore;
import io.waymark.recommend.experiments.BegunExperiment;
import io.waymark.recommend.experiments.BegunExperiment.BegunArm;
import io.waymark.recommend.experiments.ExperimentStore;
import io.waymark.recommend.experiments.Exposure;
import io.waymark.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Puts counts together: what is stored by day, placement and code becomes figures of placements,
/// and of the arms that the codes stood for when the lists were given.
public final class Outcomes {
  /// By which the clocks of two instances may differ around midnight.
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private final OutcomeStore counts;
  private final ExperimentStore experiments;

  public Outcomes(OutcomeStore counts, ExperimentStore experiments) {
    this.counts = counts;
    this.experiments = experiments;
  }

  /// Days that are asked for, the last one included.
  record Days(LocalDate from, LocalDate to) {}

  /// What became of all lists of some days.
  OutcomeReport report(TenantId tenant, Days days) {
    return report(counts.between(tenant, days.from(), days.to()), begun(tenant), _ -> true);
  }

  /// What became of those of the experiments with a name; empty where none ever had it.
  Optional<OutcomeReport> report(TenantId tenant, Days days, String experiment) {
    Begun begun = begun(tenant);
    Predicate<BegunExperiment> named = each -> each.name().equals(experiment);
    if (begun.all().stream().noneMatch(named)) {
      return Optional.empty();
    }
    Map<ListGroup, OutcomeCounts> own = new HashMap<>();
    counts
        .between(tenant, days.from(), days.to())
        .forEach(
            (group, sum) -> {
              if (begun.of(group).filter(named).isPresent()) {
                OutcomeCounts _ = own.put(group, sum);
              }
            });
    return Optional.of(report(own, begun, named));
  }

  private Begun begun(TenantId tenant) {
    List<BegunExperiment> all = new ArrayList<>(experiments.begun(tenant));
    // One that began before beginnings were kept.
    experiments
        .find(tenant)
        .running()
        .map(BegunExperiment::of)
        .filter(running -> all.stream().noneMatch(each -> each.number() == running.number()))
        .ifPresent(all::add);
    return new Begun(all);
  }

  /// All experiments that are known to have begun.
  private record Begun(List<BegunExperiment> all) {
    /// That under which lists were given: of those with the code the last one that had begun by the
    /// end of the day. No two with the same code begin within so short a time.
    Optional<BegunExperiment> of(ListGroup group) {
      Instant end = group.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(CLOCKS);
      return group.arm() == Exposure.NONE
          ? Optional.empty()
          : all.stream()
              .filter(each -> each.startedAt().isBefore(end))
              .filter(each -> each.placeOf(group.arm()).isPresent())
              .max(Comparator.comparingInt(BegunExperiment::number));
    }
  }

  private static OutcomeReport report(
      Map<ListGroup, OutcomeCounts> groups, Begun begun, Predicate<BegunExperiment> wanted) {
    Map<BegunExperiment, Map<ListGroup, OutcomeCounts>> byExperiment =
        new TreeMap<>(Comparator.comparingInt(BegunExperiment::number).reversed());
    groups.forEach(
        (group, sum) ->
            begun
                .of(group)
                .filter(wanted)
                .ifPresent(
                    each -> {
                      OutcomeCounts _ =
                          byExperiment.computeIfAbsent(each, _ -> new HashMap<>()).put(group, sum);
                    }));
    return new OutcomeReport(
        sum(groups.values()),
        byPlacement(groups),
        byExperiment.entrySet().stream()
            .map(each -> ofExperiment(each.getKey(), each.getValue()))
            .toList());
  }

  private static OutcomeReport.OfExperiment ofExperiment(
      BegunExperiment experiment, Map<ListGroup, OutcomeCounts> groups) {
    List<OutcomeReport.OfArm> arms = new ArrayList<>();
    for (int place = 0; place < experiment.arms().size(); place++) {
      BegunArm arm = experiment.arms().get(place);
      Map<ListGroup, OutcomeCounts> own = new HashMap<>(groups);
      Optional<Integer> wanted = Optional.of(place);
      own.keySet().removeIf(group -> !experiment.placeOf(group.arm()).equals(wanted));
      arms.add(
          new OutcomeReport.OfArm(arm.name(), arm.model(), sum(own.values()), byPlacement(own)));
    }
    return new OutcomeReport.OfExperiment(experiment.name(), experiment.startedAt(), arms);
  }

  private static OutcomeCounts sum(Iterable<OutcomeCounts> counts) {
    OutcomeCounts sum = OutcomeCounts.NONE;
    for (OutcomeCounts each : counts) {
      sum = sum.plus(each);
    }
    return sum;
  }

  private static SortedMap<Placement, OutcomeCounts> byPlacement(
      Map<ListGroup, OutcomeCounts> groups) {
    SortedMap<Placement, OutcomeCounts> sums = new TreeMap<>();
    groups.forEach(
        (group, sum) -> {
          OutcomeCounts _ = sums.merge(group.placement(), sum, OutcomeCounts::plus);
        });
    return sums;
  }
}
