package io.waymark.cli.bench;

import java.util.BitSet;
import java.util.SplittableRandom;

/// Interactions of made-up users, the same for the same numbers. Each user likes two of the tastes
/// there are, chooses three of four items by them and the others by what is popular, and nothing
/// twice; in each taste as in all few items are chosen by many.
///
/// @param rows about: users choose between half and one and a half times as many as the mean
record MadeInteractions(int users, int items, int rows, long seed) {
  private static final int TASTES = 40;
  private static final double OWN = 0.75;

  /// How much more the popular items are chosen than the others.
  private static final double STEEPNESS = 3;

  private static final int MOST_TRIES = 10;

  /// Takes one interaction; all of a user's come in a row.
  @FunctionalInterface
  interface Sink {
    void take(int user, int item);
  }

  void each(Sink sink) {
    SplittableRandom random = new SplittableRandom(seed);
    int tastes = Math.max(1, Math.min(TASTES, items / 5));
    double mean = (double) rows / users;
    for (int user = 0; user < users; user++) {
      int first = random.nextInt(tastes);
      int second = random.nextInt(tastes);
      int wanted = (int) Math.clamp(mean * (0.5 + random.nextDouble()), 1.0, items / 2.0);
      BitSet chosen = new BitSet();
      for (int at = 0; at < wanted; at++) {
        int item = choice(random, tastes, first, second);
        for (int tries = 0; chosen.get(item) && tries < MOST_TRIES; tries++) {
          item = choice(random, tastes, first, second);
        }
        if (!chosen.get(item)) {
          chosen.set(item);
          sink.take(user, item);
        }
      }
    }
  }

  private int choice(SplittableRandom random, int tastes, int first, int second) {
    if (random.nextDouble() >= OWN) {
      return popular(random, items);
    }
    int taste = random.nextInt(3) < 2 ? first : second;
    return popular(random, (items - taste + tastes - 1) / tastes) * tastes + taste;
  }

  private static int popular(SplittableRandom random, int among) {
    return (int) (among * Math.pow(random.nextDouble(), STEEPNESS));
  }
}
