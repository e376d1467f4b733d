package io.waymark.training;

import java.util.SplittableRandom;

/// Made-up interactions of a fixed seed.
final class Planted {
  private Planted() {}

  /// Users of `groups` kinds, each choosing mostly among the items of its kind.
  static InteractionRows tastes(int users, int items, int groups, int each, boolean timed) {
    InteractionRows rows = new InteractionRows();
    SplittableRandom random = new SplittableRandom(7);
    for (int user = 0; user < users; user++) {
      for (int at = 0; at < each; at++) {
        boolean own = random.nextInt(10) < 8;
        int item =
            own ? user % groups + groups * random.nextInt(items / groups) : random.nextInt(items);
        rows.add(
            "user_%04d".formatted(user),
            "item_%04d".formatted(item),
            1f,
            timed ? 1_700_000_000_000L + at * 86_400_000L + user : InteractionMatrix.NO_TIME);
      }
    }
    return rows;
  }

  /// Nobody has a taste: items are chosen by their popularity alone.
  static InteractionRows fashion(int users, int items, int each) {
    InteractionRows rows = new InteractionRows();
    SplittableRandom random = new SplittableRandom(11);
    for (int user = 0; user < users; user++) {
      for (int at = 0; at < each; at++) {
        double draw = random.nextDouble();
        int item = (int) (items * draw * draw * draw);
        rows.add("u" + user, "i" + item, 1f, InteractionMatrix.NO_TIME);
      }
    }
    return rows;
  }
}
