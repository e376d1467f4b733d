package io.waymark.ingest.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Figures worked out by hand.
class ProfileTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Offset<Double> ROUNDING = within(1e-9);

  private final InteractionProfile rows = new InteractionProfile(NOW);

  @Test
  void hasNoFiguresOfAnEmptyFile() {
    assertThat(rows.profile()).isEqualTo(Profile.EMPTY);
    assertThat(rows.profile().scores()).isEmpty();
    assertThat(new ItemProfile().profile()).isEqualTo(Profile.EMPTY);
  }

  @Test
  void callsOneRowCollapsed() {
    add("u1", "i1", NOW);
    Profile profile = rows.profile();
    assertThat(dimension(profile, Profile.USERS))
        .isEqualTo(new Profile.Dimension(1, false, 0, 0, "u1", 1, 0, 1));
    assertThat(profile.scores())
        .containsEntry("diversity", 0.0)
        .containsEntry("collapse", 1.0)
        .containsEntry("density", 1.0)
        .containsEntry("collapse_time", 1.0);
  }

  @Test
  void findsEvenRowsDiverse() {
    for (int at = 0; at < 4; at++) {
      add("u" + at, "i" + at, NOW.minus(Duration.ofDays(at)));
    }
    assertThat(rows.profile().scores())
        .hasEntrySatisfying("diversity", each -> assertThat(each).isCloseTo(1, ROUNDING))
        .hasEntrySatisfying("diversity_days", each -> assertThat(each).isCloseTo(1, ROUNDING))
        .containsEntry("collapse", 0.0)
        .containsEntry("density", 0.25)
        .containsEntry("collapse_time", 0.25)
        .as("one type of four rows")
        .containsEntry("collapse_types", 1.0)
        .containsEntry("diversity_types", 0.0);
  }

  @Test
  void weighsOneItemThatHasThreeOfFourRows() {
    add("u1", "i1", NOW);
    add("u2", "i1", NOW);
    add("u3", "i1", NOW);
    add("u4", "i2", NOW);
    Profile profile = rows.profile();
    Profile.Dimension items = dimension(profile, Profile.ITEMS);
    assertThat(items.topShare()).isEqualTo(0.75);
    assertThat(items.gini()).isEqualTo(0.25);
    assertThat(items.collapse()).as("(¾ − ½) / (1 − ½)").isCloseTo(0.5, ROUNDING);
    assertThat(items.diversity()).as("4 / 27^¼ − 1").isCloseTo(0.7547653506, ROUNDING);
    assertThat(profile.scores()).containsEntry("diversity", items.diversity());
    assertThat(profile.repeats()).isZero();
  }

  @Test
  void letsCategoriesOfInteractionsStandBesideTheScores() {
    add("u1", "i1", NOW);
    rows.addCategory("shoes", 1);
    add("u2", "i2", NOW);
    Profile profile = rows.profile();
    assertThat(profile.scores())
        .containsEntry("collapse_categories", 1.0)
        .as("of users and items")
        .containsEntry("collapse", 0.0);
    assertThat(column(profile, "category").missing()).isEqualTo(0.5);
  }

  @Test
  void countsPairsThatComeAgain() {
    add("u1", "i1", NOW);
    add("u1", "i1", NOW.minusSeconds(1));
    add("u1", "i1", NOW.minusSeconds(2));
    add("u1", "i2", NOW);
    assertThat(rows.profile().pairs()).isEqualTo(2);
    assertThat(rows.profile().repeats()).isEqualTo(0.5);
  }

  @Test
  void saysWhenItHappened() {
    add("u1", "i1", NOW.plusSeconds(3600));
    add("u1", "i2", NOW.minus(Duration.ofDays(4000)));
    add("u1", "i3", Instant.parse("2026-02-01T10:00:59Z"));
    add("u1", "i4", Instant.parse("2026-02-01T10:00:01Z"));
    add("u1", "i5", Optional.empty(), OptionalDouble.empty());
    Profile profile = rows.profile();
    assertThat(profile.times())
        .contains(
            new Profile.Times(
                NOW.minus(Duration.ofDays(4000)),
                NOW.plusSeconds(3600),
                Instant.parse("2026-02-01T10:00:00Z"),
                0.5,
                0.25,
                0.25));
    assertThat(profile.columns())
        .containsEntry("timestamp", new Profile.Column(0.2, Optional.empty()));
    assertThat(dimension(profile, Profile.DAYS).top()).isEqualTo("2026-02-01T00:00:00Z");
  }

  @Test
  void hasNoTimesWhereNoRowHasOne() {
    add("u1", "i1", Optional.empty(), OptionalDouble.empty());
    assertThat(rows.profile().times()).isEmpty();
    assertThat(rows.profile().dimensions()).doesNotContainKey(Profile.DAYS);
    assertThat(rows.profile().scores()).doesNotContainKey("collapse_time");
  }

  @Test
  void leavesNotANumberOut() {
    add("u1", "i1", Optional.of(NOW), OptionalDouble.of(Double.NaN));
    add("u1", "i2", Optional.of(NOW), OptionalDouble.of(2));
    add("u1", "i3", Optional.of(NOW), OptionalDouble.of(4));
    add("u1", "i4", Optional.of(NOW), OptionalDouble.empty());
    Profile.Column rating = column(rows.profile(), "rating");
    assertThat(rating.missing()).isEqualTo(0.5);
    assertThat(rating.range().orElseThrow().mean()).isEqualTo(3);
    assertThat(rows.profile().columns())
        .containsEntry("value", new Profile.Column(1, Optional.empty()));
  }

  @Test
  void knowsAConstantColumn() {
    NumberColumn column = new NumberColumn();
    column.add(3);
    column.add(3);
    assertThat(column.column().range().filter(Profile.Range::constant)).isPresent();
    column.add(4);
    assertThat(column.column().range().filter(Profile.Range::constant)).isEmpty();
  }

  @Test
  void hasMomentsAndQuartilesOfNumbers() {
    NumberColumn column = new NumberColumn();
    for (int at = 0; at < 100; at++) {
      column.add(at < 98 ? 10 + at % 2 : at == 98 ? 1000 : -1000);
    }
    column.add(5000);
    Profile.Range range = column.column().range().orElseThrow();
    assertThat(range.least()).isEqualTo(-1000);
    assertThat(range.most()).isEqualTo(5000);
    double mean = (49 * 10 + 49 * 11 + 1000 - 1000 + 5000) / 101.0;
    assertThat(range.mean()).isCloseTo(mean, ROUNDING);
    assertThat(range.deviation()).isCloseTo(Math.sqrt(moment(2, mean)), within(1e-6));
    assertThat(range.skewness())
        .isCloseTo(moment(3, mean) / Math.pow(moment(2, mean), 1.5), within(1e-6));
    Profile.Spread spread = range.spread();
    assertThat(spread.lower()).isCloseTo(10, within(0.1));
    assertThat(spread.upper()).isCloseTo(11, within(0.11));
    assertThat(spread.outliers()).isCloseTo(3 / 101.0, ROUNDING);
    assertThat(spread.topShare()).isCloseTo(49 / 101.0, ROUNDING);
    assertThat(spread.top()).isBetween(10.0, 11.0);
  }

  private static double moment(int power, double mean) {
    return (49 * Math.pow(10 - mean, power)
            + 49 * Math.pow(11 - mean, power)
            + Math.pow(1000 - mean, power)
            + Math.pow(-1000 - mean, power)
            + Math.pow(5000 - mean, power))
        / 101;
  }

  @Test
  void staysFiniteWhateverTheNumbers() {
    NumberColumn column = new NumberColumn();
    column.add(Double.MAX_VALUE);
    column.add(0);
    column.add(Double.MIN_VALUE);
    Profile.Range range = column.column().range().orElseThrow();
    assertThat(range.deviation()).isFinite();
    assertThat(range.skewness()).isFinite();
    assertThat(range.mean()).isFinite();
  }

  @Test
  void correlatesNumbersOfTheSameRows() {
    for (int at = 0; at < 4; at++) {
      add(OptionalDouble.of(at), OptionalDouble.of(7 - 2 * at), OptionalDouble.of(1));
    }
    add(OptionalDouble.of(5), OptionalDouble.empty(), OptionalDouble.empty());
    assertThat(rows.profile().correlations())
        .as("a constant goes with nothing")
        .containsOnlyKeys("rating_value")
        .containsEntry("rating_value", new Profile.Pair(4, -1));
  }

  private void add(OptionalDouble rating, OptionalDouble value, OptionalDouble seconds) {
    rows.add(
        new Interaction(
            new UserId("u1"),
            new ItemId("i1"),
            InteractionType.VIEW,
            Optional.of(NOW),
            new InteractionDetails(rating, value, seconds, Optional.empty(), OptionalInt.empty()),
            Optional.empty()));
  }

  private static Profile.Column column(Profile profile, String name) {
    return Objects.requireNonNull(profile.columns().get(name));
  }

  private static Profile.Dimension dimension(Profile profile, String name) {
    return Objects.requireNonNull(profile.dimensions().get(name));
  }

  private void add(String user, String item, Instant time) {
    add(user, item, Optional.of(time), OptionalDouble.empty());
  }

  private void add(String user, String item, Optional<Instant> time, OptionalDouble rating) {
    rows.add(
        new Interaction(
            new UserId(user),
            new ItemId(item),
            InteractionType.VIEW,
            time,
            new InteractionDetails(
                rating,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalInt.empty()),
            Optional.empty()));
  }
}
