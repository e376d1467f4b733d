package io.waymark.model.scan;

/// The vectors of two models, one behind the other: the product with two users' vectors, joined the
/// same way, is the sum of two scores.
record JoinedVectors(Vectors first, Vectors second) implements Vectors {
  @Override
  public int width() {
    return first.width() + second.width();
  }

  @Override
  public void copy(int item, float[] to) {
    float[] behind = new float[second.width()];
    second.copy(item, behind);
    first.copy(item, to);
    System.arraycopy(behind, 0, to, first.width(), behind.length);
  }
}
