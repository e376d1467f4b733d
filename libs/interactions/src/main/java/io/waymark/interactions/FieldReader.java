package io.waymark.interactions;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/// Reads the fields of one row as what they should be; what they are not becomes a reason.
final class FieldReader {
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
    Optional<String> text = Cells.id(cell);
    if (text.isEmpty()) {
      reasons.add(
          new RejectionReason(field, "wrong_type", "must be a text, but is " + cell.kind()));
      return Optional.empty();
    }
    try {
      return Optional.of(make.apply(text.get()));
    } catch (IllegalArgumentException e) {
      reasons.add(
          new RejectionReason(field, "invalid", withoutName(String.valueOf(e.getMessage()))));
      return Optional.empty();
    }
  }

  Optional<InteractionType> type(String field) {
    return id(field, InteractionType::new);
  }

  /// What is nearer to 0 than [InteractionBounds#LEAST] is 0.
  OptionalDouble number(String field, double least, double most) {
    Cell cell = fields.cell(field);
    if (cell instanceof Cell.Absent) {
      return OptionalDouble.empty();
    }
    OptionalDouble value = Cells.number(cell);
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
    return Math.abs(value.getAsDouble()) < InteractionBounds.LEAST ? OptionalDouble.of(0) : value;
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
