package io.waymark.recommend.outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.waymark.edge.notes.AuditNote;
import io.waymark.model.ModelName;
import io.waymark.model.answers.Placement;
import io.waymark.model.outcomes.InMemoryOutcomeStore;
import io.waymark.model.outcomes.ListGroup;
import io.waymark.model.outcomes.ListOutcome;
import io.waymark.model.outcomes.Outcome;
import io.waymark.model.outcomes.OutcomeCounts;
import io.waymark.recommend.experiments.Arm;
import io.waymark.recommend.experiments.Experiment;
import io.waymark.recommend.experiments.ExperimentState;
import io.waymark.recommend.experiments.Exposure;
import io.waymark.recommend.experiments.InMemoryExperimentStore;
import io.waymark.recommend.experiments.Plan;
import io.waymark.recommend.experiments.Split;
import io.waymark.recommend.outcomes.OutcomeReport.OfArm;
import io.waymark.recommend.outcomes.OutcomeReport.OfExperiment;
import io.waymark.recommend.outcomes.Outcomes.Days;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// R36
class OutcomesTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-11-01");
  private static final Days MONTH = new Days(FIRST, FIRST.plusDays(29));
  private static final AuditNote NOTE =
      new AuditNote(
          new UUID(1, 2), Instant.EPOCH, "ann", "127.0.0.1", "done", "it", Map.of(), Map.of());

  private final TenantId shop = new TenantId("shop");
  private final InMemoryOutcomeStore counts = new InMemoryOutcomeStore();
  private final InMemoryExperimentStore experiments = new InMemoryExperimentStore();
  private final Outcomes outcomes = new Outcomes(counts, experiments);
  private int events;

  private static Instant on(int day) {
    return FIRST.plusDays(day).atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(3600);
  }

  private Experiment begin(int number, String name, Instant at) {
    List<Arm> arms =
        List.of(
            new Arm("control", ModelName.DEFAULT, 0.5),
            new Arm("other", new ModelName("other"), 0.5));
    Experiment experiment =
        new Experiment(number, new Plan(name, arms), Split.of(List.of(0.5, 0.5)), at, "ann");
    replace(Optional.of(experiment), number);
    return experiment;
  }

  private void replace(Optional<Experiment> running, int number) {
    long revision = experiments.find(shop).revision() + 1;
    assertThat(experiments.replace(shop, new ExperimentState(running, number, revision), NOTE))
        .isTrue();
  }

  /// The code with which answers of the arm are named.
  private int code(Experiment experiment, String arm) {
    return IntStream.range(0, 100)
        .mapToObj(at -> experiment.exposureOf(shop, new UserId("user-" + at)))
        .filter(exposure -> exposure.arm().equals(arm))
        .mapToInt(Exposure::code)
        .findFirst()
        .orElseThrow();
  }

  private void count(int day, Placement placement, int code, Outcome outcome, int times) {
    ListGroup group = new ListGroup(FIRST.plusDays(day), placement, code);
    for (int at = 0; at < times; at++) {
      events++;
      counts.count(shop, List.of(new ListOutcome(new EventId("event-" + events), group, outcome)));
    }
  }

  private static OfArm arm(String name, Placement placement, OutcomeCounts counts) {
    return new OfArm(
        name,
        name.equals("control") ? ModelName.DEFAULT : new ModelName(name),
        counts,
        new TreeMap<>(counts.equals(OutcomeCounts.NONE) ? Map.of() : Map.of(placement, counts)));
  }

  @Test
  void addUpDaysByPlacement() {
    count(0, Placement.FOR_YOU, 0, Outcome.IMPRESSION, 3);
    count(29, Placement.FOR_YOU, 0, Outcome.IMPRESSION, 2);
    count(30, Placement.FOR_YOU, 0, Outcome.IMPRESSION, 1);
    count(5, Placement.CART, 0, Outcome.PURCHASE, 1);
    OutcomeReport report = outcomes.report(shop, MONTH);
    assertThat(report.all()).isEqualTo(new OutcomeCounts(5, 0, 0, 1));
    assertThat(report.placements())
        .isEqualTo(
            Map.of(
                Placement.FOR_YOU, new OutcomeCounts(5, 0, 0, 0),
                Placement.CART, new OutcomeCounts(0, 0, 0, 1)));
    assertThat(report.experiments()).isEmpty();
    assertThat(outcomes.report(new TenantId("rival"), MONTH).all()).isEqualTo(OutcomeCounts.NONE);
  }

  @Test
  void countForTheExperimentUnderWhichTheListWasGiven() {
    Experiment early = begin(1, "early", on(2));
    int code = code(early, "other");
    replace(Optional.empty(), 1);
    Experiment late = begin(32, "late", on(20)); // whose arms have the same codes
    assertThat(code(late, "other")).isEqualTo(code);
    count(2, Placement.FOR_YOU, code, Outcome.CLICK, 1);
    count(
        19, Placement.FOR_YOU, code, Outcome.CLICK, 2); // an instance that went on by what it knew
    count(20, Placement.FOR_YOU, code, Outcome.CLICK, 4);
    replace(Optional.empty(), 32);
    assertThat(outcomes.report(shop, MONTH).experiments())
        .containsExactly(
            new OfExperiment(
                "late",
                on(20),
                List.of(
                    arm("control", Placement.FOR_YOU, OutcomeCounts.NONE),
                    arm("other", Placement.FOR_YOU, new OutcomeCounts(0, 4, 0, 0)))),
            new OfExperiment(
                "early",
                on(2),
                List.of(
                    arm("control", Placement.FOR_YOU, OutcomeCounts.NONE),
                    arm("other", Placement.FOR_YOU, new OutcomeCounts(0, 3, 0, 0)))));
  }

  @Test
  void tellNeighboursOfOneDayApart() {
    Experiment one = begin(7, "one", on(3));
    Experiment two = begin(8, "two", on(3).plusSeconds(1));
    count(3, Placement.SIMILAR, code(one, "control"), Outcome.CART, 1);
    count(3, Placement.SIMILAR, code(two, "control"), Outcome.CART, 2);
    assertThat(outcomes.report(shop, MONTH).experiments())
        .extracting(OfExperiment::name, each -> each.arms().getFirst().counts().carts())
        .containsExactly(tuple("two", 2L), tuple("one", 1L));
  }

  /// One instance's clock is a little behind that of the one where the experiment began.
  @Test
  void countWhatWasGivenJustBeforeTheMidnightAfterWhichItBegan() {
    Instant midnight = FIRST.plusDays(4).atStartOfDay(ZoneOffset.UTC).toInstant();
    Experiment begun = begin(1, "begun", midnight.plusMillis(5));
    count(3, Placement.FOR_YOU, code(begun, "control"), Outcome.CLICK, 1);
    assertThat(outcomes.report(shop, MONTH).experiments()).hasSize(1);
  }

  @Test
  void addWhatNoKnownExperimentGaveToThePlacementsAlone() {
    count(3, Placement.FOR_YOU, 248, Outcome.CLICK, 1);
    Experiment _ = begin(30, "later", on(10)); // whose arms have these codes since that day
    OutcomeReport report = outcomes.report(shop, MONTH);
    assertThat(report.all()).isEqualTo(new OutcomeCounts(0, 1, 0, 0));
    assertThat(report.experiments()).isEmpty();
  }

  @Test
  void areThoseOfAnExperimentWhereItIsNamed() {
    Experiment one = begin(1, "trial", on(1));
    Experiment other = begin(2, "another", on(5));
    Experiment again = begin(3, "trial", on(9));
    count(1, Placement.FOR_YOU, code(one, "control"), Outcome.CLICK, 1);
    count(6, Placement.FOR_YOU, code(other, "control"), Outcome.CLICK, 10);
    count(9, Placement.CART, code(again, "other"), Outcome.CLICK, 2);
    count(9, Placement.CART, 0, Outcome.CLICK, 100);
    OutcomeReport report = outcomes.report(shop, MONTH, "trial").orElseThrow();
    assertThat(report.all()).isEqualTo(new OutcomeCounts(0, 3, 0, 0));
    assertThat(report.placements().keySet())
        .containsExactlyInAnyOrder(Placement.FOR_YOU, Placement.CART);
    assertThat(report.experiments())
        .extracting(OfExperiment::startedAt)
        .containsExactly(on(9), on(1));
    assertThat(outcomes.report(shop, MONTH, "never")).isEmpty();
    assertThat(outcomes.report(new TenantId("rival"), MONTH, "trial")).isEmpty();
    assertThat(outcomes.report(shop, new Days(FIRST, FIRST), "trial").orElseThrow())
        .isEqualTo(new OutcomeReport(OutcomeCounts.NONE, Collections.emptySortedMap(), List.of()));
  }
}
