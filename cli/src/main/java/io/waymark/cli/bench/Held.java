package io.waymark.cli.bench;

import java.util.Map;
import java.util.OptionalDouble;

/// What a figure is held against.
sealed interface Held {
  Bound bound();

  String against();

  /// The figure in units of what it is held against; empty where that is not there, or came to 0.
  OptionalDouble ratio(Spread ours);

  default Verdict verdict(Spread ours) {
    OptionalDouble ratio = ratio(ours);
    return ratio.isPresent() ? bound().of(ratio.getAsDouble()) : Verdict.NOT_COMPARED;
  }

  /// Against what a peer was measured to take, where there is one.
  static Held to(Map<String, Spread> measured, String peer, Bound bound) {
    Spread theirs = measured.get(peer);
    return theirs == null
        ? new Absent(peer, Setting.NO_PEERS, bound)
        : new Beside(peer, theirs, bound);
  }

  /// A bound of its own, in the figure's unit.
  record Fixed(Bound bound) implements Held {
    @Override
    public String against() {
      return "";
    }

    @Override
    public OptionalDouble ratio(Spread ours) {
      return OptionalDouble.of(ours.middle());
    }
  }

  /// What someone else took for the same in the same minutes.
  record Beside(String against, Spread theirs, Bound bound) implements Held {
    @Override
    public OptionalDouble ratio(Spread ours) {
      return theirs.middle() == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(ours.middle() / theirs.middle());
    }
  }

  /// Someone who is not there.
  record Absent(String against, String why, Bound bound) implements Held {
    @Override
    public OptionalDouble ratio(Spread ours) {
      return OptionalDouble.empty();
    }
  }
}
