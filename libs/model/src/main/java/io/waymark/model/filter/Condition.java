package io.waymark.model.filter;

import io.waymark.model.catalogue.Column;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/// What is asked of every item at once.
sealed interface Condition {
  Verdict over(Sheet sheet);

  /// The same everywhere; empty where evaluating it goes wrong.
  record Always(Optional<Boolean> answer) implements Condition {
    @Override
    public Verdict over(Sheet sheet) {
      return Verdict.of(sheet.size(), _ -> answer);
    }
  }

  record And(Condition left, Condition right) implements Condition {
    @Override
    public Verdict over(Sheet sheet) {
      return left.over(sheet).and(right.over(sheet));
    }
  }

  record Or(Condition left, Condition right) implements Condition {
    @Override
    public Verdict over(Sheet sheet) {
      return left.over(sheet).or(right.over(sheet));
    }
  }

  record Not(Condition of) implements Condition {
    @Override
    public Verdict over(Sheet sheet) {
      return of.over(sheet).not();
    }
  }

  record Choice(Condition where, Condition then, Condition otherwise) implements Condition {
    @Override
    public Verdict over(Sheet sheet) {
      return where.over(sheet).choose(then.over(sheet), otherwise.over(sheet));
    }
  }

  enum Order {
    EQUAL,
    UNEQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST
  }

  /// One number held against another.
  ///
  /// @param total as CEL compares a number with a whole one: -0 is less than 0, and what is no
  ///   number (`0.0 / 0.0`) greater than all
  record Compared(Order order, Quantity left, Quantity right, boolean total) implements Condition {
    /// Empty where CEL has no such comparison.
    static Optional<Condition> of(Order order, Quantity left, Quantity right) {
      boolean total = isWhole(left) || isWhole(right);
      boolean equality = order == Order.EQUAL || order == Order.UNEQUAL;
      return total && equality
          ? Optional.empty()
          : Optional.of(new Compared(order, left, right, total));
    }

    private static boolean isWhole(Quantity quantity) {
      return quantity instanceof Quantity.Fixed fixed && fixed.whole();
    }

    @Override
    public Verdict over(Sheet sheet) {
      double[] ours = left.over(sheet);
      double[] theirs = right.over(sheet);
      BitSet present = left.present(sheet);
      present.and(right.present(sheet));
      IntPredicate holds =
          total
              ? at -> holds(Double.compare(ours[at], theirs[at]), 0)
              : at -> holds(ours[at], theirs[at]);
      return Verdict.of(sheet.size(), present, holds);
    }

    private boolean holds(double ours, double theirs) {
      return switch (order) {
        case EQUAL -> ours == theirs;
        case UNEQUAL -> ours != theirs;
        case LESS -> ours < theirs;
        case AT_MOST -> ours <= theirs;
        case GREATER -> ours > theirs;
        case AT_LEAST -> ours >= theirs;
      };
    }
  }

  /// One of some numbers.
  record Among(String attribute, List<Double> numbers) implements Condition {
    public Among {
      numbers = List.copyOf(numbers);
    }

    @Override
    public Verdict over(Sheet sheet) {
      Column.Numbers column = sheet.numbers(attribute);
      double[] values = column.values();
      BitSet holds = new BitSet(sheet.size());
      for (double number : numbers) {
        holds.or(Verdict.positions(sheet.size(), at -> values[at] == number));
      }
      return Verdict.of(sheet.size(), column.present(), holds::get);
    }
  }

  /// Asks each distinct value of one attribute; no answer is empty.
  record EachValue(String attribute, Function<Optional<Object>, Optional<Boolean>> asked)
      implements Condition {
    @Override
    public Verdict over(Sheet sheet) {
      Column.Coded column = sheet.coded(attribute);
      List<Optional<Boolean>> answers = column.distinct().stream().map(asked).toList();
      return Verdict.of(sheet.size(), at -> answers.get(column.code(at)));
    }
  }

  /// Asks one item after the other: for what nothing quicker is known.
  record EachItem(RowProgram asked) implements Condition {
    @Override
    public Verdict over(Sheet sheet) {
      return Verdict.of(
          sheet.size(), at -> asked.answer(attribute -> sheet.column(attribute).value(at)));
    }
  }
}
