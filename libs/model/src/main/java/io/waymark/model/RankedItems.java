package io.waymark.model;

import java.util.Arrays;
import java.util.BitSet;

/// What a graph answered for one history: positions in the model's index, best first.
public final class RankedItems {
  private final long[] items;
  private final float[] scores;
  private final long[] because;
  private final int size;

  RankedItems(long[] items, float[] scores, long[] because) {
    this.items = items;
    this.scores = scores;
    this.because = because;
    int matching = 0;
    while (matching < items.length && items[matching] >= 0) {
      matching++;
    }
    this.size = matching;
  }

  /// An answer.
  ///
  /// @param items best first
  /// @param scores of these, never rising
  /// @param because the item of the history that speaks most for each, or [ItemIndex#ABSENT]; may
  ///   be empty
  public static RankedItems of(int[] items, float[] scores, int[] because) {
    return new RankedItems(longs(items), scores, longs(because));
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }

  public int size() {
    return size;
  }

  public int item(int rank) {
    return (int) items[rank];
  }

  /// The model's own score: any number, never rising with the rank.
  public float score(int rank) {
    return scores[rank];
  }

  /// The item of the history that speaks most for this one, or [ItemIndex#ABSENT].
  public int because(int rank) {
    return because.length == 0 ? ItemIndex.ABSENT : (int) because[rank];
  }

  /// This, once it was looked at: a graph that nobody here wrote may give anything.
  ///
  /// @param history as it was asked
  /// @param allowed as it was asked
  /// @param excluded as it was asked
  /// @throws GraphFailedException where an item is not one that was asked for, or comes twice, or a
  ///   score rises or is no number, or a cause is not in the history
  public RankedItems checked(History history, ItemMask allowed, int[] excluded) {
    if (scores.length < size || (because.length > 0 && because.length < size)) {
      throw new GraphFailedException("the model's graph gave outputs of different shapes");
    }
    BitSet not = new BitSet(allowed.items());
    Arrays.stream(excluded).filter(item -> item != ItemIndex.ABSENT).forEach(not::set);
    for (int rank = 0; rank < size; rank++) {
      long item = items[rank];
      if (item >= allowed.items() || !allowed.allows((int) item) || not.get((int) item)) {
        throw new GraphFailedException("the model's graph gave the item " + item + " unasked");
      }
      not.set((int) item);
      float score = scores[rank];
      if (!Float.isFinite(score) || (rank > 0 && score > scores[rank - 1])) {
        throw new GraphFailedException("the model's graph ranked an item by " + score);
      }
      long cause = because.length == 0 ? ItemIndex.ABSENT : because[rank];
      if (cause != ItemIndex.ABSENT && !history.has(cause)) {
        throw new GraphFailedException("the model's graph gave the cause " + cause);
      }
    }
    return this;
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(items, size));
  }
}
