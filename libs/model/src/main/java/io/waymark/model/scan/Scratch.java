package io.waymark.model.scan;

import java.util.ArrayList;
import java.util.List;

/// Rooms for scores, used anew by each call. For one thread.
final class Scratch {
  /// A blend takes as many, where both of it need one.
  static final int KEPT = 4;

  private final int items;
  private final List<float[]> rooms = new ArrayList<>();
  private final float[] piece = new float[ScanRecommender.PIECE];
  private int taken;

  Scratch(int items) {
    this.items = items;
  }

  /// All rooms are free again; what a batch took beyond a single call's is let go.
  void clear() {
    taken = 0;
    while (rooms.size() > KEPT) {
      float[] _ = rooms.removeLast();
    }
  }

  /// For the scores of a piece.
  float[] piece() {
    return piece;
  }

  /// For a score of each item; it has anything in it.
  float[] take() {
    if (taken == rooms.size()) {
      rooms.add(new float[items]);
    }
    return rooms.get(taken++);
  }
}
