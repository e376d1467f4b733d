package io.waymark.interactions;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the fields of one row as what they should be; what they are not becomes a reason.
final class FieldReader {
  /// Doubles hold every whole number up to here.
  private static final double MOST_EXACT = 9_007_199_254_740_992.0;

  private final Fields fields;
  private final List<RejectionReason> reasons;

  FieldReader(Fields fields, List<RejectionReason> reasons) {
    this.fields = fields;
    this.reasons = reasons;
  }

  void require(String field) {
    if (fields.cell(field) instanceof Cell.Absent) {
      reasons.add(new RejectionReason(field, "missing", "is required"));
    }
  }

  <T> Optional<T> id(String field, Function<String, T> make) {
    Cell cell = fields.cell(field);
    if (cell instanceof Cell.Absent) {
      return Optional.empty();
    }
    @Nullable String text = digitsOrText(cell);
    if (text == null) {
      reasons.add(
          new RejectionReason(field, "wrong_type", "must be a text, but is " + cell.kind()));
      return Optional.empty();
    }
    try {
      return Optional.of(make.apply(text));
    } catch (IllegalArgumentException e) {
      reasons.add(
          new RejectionReason(field, "invalid", withoutName(String.valueOf(e.getMessage()))));
      return Optional.empty();
    }
  }

  Optional<InteractionType> type(String field) {
    return id(field, InteractionType::new);
  }

  OptionalDouble number(String field, double least, double most) {
    Cell cell = fields.cell(field);
    if (cell instanceof Cell.Absent) {
      return OptionalDouble.empty();
    }
    OptionalDouble value = number(cell);
    if (value.isEmpty()) {
      reasons.add(
          new RejectionReason(field, "not_a_number", "must be a number, but is " + cell.kind()));
      return value;
    }
    // Not(x >= least && x <= most) also catches infinity.
    if (!(value.getAsDouble() >= least && value.getAsDouble() <= most)) {
      reasons.add(
          new RejectionReason(
              field, "out_of_range", "must be from " + plain(least) + " to " + plain(most)));
      return OptionalDouble.empty();
    }
    return value;
  }

  OptionalInt whole(String field, int most) {
    int before = reasons.size();
    OptionalDouble value = number(field, 0, most);
    if (value.isEmpty() || reasons.size() > before) {
      return OptionalInt.empty();
    }
    if (value.getAsDouble() != Math.rint(value.getAsDouble())) {
      reasons.add(new RejectionReason(field, "not_whole", "must be a whole number"));
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) value.getAsDouble());
  }

  private static OptionalDouble number(Cell cell) {
    return switch (cell) {
      case Cell.Whole whole -> OptionalDouble.of((double) whole.value());
      case Cell.Decimal decimal -> OptionalDouble.of(decimal.value());
      case Cell.Text text -> parsed(text.value());
      case Cell.Absent _, Cell.Flag _, Cell.Moment _, Cell.Nested _ -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble parsed(String text) {
    String trimmed = text.strip();
    // Double.parseDouble also takes "NaN", "0x1p3" and "1d".
    if (trimmed.isEmpty() || !trimmed.chars().allMatch(FieldReader::standsInANumber)) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(trimmed));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static boolean standsInANumber(int character) {
    return (character >= '0' && character <= '9') || "+-.eE".indexOf(character) >= 0;
  }

  private static @Nullable String digitsOrText(Cell cell) {
    return switch (cell) {
      case Cell.Text text -> text.value();
      case Cell.Whole whole -> Long.toString(whole.value());
      case Cell.Decimal decimal ->
          decimal.value() == Math.rint(decimal.value()) && Math.abs(decimal.value()) < MOST_EXACT
              ? Long.toString((long) decimal.value())
              : null;
      case Cell.Absent _, Cell.Flag _, Cell.Moment _, Cell.Nested _ -> null;
    };
  }

  /// Ids name themselves in their messages; the reason has the field already.
  private static String withoutName(String message) {
    int end = message.indexOf(' ');
    return (end > 0 && message.startsWith("_id", end - 3)) || message.startsWith("interaction_type")
        ? message.substring(end + 1)
        : message;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
