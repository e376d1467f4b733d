package io.waymark.model.scan;

/// What a score has beside the product of two vectors: the same for nearly all items, more for
/// some.
///
/// @param base what nearly all have
/// @param factor of what some have beyond that, not below 0
/// @param error what single precision may take from such a sum, or add to it
record Addition(double base, SparseScores some, double factor, double error) {
  static final Addition NOTHING = new Addition(0, new SparseScores(new int[0], new float[0]), 0, 0);
}
