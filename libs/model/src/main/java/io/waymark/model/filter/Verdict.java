package io.waymark.model.filter;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/// What a condition comes to at each position of a catalogue. Where it neither holds nor fails, it
/// has no answer: a value is missing, or evaluating it went wrong. Nobody changes the sets.
record Verdict(BitSet holds, BitSet fails) {
  /// Holds where `condition` does, and fails at every other position of `answered`.
  static Verdict of(int size, BitSet answered, IntPredicate condition) {
    BitSet holds = positions(size, condition);
    holds.and(answered);
    return new Verdict(holds, without(answered, holds));
  }

  /// What is answered at each position of `where`; an empty answer is none.
  static Verdict of(BitSet where, IntFunction<Optional<Boolean>> answers) {
    BitSet holds = new BitSet(where.length());
    BitSet fails = new BitSet(where.length());
    for (int at = where.nextSetBit(0); at >= 0; at = where.nextSetBit(at + 1)) {
      Optional<Boolean> answer = answers.apply(at);
      if (answer.isPresent()) {
        (answer.get() ? holds : fails).set(at);
      }
    }
    return new Verdict(holds, fails);
  }

  static BitSet positions(int size, IntPredicate condition) {
    long[] words = new long[(size + Long.SIZE - 1) / Long.SIZE];
    for (int at = 0; at < size; at++) {
      if (condition.test(at)) {
        words[at / Long.SIZE] |= 1L << at;
      }
    }
    return BitSet.valueOf(words);
  }

  /// As CEL's `&&`: one side that fails decides, whatever became of the other.
  Verdict and(Verdict other) {
    return new Verdict(both(holds, other.holds), either(fails, other.fails));
  }

  /// As CEL's `||`: one side that holds decides, whatever became of the other.
  Verdict or(Verdict other) {
    return new Verdict(either(holds, other.holds), both(fails, other.fails));
  }

  Verdict not() {
    return new Verdict(/* holds= */ fails, /* fails= */ holds);
  }

  /// As CEL's `? :`, of which this is the condition: the side not taken does not count.
  Verdict choose(Verdict then, Verdict otherwise) {
    return new Verdict(
        either(both(holds, then.holds), both(fails, otherwise.holds)),
        either(both(holds, then.fails), both(fails, otherwise.fails)));
  }

  static BitSet both(BitSet one, BitSet other) {
    BitSet both = (BitSet) one.clone();
    both.and(other);
    return both;
  }

  private static BitSet either(BitSet one, BitSet other) {
    BitSet either = (BitSet) one.clone();
    either.or(other);
    return either;
  }

  static BitSet without(BitSet some, BitSet others) {
    BitSet left = (BitSet) some.clone();
    left.andNot(others);
    return left;
  }
}
