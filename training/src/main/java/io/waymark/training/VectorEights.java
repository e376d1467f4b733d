package io.waymark.training;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// In vectors, each sum in as many parts as a vector has numbers. These are added up in one order,
/// so that the same rows give the same bits however far they were compiled.
final class VectorEights implements Eights {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_256;
  private static final int WIDTH = LANES.length();

  @Override
  public void products(float[] to, int at, float[][] rows, float[] by) {
    float[] a = rows[at];
    float[] b = rows[at + 1];
    float[] c = rows[at + 2];
    float[] d = rows[at + 3];
    float[] e = rows[at + 4];
    float[] f = rows[at + 5];
    float[] g = rows[at + 6];
    float[] h = rows[at + 7];
    FloatVector first = FloatVector.zero(LANES);
    FloatVector second = first;
    FloatVector third = first;
    FloatVector fourth = first;
    FloatVector fifth = first;
    FloatVector sixth = first;
    FloatVector seventh = first;
    FloatVector eighth = first;
    for (int k = 0; k < by.length; k += WIDTH) {
      FloatVector factor = FloatVector.fromArray(LANES, by, k);
      first = FloatVector.fromArray(LANES, a, k).fma(factor, first);
      second = FloatVector.fromArray(LANES, b, k).fma(factor, second);
      third = FloatVector.fromArray(LANES, c, k).fma(factor, third);
      fourth = FloatVector.fromArray(LANES, d, k).fma(factor, fourth);
      fifth = FloatVector.fromArray(LANES, e, k).fma(factor, fifth);
      sixth = FloatVector.fromArray(LANES, f, k).fma(factor, sixth);
      seventh = FloatVector.fromArray(LANES, g, k).fma(factor, seventh);
      eighth = FloatVector.fromArray(LANES, h, k).fma(factor, eighth);
    }
    to[at] = sum(first);
    to[at + 1] = sum(second);
    to[at + 2] = sum(third);
    to[at + 3] = sum(fourth);
    to[at + 4] = sum(fifth);
    to[at + 5] = sum(sixth);
    to[at + 6] = sum(seventh);
    to[at + 7] = sum(eighth);
  }

  /// Of what Java adds up itself the order is open.
  private static float sum(FloatVector parts) {
    return ((parts.lane(0) + parts.lane(4)) + (parts.lane(2) + parts.lane(6)))
        + ((parts.lane(1) + parts.lane(5)) + (parts.lane(3) + parts.lane(7)));
  }

  @Override
  public void add(float[] to, float[] factors, float[][] rows, int at) {
    float[] a = rows[at];
    float[] b = rows[at + 1];
    float[] c = rows[at + 2];
    float[] d = rows[at + 3];
    float[] e = rows[at + 4];
    float[] f = rows[at + 5];
    float[] g = rows[at + 6];
    float[] h = rows[at + 7];
    FloatVector first = FloatVector.broadcast(LANES, factors[at]);
    FloatVector second = FloatVector.broadcast(LANES, factors[at + 1]);
    FloatVector third = FloatVector.broadcast(LANES, factors[at + 2]);
    FloatVector fourth = FloatVector.broadcast(LANES, factors[at + 3]);
    FloatVector fifth = FloatVector.broadcast(LANES, factors[at + 4]);
    FloatVector sixth = FloatVector.broadcast(LANES, factors[at + 5]);
    FloatVector seventh = FloatVector.broadcast(LANES, factors[at + 6]);
    FloatVector eighth = FloatVector.broadcast(LANES, factors[at + 7]);
    for (int k = 0; k < to.length; k += WIDTH) {
      FloatVector sum = FloatVector.fromArray(LANES, to, k);
      sum = FloatVector.fromArray(LANES, a, k).fma(first, sum);
      sum = FloatVector.fromArray(LANES, b, k).fma(second, sum);
      sum = FloatVector.fromArray(LANES, c, k).fma(third, sum);
      sum = FloatVector.fromArray(LANES, d, k).fma(fourth, sum);
      sum = FloatVector.fromArray(LANES, e, k).fma(fifth, sum);
      sum = FloatVector.fromArray(LANES, f, k).fma(sixth, sum);
      sum = FloatVector.fromArray(LANES, g, k).fma(seventh, sum);
      sum = FloatVector.fromArray(LANES, h, k).fma(eighth, sum);
      sum.intoArray(to, k);
    }
  }
}
