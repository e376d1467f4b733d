package io.waymark.recommend.experiments;

import java.util.Optional;

/// Arms as they stand in the names of answers: 1 to 248 for the arm's place and the experiment's
/// number, of which so much as is left of it in a round.
final class ArmCodes {
  /// Experiments after which the codes begin anew.
  static final int ROUND = 31;

  private ArmCodes() {}

  /// Never that of an arm of the thirty experiments before.
  static int of(int number, int place) {
    return number % ROUND * Plan.MOST_ARMS + place + 1;
  }

  /// The arm's place, from 0; empty where the code is of another experiment.
  static Optional<Integer> placeOf(int code, int number) {
    int place = code - of(number, 0);
    return place >= 0 && place < Plan.MOST_ARMS ? Optional.of(place) : Optional.empty();
  }
}
