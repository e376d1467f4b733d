package io.waymark.recommend.models;

import java.util.stream.IntStream;

/// Items of a model by how often they were chosen, the most popular first; those that nobody chose
/// are left out. Threads may share it.
public final class Trend {
  static final int BYTES_AN_ITEM = 8;

  private final int[] positions;
  private final float[] counts;

  private Trend(int[] positions, float[] counts) {
    this.positions = positions;
    this.counts = counts;
  }

  /// @param counts by item
  static Trend of(float[] counts) {
    int[] positions =
        IntStream.range(0, counts.length)
            .filter(item -> counts[item] > 0)
            .boxed()
            .sorted((left, right) -> Float.compare(counts[right], counts[left]))
            .mapToInt(Integer::intValue)
            .toArray();
    float[] ordered = new float[positions.length];
    for (int rank = 0; rank < ordered.length; rank++) {
      ordered[rank] = counts[positions[rank]];
    }
    return new Trend(positions, ordered);
  }

  public int size() {
    return positions.length;
  }

  /// The position in the model of the item of that rank, from 0.
  public int position(int rank) {
    return positions[rank];
  }

  /// How often it was chosen, against the most popular: in (0, 1].
  public double popularity(int rank) {
    return counts[rank] / counts[0];
  }
}
