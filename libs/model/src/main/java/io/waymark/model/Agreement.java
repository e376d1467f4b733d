package io.waymark.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/// Finds out whether a faster way gives the lists of the graph, by asking both.
final class Agreement {
  private static final int[] LENGTHS = {1, 7, 50};
  private static final int COUNT = 20;

  /// Of the highest score: below it the order of two items is rounding.
  private static final float TOLERANCE = 1e-4f;

  private Agreement() {}

  /// A faster way to the lists of a graph; empty where it has none, or one that gives others.
  static Optional<Ranker> faster(Path graph, int items, GraphRanker reference) throws IOException {
    Optional<FactorFile> file = FactorFile.read(graph, items);
    if (file.isEmpty() || !reference.isPlain()) {
      return Optional.empty();
    }
    FactorRanker ranker = FactorRanker.of(file.orElseThrow(), items);
    boolean agrees = false;
    try {
      agrees = agree(reference, ranker, items);
    } catch (IllegalStateException _) {
      // The graph cannot be asked for what it says it is.
    } finally {
      if (!agrees) {
        ranker.close();
      }
    }
    return agrees ? Optional.of(ranker) : Optional.empty();
  }

  private static boolean agree(Ranker reference, Ranker other, int items) {
    SplittableRandom random = new SplittableRandom(1);
    ItemMask all = ItemMask.all(items);
    for (int length : LENGTHS) {
      int[] history = random.ints(Math.min(length, items), 0, items).toArray();
      float[] weights = new float[history.length];
      for (int at = 0; at < weights.length; at++) {
        weights[at] = 1 + at % 3;
      }
      History asked = new History(history, weights);
      int count = Math.min(COUNT, items);
      if (!same(reference.rank(asked, all.view(), count), other.rank(asked, all.view(), count))) {
        return false;
      }
    }
    return true;
  }

  /// Whether two lists are the same up to rounding: the same scores, and at each rank the same
  /// item, or one whose score is as good as that of another rank.
  static boolean same(RankedItems one, RankedItems other) {
    if (one.size() != other.size()) {
      return false;
    }
    int size = one.size();
    float near = size == 0 ? 0 : TOLERANCE * Math.max(Math.abs(one.score(0)), Float.MIN_NORMAL);
    for (int rank = 0; rank < size; rank++) {
      boolean close = Math.abs(one.score(rank) - other.score(rank)) <= near;
      if (!close || (one.item(rank) != other.item(rank) && !swapped(one, other, rank, near))) {
        return false;
      }
    }
    return true;
  }

  private static boolean swapped(RankedItems one, RankedItems other, int rank, float near) {
    for (int at = 0; at < one.size(); at++) {
      if (one.item(at) == other.item(rank)) {
        return Math.abs(one.score(at) - other.score(rank)) <= near;
      }
    }
    // It fell off the end of the one list, which as many others may have done that score the same.
    return Math.abs(one.score(one.size() - 1) - other.score(rank)) <= near;
  }
}
