package io.waymark.model.scan;

/// What of a history counts for one part of a model: events of known items with a positive weight.
/// Not a record, because of the arrays.
final class Told {
  /// Of the history's events, so many count; each of the arrays has that length or more.
  private final int size;

  private final int[] events;
  private final int[] items;
  private final float[] weights;

  private Told(int size, int[] events, int[] items, float[] weights) {
    this.size = size;
    this.events = events;
    this.items = items;
    this.weights = weights;
  }

  /// What counts.
  ///
  /// @param items of the model
  /// @param scale what weights are multiplied with; 0: every positive weight counts 1
  static Told of(Events from, int items, float scale) {
    int[] events = new int[from.length()];
    int[] known = new int[from.length()];
    float[] weights = new float[from.length()];
    int size = 0;
    for (int event = 0; event < from.length(); event++) {
      if (from.tells(event, items)) {
        events[size] = event;
        known[size] = from.item(event);
        weights[size++] = from.share(event) * (scale == 0 ? 1 : from.weight(event) * scale);
      }
    }
    return new Told(size, events, known, weights);
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// All weights together.
  double total() {
    double total = 0;
    for (int at = 0; at < size; at++) {
      total += weights[at];
    }
    return total;
  }

  /// Its place in the history.
  int event(int at) {
    return events[at];
  }

  /// All, and there may be more places.
  int[] items() {
    return items;
  }

  int item(int at) {
    return items[at];
  }

  /// Positive, scaled.
  float weight(int at) {
    return weights[at];
  }
}
