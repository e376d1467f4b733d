package io.waymark.model.scan;

import io.waymark.model.History;
import io.waymark.model.ItemIndex;
import io.waymark.model.Query;
import io.waymark.model.RankedItems;
import java.util.Arrays;
import java.util.stream.IntStream;

/// One query on its way: its scores, and what was found so far. For one thread.
final class Search {
  private final Query query;
  private final Scoring scoring;
  private final int count;
  private Best best;

  /// Rising.
  private final int[] excluded;

  /// A search for so many items.
  Search(Query query, Scoring scoring, int count) {
    this.query = query;
    this.scoring = scoring;
    this.count = count;
    this.best = new Best(count, scoring.error());
    this.excluded = query.excluded().clone();
    Arrays.sort(excluded);
  }

  Scoring scoring() {
    return scoring;
  }

  /// From here on scores come exact, and items in any order.
  void expectExact() {
    best = new Best(count, Float.MIN_VALUE);
  }

  /// Looks at the score of an item.
  void look(int item, float score) {
    best.look(item, score, this::allows);
  }

  /// How many items are wanted.
  int wanted() {
    return count;
  }

  /// Whether there are as many as are wanted, to hold others against.
  boolean isFull() {
    return best.isFull();
  }

  /// Looks at items of which some score is known that says much of the whole one: their exact
  /// scores are a floor for all others.
  void lookAhead(SparseScores some) {
    if (some.size() < count) {
      return;
    }
    Best likely = new Best(Math.min(2 * count, some.size()), 0);
    for (int at = 0; at < some.size(); at++) {
      likely.look(some.item(at), some.score(at), this::allows);
    }
    float[] exact = scoring.exact(likely.items());
    if (exact.length >= count) {
      Arrays.sort(exact);
      best.assumeExact(exact[exact.length - count]);
    }
  }

  /// Only scores above it may be among the best.
  float floor() {
    return best.floor();
  }

  /// Where few items are allowed, or none can come, no scan is needed.
  boolean scans() {
    return !scoring.isSilent() && query.allowed().few().isEmpty();
  }

  /// Looks at the scores of the items from `begin` to before `end`.
  void look(float[] scores, int begin, int end) {
    best.look(scores, begin, end, this::allows);
  }

  boolean allows(int item) {
    return query.allowed().allows(item)
        && Arrays.binarySearch(excluded, item) < 0
        && scoring.tells(item);
  }

  /// The answer, by scores in single precision.
  ///
  /// @param reasoned whether it says why
  RankedItems ranked(boolean reasoned) {
    int[] candidates =
        query
            .allowed()
            .few()
            .map(few -> IntStream.of(few).filter(this::allows).toArray())
            .orElseGet(best::items);
    // By falling score, then by rising item: both in one number that rises.
    long[] keys = new long[candidates.length];
    int numbers = 0;
    float[] exact = scoring.exact(candidates);
    for (int at = 0; at < candidates.length; at++) {
      float score = exact[at];
      if (score > Float.NEGATIVE_INFINITY) { // which no number is, either
        keys[numbers++] = ((long) ~rising(score) << 32) | candidates[at];
      }
    }
    Arrays.sort(keys, 0, numbers);
    int size = Math.min(count, numbers);
    int[] found = new int[size];
    float[] scores = new float[size];
    for (int rank = 0; rank < size; rank++) {
      found[rank] = (int) keys[rank];
      scores[rank] = score(~(int) (keys[rank] >> 32));
    }
    return RankedItems.of(found, scores, reasoned && size > 0 ? reasons(found) : new int[0]);
  }

  /// Whole numbers in the order of the floating-point ones.
  private static int rising(float score) {
    int bits = Float.floatToIntBits(score + 0f); // there is no −0
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  private static float score(int rising) {
    return Float.intBitsToFloat(rising ^ ((rising >> 31) & Integer.MAX_VALUE));
  }

  /// The item of the history with the largest part of each score, the first of equal ones;
  /// [ItemIndex#ABSENT] where no part is above 0.
  private int[] reasons(int[] found) {
    History history = query.history();
    float[][] parts = new float[history.length()][found.length];
    scoring.addParts(found, 1, parts);
    int[] because = new int[found.length];
    for (int slot = 0; slot < found.length; slot++) {
      float most = 0;
      because[slot] = ItemIndex.ABSENT;
      for (int event = 0; event < parts.length; event++) {
        if (parts[event][slot] > most) {
          most = parts[event][slot];
          because[slot] = history.item(event);
        }
      }
    }
    return because;
  }
}
