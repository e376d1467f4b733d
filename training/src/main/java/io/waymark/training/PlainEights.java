package io.waymark.training;

/// In plain loops. Of sums of rows the compiler makes vectors; of products it does not, since it
/// keeps the order of each sum, so that eight are added up at once.
final class PlainEights implements Eights {
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
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    float fifth = 0;
    float sixth = 0;
    float seventh = 0;
    float eighth = 0;
    for (int k = 0; k < by.length; k++) {
      float factor = by[k];
      first = Math.fma(a[k], factor, first);
      second = Math.fma(b[k], factor, second);
      third = Math.fma(c[k], factor, third);
      fourth = Math.fma(d[k], factor, fourth);
      fifth = Math.fma(e[k], factor, fifth);
      sixth = Math.fma(f[k], factor, sixth);
      seventh = Math.fma(g[k], factor, seventh);
      eighth = Math.fma(h[k], factor, eighth);
    }
    to[at] = first;
    to[at + 1] = second;
    to[at + 2] = third;
    to[at + 3] = fourth;
    to[at + 4] = fifth;
    to[at + 5] = sixth;
    to[at + 6] = seventh;
    to[at + 7] = eighth;
  }

  @Override
  public void add(float[] to, float[] factors, float[][] rows, int at) {
    addFour(to, factors, rows, at);
    addFour(to, factors, rows, at + 4);
  }

  private static void addFour(float[] to, float[] factors, float[][] rows, int at) {
    Rows.addFour(
        to, factors[at], factors[at + 1], factors[at + 2], factors[at + 3], rows, at, 0, to.length);
  }
}
