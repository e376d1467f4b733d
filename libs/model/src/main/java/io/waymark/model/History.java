package io.waymark.model;

import java.util.Arrays;

/// What one user did, as a graph takes it: parallel arrays, oldest first. Not a record, because of
/// the arrays; callers hand them over and leave them alone.
public final class History {
  public static final History EMPTY = new History(new int[0], new float[0]);

  private final int[] items;
  private final float[] weights;
  private final long[] types;
  private final float[] agesSeconds;

  /// A history for graphs that ask for no more.
  ///
  /// @param items positions in the model's index
  /// @param weights positive
  public History(int[] items, float[] weights) {
    this(items, weights, new long[items.length], new float[items.length]);
  }

  /// As above, with everything a graph may ask for.
  ///
  /// @param types numbers of the interaction types, for graphs that declare them
  /// @param agesSeconds from each event to now, for graphs that declare them
  public History(int[] items, float[] weights, long[] types, float[] agesSeconds) {
    if (items.length != weights.length
        || items.length != types.length
        || items.length != agesSeconds.length) {
      throw new IllegalArgumentException("a history's arrays must have one length");
    }
    this.items = items;
    this.weights = weights;
    this.types = types;
    this.agesSeconds = agesSeconds;
  }

  public int length() {
    return items.length;
  }

  public boolean isEmpty() {
    return items.length == 0;
  }

  /// The item of an event, by its position in the model's index.
  public int item(int event) {
    return items[event];
  }

  /// What an event weighs.
  public float weight(int event) {
    return weights[event];
  }

  /// Whether an item stands in it.
  boolean has(long item) {
    return Arrays.stream(items).anyMatch(each -> each == item);
  }

  long[] itemsAsLongs() {
    return Arrays.stream(items).asLongStream().toArray();
  }

  float[] weights() {
    return weights;
  }

  long[] types() {
    return types;
  }

  float[] agesSeconds() {
    return agesSeconds;
  }
}
