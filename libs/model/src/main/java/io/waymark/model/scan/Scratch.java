package io.waymark.model.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rooms for scores, used anew by each call. For one thread.
final class Scratch {
  /// A blend takes as many, where both of it need one.
  static final int KEPT = 2;

  private final int items;
  private final List<float[]> rooms = new ArrayList<>();
  private final float[] piece = new float[ScanRecommender.PIECE];
  private final float[] secondPiece = new float[ScanRecommender.PIECE];
  private Optional<SparseScores.Adding> adding = Optional.empty();
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

  /// For the scores of a piece that are added to those of another.
  float[] secondPiece() {
    return secondPiece;
  }

  /// For scores that come in any order.
  SparseScores.Adding adding() {
    SparseScores.Adding made = adding.orElseGet(() -> new SparseScores.Adding(items));
    adding = Optional.of(made);
    return made;
  }

  /// For a score of each item; it has anything in it.
  float[] take() {
    if (taken == rooms.size()) {
      rooms.add(new float[items]);
    }
    return rooms.get(taken++);
  }
}
