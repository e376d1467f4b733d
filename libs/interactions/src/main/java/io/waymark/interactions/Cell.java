package io.waymark.interactions;

import java.time.Instant;

/// One raw value, as a file or a request gave it.
public sealed interface Cell {
  /// Nothing, null, an empty text or not-a-number.
  Cell ABSENT = new Absent();

  /// How an error message calls it.
  String kind();

  /// A text; empty texts are [#ABSENT].
  static Cell text(String value) {
    return value.isEmpty() ? ABSENT : new Text(value);
  }

  /// A number with a fraction; NaN, which some writers use for null, is [#ABSENT].
  static Cell decimal(double value) {
    return Double.isNaN(value) ? ABSENT : new Decimal(value);
  }

  record Absent() implements Cell {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  record Text(String value) implements Cell {
    @Override
    public String kind() {
      return "a text";
    }
  }

  record Whole(long value) implements Cell {
    @Override
    public String kind() {
      return "a whole number";
    }
  }

  record Decimal(double value) implements Cell {
    @Override
    public String kind() {
      return "a number";
    }
  }

  record Flag(boolean value) implements Cell {
    @Override
    public String kind() {
      return "true or false";
    }
  }

  record Moment(Instant value) implements Cell {
    @Override
    public String kind() {
      return "a time";
    }
  }

  /// A list, an object, bytes: nothing that one field can hold.
  ///
  /// @param json its text in JSON, as far as there is one
  record Nested(String json) implements Cell {
    @Override
    public String kind() {
      return "a list or an object";
    }
  }
}
