package io.waymark.model.scan;

import io.waymark.model.History;

/// A history as a part of a model is asked about it: what of each weight counts. Not a record,
/// because of the array.
final class Events {
  private final History history;
  private final float[] shares;

  private Events(History history, float[] shares) {
    this.history = history;
    this.shares = shares;
  }

  /// All of each weight counts.
  static Events of(History history) {
    float[] whole = new float[history.length()];
    java.util.Arrays.fill(whole, 1);
    return new Events(history, whole);
  }

  /// The same, where what came before counts less: by how many of known items with a weight came
  /// after it.
  Events fading(int items, float floor, float length) {
    float[] faded = new float[shares.length];
    int newer = 0;
    for (int event = shares.length - 1; event >= 0; event--) {
      faded[event] = shares[event] * (float) (floor + (1 - floor) * Math.exp(-newer / length));
      newer += tells(event, items) ? 1 : 0;
    }
    return new Events(history, faded);
  }

  int length() {
    return shares.length;
  }

  int item(int event) {
    return history.item(event);
  }

  float weight(int event) {
    return history.weight(event);
  }

  float share(int event) {
    return shares[event];
  }

  /// Whether an event is of a known item, with a weight.
  boolean tells(int event, int items) {
    return history.item(event) >= 0 && history.item(event) < items && history.weight(event) > 0;
  }
}
