package io.waymark.recommend.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.ModelName;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// R33 — While an experiment runs, a user has one arm, and each arm its share of the users; other
/// shares move as few users as can be.
class SplitTest {
  private static final int USERS = 100_000;
  private static final TenantId TENANT = new TenantId("shop");
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private static Experiment experiment(int number, List<Double> shares) {
    return experiment(number, shares, Split.of(shares));
  }

  private static Experiment experiment(int number, List<Double> shares, Split split) {
    List<Arm> arms =
        IntStream.range(0, shares.size())
            .mapToObj(at -> new Arm("arm-" + at, new ModelName("model-" + at), shares.get(at)))
            .toList();
    return new Experiment(number, new Plan("trial", arms), split, NOON, "ann");
  }

  /// The number of each user's arm.
  private static int[] arms(Experiment experiment) {
    return IntStream.range(0, USERS)
        .map(user -> armOf(experiment.exposureOf(TENANT, new UserId("user-" + user))))
        .toArray();
  }

  private static int armOf(Exposure exposure) {
    return Integer.parseInt(exposure.arm().substring("arm-".length()));
  }

  private static long count(int[] arms, int arm) {
    return IntStream.of(arms).filter(each -> each == arm).count();
  }

  private static long moved(int[] before, int[] after) {
    return IntStream.range(0, USERS).filter(user -> before[user] != after[user]).count();
  }

  /// Within five standard deviations of a binomial distribution.
  private static void assertShare(long counted, double share) {
    double spread = Math.sqrt(USERS * share * (1 - share));
    assertThat((double) counted).isBetween(USERS * share - 5 * spread, USERS * share + 5 * spread);
  }

  @Test
  void givesEachArmItsShareOfTheUsers() {
    List<Double> shares = List.of(0.1, 0.001, 0.499, 0.4);
    int[] arms = arms(experiment(1, shares));
    for (int arm = 0; arm < shares.size(); arm++) {
      assertShare(count(arms, arm), shares.get(arm));
    }
  }

  @Test
  void mixesTheUsersAnewForEachExperiment() {
    List<Double> halves = List.of(0.5, 0.5);
    assertShare(moved(arms(experiment(1, halves)), arms(experiment(2, halves))), 0.5);
  }

  /// Of a change from 50 to 60 percent a tenth of all, of one among several what they gain.
  @Test
  void movesWhatTheArmsGainAndNoMore() {
    Split halves = Split.of(List.of(0.5, 0.5));
    List<Double> shifted = List.of(0.6, 0.4);
    Split sixty = halves.with(shifted).orElseThrow();
    int[] before = arms(experiment(1, List.of(0.5, 0.5)));
    int[] after = arms(experiment(1, shifted, sixty));
    assertShare(moved(before, after), 0.1);
    assertThat(IntStream.range(0, USERS).filter(user -> before[user] != after[user]))
        .as("to the one that grows")
        .allMatch(user -> after[user] == 0);
    assertThat(sixty.with(List.of(0.5, 0.5))).contains(halves);
  }

  @Test
  void movesExactlyTheSlotsThatMustMoveWhateverCameBefore() {
    SplittableRandom random = new SplittableRandom(11);
    Split split = Split.of(shares(random));
    for (int round = 0; round < 300; round++) {
      List<Double> shares = shares(random);
      Split next = split.with(shares).orElseThrow();
      int[] before = slots(split);
      int[] after = slots(next);
      assertThat(after).as("round " + round).isEqualTo(slots(Split.of(shares)));
      int gained = IntStream.range(0, 4).map(arm -> Math.max(0, after[arm] - before[arm])).sum();
      assertThat(moved(split, next)).as("round " + round).isEqualTo(gained);
      split = Split.parse(next.text());
      assertThat(split).isEqualTo(next);
    }
  }

  /// How many slots have another arm, from one end of a range to the next.
  private static int moved(Split before, Split after) {
    int moved = 0;
    int begin = 0;
    int[] ends =
        Stream.of(before, after)
            .flatMap(each -> each.ranges().stream())
            .mapToInt(Split.Range::end)
            .sorted()
            .distinct()
            .toArray();
    for (int end : ends) {
      moved += before.armOf(begin) == after.armOf(begin) ? 0 : end - begin;
      begin = end;
    }
    return moved;
  }

  private static List<Double> shares(SplittableRandom random) {
    double[] parts = random.doubles(4, 0.01, 1).toArray();
    double all = parts[0] + parts[1] + parts[2] + parts[3];
    return List.of(parts[0] / all, parts[1] / all, parts[2] / all, parts[3] / all);
  }

  private static int[] slots(Split split) {
    int[] slots = new int[4];
    int begin = 0;
    for (Split.Range range : split.ranges()) {
      slots[range.arm()] += range.end() - begin;
      begin = range.end();
    }
    return slots;
  }

  /// A thousand pieces, of which the last one would have to be cut.
  @Test
  void isNotChangedWhereItWouldBeInTooManyPieces() {
    Split pieces =
        new Split(
            IntStream.range(0, Split.MOST_RANGES)
                .mapToObj(at -> new Split.Range((at + 1) * 1_000, at % 3))
                .toList());
    assertThat(pieces.with(List.of(0.334, 0.333, 0.333))).contains(pieces);
    assertThat(pieces.with(List.of(0.3335, 0.333, 0.3335))).isEmpty();
    assertThat(pieces.with(List.of(0.333, 0.333, 0.334))).isPresent();
  }

  @Test
  void holdsAllSlotsOnce() {
    assertThatThrownBy(() -> Split.parse("500000:0 500000:1"));
    assertThatThrownBy(() -> Split.parse("500000:0 999999:1"));
    assertThat(Split.of(List.of(1 / 3.0, 1 / 3.0, 1 / 3.0)).ranges().getLast().end())
        .isEqualTo(Split.SLOTS);
  }

  @Test
  void codesOfArmsDifferFromThoseOfTheThirtyExperimentsBefore() {
    List<Double> shares = List.of(0.5, 0.5);
    for (int number = 1; number < 100; number++) {
      Experiment experiment = experiment(number, shares);
      int code = experiment.exposureOf(TENANT, new UserId("ann")).code();
      assertThat(code).isBetween(1, 255);
      assertThat(experiment.coded(code)).contains(experiment.exposureOf(TENANT, new UserId("ann")));
      assertThat(experiment.coded(Exposure.NONE)).isEmpty();
      for (int later = number + 1; later <= number + 30; later++) {
        assertThat(experiment(later, shares).coded(code)).isEmpty();
      }
    }
  }
}
