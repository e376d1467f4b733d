package io.waymark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/// One matrix cut several times, each time elsewhere: where users are few, what one cut tells apart
/// is mostly chance.
///
/// @param each at least one, over the same users and items
record Cuts(List<Cut> each) {
  /// With this many users asked about, over all cuts, settings decide more than chance does.
  private static final int ENOUGH_USERS = 600;

  private static final int MOST = 4;

  /// Numbers that the item-item matrices of all cuts may hold, while they are learned.
  private static final long MOST_NUMBERS = 1 << 25;

  Cuts {
    each = List.copyOf(each);
  }

  /// As [Cut#of] cuts, at random as often as it takes; by time there is one way only.
  static Cuts of(InteractionMatrix matrix, long seed, int least) {
    return as(each -> Cut.of(matrix, each, least), seed);
  }

  /// As [Cut#scattered] cuts, as often as it takes.
  static Cuts scattered(InteractionMatrix matrix, long seed, int least) {
    return as(each -> Cut.scattered(matrix, each, least), seed);
  }

  private static Cuts as(LongFunction<Cut> cutting, long seed) {
    List<Cut> cuts = new ArrayList<>();
    cuts.add(cutting.apply(seed));
    int asked = Math.max(1, cuts.getFirst().askedUsers().length);
    long items = Math.max(1, cuts.getFirst().held().columnCount());
    long count = Math.min(Math.min(MOST, ENOUGH_USERS / asked), MOST_NUMBERS / (items * items));
    while (cuts.getFirst().random() && cuts.size() < count) {
      cuts.add(cutting.apply(Cut.hash(seed, cuts.size())));
    }
    return new Cuts(cuts);
  }

  /// One that stands for all, where only sizes matter.
  Cut first() {
    return each.getFirst();
  }

  /// Means over all cuts; a user counts once in each.
  ///
  /// @param models one of each cut
  /// @param most users of a cut
  Metrics measured(
      List<Model> models, int most, long seed, List<Integer> cutoffs, Workers workers) {
    Metrics.Tally all = new Metrics.Tally(cutoffs);
    for (int at = 0; at < each.size(); at++) {
      Cut cut = each.get(at);
      all.join(Evaluation.tally(models.get(at), cut, cut.askedUsers(most, seed), cutoffs, workers));
    }
    return all.metrics();
  }
}
