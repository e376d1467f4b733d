package io.waymark.interactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionParserTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final InteractionParser parser = new InteractionParser(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void readsEveryField() {
    Interaction read =
        accepted(
            Map.of(
                "user_id", Cell.text("u1"),
                "item_id", new Cell.Whole(42),
                "interaction_type", Cell.text("rating"),
                "timestamp", Cell.text("2026-02-28T23:59:59.123456+01:00"),
                "rating", Cell.text(" 4.5 "),
                "value", new Cell.Decimal(-19.5),
                "duration_seconds", new Cell.Whole(30),
                "event_id", Cell.text("e1"),
                "recommendation_id", Cell.text("r1"),
                "position", Cell.text("3")));
    assertThat(read.user()).isEqualTo(new UserId("u1"));
    assertThat(read.item()).isEqualTo(new ItemId("42"));
    assertThat(read.timestamp()).contains(Instant.parse("2026-02-28T22:59:59.123Z"));
    assertThat(read.details())
        .isEqualTo(
            new InteractionDetails(
                OptionalDouble.of(4.5),
                OptionalDouble.of(-19.5),
                OptionalDouble.of(30),
                Optional.of("r1"),
                OptionalInt.of(3)));
    assertThat(read.weight()).isEqualTo(4);
  }

  @Test
  void isAViewWithoutATimeWhereNothingElseIsSaid() {
    Interaction read = accepted(minimal());
    assertThat(read.type()).isEqualTo(InteractionType.VIEW);
    assertThat(read.timestamp()).isEmpty();
    assertThat(read.eventId()).isEmpty();
    assertThat(read.details()).isEqualTo(InteractionDetails.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-28T12:00:00Z, 2026-02-28T12:00:00Z",
    "2026-02-28 12:00:00Z, 2026-02-28T12:00:00Z",
    "2026-02-28t12:00:00z, 2026-02-28T12:00:00Z",
    "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
    "1772280000, 2026-02-28T12:00:00Z",
    "1772280000.25, 2026-02-28T12:00:00.250Z",
    "1772280000123, 2026-02-28T12:00:00.123Z",
  })
  void readsTimesInEachForm(String text, String expected) {
    assertThat(accepted(with("timestamp", Cell.text(text))).timestamp())
        .contains(Instant.parse(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-28T12:00:00, timestamp_invalid",
    "yesterday, timestamp_invalid",
    "2026-13-01T00:00:00Z, timestamp_invalid",
    "2026-02-29T00:00:00Z, timestamp_invalid",
    "2026-02-28T12:60:00Z, timestamp_invalid",
    "2026-02-28T12:00:60Z, timestamp_invalid",
    "2026-02-28T24:00:00Z, timestamp_invalid",
    "2026/02/28T12:00:00Z, timestamp_invalid",
    "2026-02-28T12.00.00Z, timestamp_invalid",
    "1e400, timestamp_invalid",
    "-, timestamp_invalid",
    "2026-03-02T12:00:01Z, timestamp_in_future",
    "1772280000000000, timestamp_invalid",
    "1994-12-31T23:59:59Z, timestamp_too_early",
    "0, timestamp_too_early",
  })
  void refusesTimesThatCannotBe(String text, String reason) {
    assertThat(rejected(with("timestamp", Cell.text(text)))).containsExactly(reason);
  }

  /// The usual shape is read without a formatter; by the second, over days of every month.
  @Test
  void readsTheUsualTimeAsAFormatterDoes() {
    for (long second = 946_684_799; second < 1_772_280_000; second += 1_234_567) {
      Instant time = Instant.ofEpochSecond(second);
      assertThat(accepted(with("timestamp", Cell.text(time.toString()))).timestamp())
          .contains(time);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a_1", "z0123456789_0123456789_012345678"})
  void takesTypesThatAreWords(String type) {
    assertThat(accepted(with("interaction_type", Cell.text(type))).type().value()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"View", "1a", "_a", "a-b", "a b", "ä", "z0123456789_0123456789_0123456789"})
  void refusesTypesThatAreNone(String type) {
    assertThat(rejected(with("interaction_type", Cell.text(type))))
        .containsExactly("interaction_type_invalid");
  }

  @Test
  void toleratesClocksThatAreADayAhead() {
    assertThat(accepted(with("timestamp", Cell.text("2026-03-02T12:00:00Z"))).timestamp())
        .isPresent();
  }

  @Test
  void saysEverythingThatIsWrong() {
    assertThat(
            rejected(
                Map.of(
                    "item_id", Cell.text("a\nb"),
                    "interaction_type", Cell.text("Buy!"),
                    "rating", Cell.text("five"),
                    "value", new Cell.Decimal(Double.POSITIVE_INFINITY),
                    "duration_seconds", new Cell.Whole(-1),
                    "position", new Cell.Decimal(1.5),
                    "event_id", new Cell.Nested("[1]"))))
        .containsExactlyInAnyOrder(
            "user_id_missing",
            "item_id_invalid",
            "interaction_type_invalid",
            "rating_not_a_number",
            "value_out_of_range",
            "duration_seconds_out_of_range",
            "position_not_whole",
            "event_id_wrong_type");
  }

  @Test
  void takesEmptyTextsAndNotANumberAsAbsent() {
    assertThat(rejected(with("user_id", Cell.text("")))).containsExactly("user_id_missing");
    assertThat(accepted(with("rating", Cell.decimal(Double.NaN))).details().rating()).isEmpty();
  }

  @Test
  void takesAWholeFloatAsAnIdOfItsDigits() {
    assertThat(accepted(with("user_id", Cell.decimal(7))).user()).isEqualTo(new UserId("7"));
    assertThat(rejected(with("user_id", Cell.decimal(7.5)))).containsExactly("user_id_wrong_type");
  }

  @Test
  void takesWhatIsNextToNothingAsZero() {
    for (double tiny : new double[] {1e-200, -1e-200, Double.MIN_VALUE, 9.99e-101, -0.0}) {
      assertThat(accepted(with("value", new Cell.Decimal(tiny))).details().value()).hasValue(0);
    }
    assertThat(accepted(with("value", new Cell.Text("1e-300"))).details().value()).hasValue(0);
    assertThat(accepted(with("value", new Cell.Decimal(-1e-99))).details().value())
        .hasValue(-1e-99);
  }

  @Test
  void weighsByTypeAndRating() {
    assertThat(InteractionWeights.of(InteractionType.PURCHASE, OptionalDouble.empty()))
        .isEqualTo(6);
    assertThat(InteractionWeights.of(InteractionType.RATING, OptionalDouble.empty())).isEqualTo(3);
    assertThat(InteractionWeights.of(InteractionType.RATING, OptionalDouble.of(3))).isEqualTo(1);
    assertThat(InteractionWeights.of(InteractionType.RATING, OptionalDouble.of(2.9))).isNegative();
    assertThat(InteractionWeights.of(InteractionType.IMPRESSION, OptionalDouble.empty())).isZero();
    assertThat(InteractionWeights.of(new InteractionType("share"), OptionalDouble.empty()))
        .isEqualTo(1);
    assertThat(InteractionWeights.known(new InteractionType("share"))).isFalse();
    assertThat(InteractionWeights.known(InteractionType.RATING)).isTrue();
  }

  private Interaction accepted(Map<String, Cell> cells) {
    ParsedInteraction parsed = parser.parse(Fields.of(cells));
    assertThat(parsed).isInstanceOf(ParsedInteraction.Accepted.class);
    return ((ParsedInteraction.Accepted) parsed).interaction();
  }

  private List<String> rejected(Map<String, Cell> cells) {
    ParsedInteraction parsed = parser.parse(Fields.of(cells));
    assertThat(parsed).isInstanceOf(ParsedInteraction.Rejected.class);
    return ((ParsedInteraction.Rejected) parsed)
        .reasons().stream().map(RejectionReason::key).toList();
  }

  private static Map<String, Cell> minimal() {
    return Map.of("user_id", Cell.text("u1"), "item_id", Cell.text("i1"));
  }

  private static Map<String, Cell> with(String field, Cell cell) {
    Map<String, Cell> cells = new HashMap<>(minimal());
    cells.put(field, cell);
    return cells;
  }
}
