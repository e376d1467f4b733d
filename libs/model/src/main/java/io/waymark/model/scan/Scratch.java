package io.waymark.model.scan;

import java.util.ArrayList;
import java.util.List;

/// Rooms of one float for each item, used anew by each call. For one thread.
final class Scratch {
  private final int items;
  private final List<float[]> rooms = new ArrayList<>();
  private int taken;

  Scratch(int items) {
    this.items = items;
  }

  /// All rooms are free again.
  Scratch cleared() {
    taken = 0;
    return this;
  }

  /// A room that has anything in it.
  float[] take() {
    if (taken == rooms.size()) {
      rooms.add(new float[items]);
    }
    return rooms.get(taken++);
  }
}
