package io.waymark.model;

import java.util.Arrays;

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

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(items, size));
  }
}
