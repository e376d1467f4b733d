package io.waymark.model.filter;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;

/// A number at each position, from columns and constants.
sealed interface Quantity {
  /// By position; without meaning where one of `attributes` is missing. Nobody changes them.
  double[] over(Sheet sheet);

  /// Those it is made of.
  Set<String> attributes();

  /// Where it has a value.
  default BitSet present(Sheet sheet) {
    BitSet present = new BitSet(sheet.size());
    present.set(0, sheet.size());
    attributes().forEach(each -> present.and(sheet.numbers(each).present()));
    return present;
  }

  record Named(String attribute) implements Quantity {
    @Override
    public double[] over(Sheet sheet) {
      return sheet.numbers(attribute).values();
    }

    @Override
    public Set<String> attributes() {
      return Set.of(attribute);
    }
  }

  /// The same everywhere.
  ///
  /// @param whole it is of CEL's type `int`, which compares otherwise
  record Fixed(double value, boolean whole) implements Quantity {
    @Override
    public double[] over(Sheet sheet) {
      double[] values = new double[sheet.size()];
      Arrays.fill(values, value);
      return values;
    }

    @Override
    public Set<String> attributes() {
      return Set.of();
    }
  }

  enum Operation {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE
  }

  record Computed(Operation operation, Quantity left, Quantity right) implements Quantity {
    @Override
    public double[] over(Sheet sheet) {
      double[] ours = left.over(sheet);
      double[] theirs = right.over(sheet);
      double[] values = new double[sheet.size()];
      for (int at = 0; at < values.length; at++) {
        values[at] =
            switch (operation) {
              case ADD -> ours[at] + theirs[at];
              case SUBTRACT -> ours[at] - theirs[at];
              case MULTIPLY -> ours[at] * theirs[at];
              case DIVIDE -> ours[at] / theirs[at];
            };
      }
      return values;
    }

    @Override
    public Set<String> attributes() {
      return Attributes.both(left.attributes(), right.attributes());
    }
  }
}
