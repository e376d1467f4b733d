package io.waymark.model.filter;

import io.waymark.model.catalogue.Column;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/// What is asked of many items at once.
sealed interface Condition {
  /// What it comes to at each position of `where`, and nothing at others. Nobody changes `where`.
  Verdict over(Sheet sheet, BitSet where);

  /// Whether some items are asked about one by one, by the CEL library.
  default boolean isDear() {
    return false;
  }

  /// The same everywhere; empty where evaluating it goes wrong.
  record Always(Optional<Boolean> answer) implements Condition {
    @Override
    public Verdict over(Sheet sheet, BitSet where) {
      return Verdict.of(where, _ -> answer);
    }
  }

  record And(Condition left, Condition right) implements Condition {
    @Override
    public Verdict over(Sheet sheet, BitSet where) {
      boolean leftFirst = right.isDear() || !left.isDear();
      Verdict first = (leftFirst ? left : right).over(sheet, where);
      BitSet undecided = Verdict.without(where, first.fails());
      return first.and((leftFirst ? right : left).over(sheet, undecided));
    }

    @Override
    public boolean isDear() {
      return left.isDear() || right.isDear();
    }
  }

  record Or(Condition left, Condition right) implements Condition {
    @Override
    public Verdict over(Sheet sheet, BitSet where) {
      boolean leftFirst = right.isDear() || !left.isDear();
      Verdict first = (leftFirst ? left : right).over(sheet, where);
      BitSet undecided = Verdict.without(where, first.holds());
      return first.or((leftFirst ? right : left).over(sheet, undecided));
    }

    @Override
    public boolean isDear() {
      return left.isDear() || right.isDear();
    }
  }

  record Not(Condition of) implements Condition {
    @Override
    public Verdict over(Sheet sheet, BitSet where) {
      return of.over(sheet, where).not();
    }

    @Override
    public boolean isDear() {
      return of.isDear();
    }
  }

  record Choice(Condition asked, Condition then, Condition otherwise) implements Condition {
    @Override
    public Verdict over(Sheet sheet, BitSet where) {
      Verdict chosen = asked.over(sheet, where);
      return chosen.choose(then.over(sheet, chosen.holds()), otherwise.over(sheet, chosen.fails()));
    }

    @Override
    public boolean isDear() {
      return asked.isDear() || then.isDear() || otherwise.isDear();
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
    public Verdict over(Sheet sheet, BitSet where) {
      double[] ours = left.over(sheet);
      double[] theirs = right.over(sheet);
      BitSet answered = left.present(sheet);
      answered.and(right.present(sheet));
      answered.and(where);
      IntPredicate holds =
          total
              ? at -> holds(Double.compare(ours[at], theirs[at]), 0)
              : at -> holds(ours[at], theirs[at]);
      return Verdict.of(sheet.size(), answered, holds);
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
    public Verdict over(Sheet sheet, BitSet where) {
      Column.Numbers column = sheet.numbers(attribute);
      double[] values = column.values();
      BitSet holds = new BitSet(sheet.size());
      for (double number : numbers) {
        holds.or(Verdict.positions(sheet.size(), at -> values[at] == number));
      }
      return Verdict.of(sheet.size(), Verdict.both(column.present(), where), holds::get);
    }
  }

  /// Asks each distinct value of one attribute, or each item where fewer of them are wanted; no
  /// answer is empty.
  record EachValue(String attribute, Function<Optional<Object>, Optional<Boolean>> asked)
      implements Condition {
    @Override
    public Verdict over(Sheet sheet, BitSet where) {
      Column.Coded column = sheet.coded(attribute);
      if (where.cardinality() < column.distinct().size()) {
        return Verdict.of(where, at -> asked.apply(column.value(at)));
      }
      List<Optional<Boolean>> answers = column.distinct().stream().map(asked).toList();
      return Verdict.of(where, at -> answers.get(column.code(at)));
    }
  }

  /// Asks one item after the other: for what nothing quicker is known.
  ///
  /// @param asked given the values of one item, by attribute
  record EachItem(Function<Function<String, Optional<Object>>, Optional<Boolean>> asked)
      implements Condition {
    @Override
    public Verdict over(Sheet sheet, BitSet where) {
      return Verdict.of(where, at -> asked.apply(attribute -> sheet.column(attribute).value(at)));
    }

    @Override
    public boolean isDear() {
      return true;
    }
  }
}
