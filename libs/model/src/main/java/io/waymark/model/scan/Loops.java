package io.waymark.model.scan;

/// The inner loops, each shaped so that the compiler makes vector instructions of it: one index for
/// all arrays of the type that is written, four rows at a time (with eight it gives up), no sum
/// along the loop.
final class Loops {
  private Loops() {}

  /// Adds four rows to one: `to[j] += a[j] fa + …`.
  static void addFour(
      float[] to,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float fa,
      float fb,
      float fc,
      float fd,
      int count) {
    for (int j = 0; j < count; j++) {
      to[j] = Math.fma(fd, d[j], Math.fma(fc, c[j], Math.fma(fb, b[j], Math.fma(fa, a[j], to[j]))));
    }
  }

  /// As above, of rows in half precision, from `begin` of these on.
  static void addFourHalves(
      float[] to,
      short[] a,
      short[] b,
      short[] c,
      short[] d,
      float fa,
      float fb,
      float fc,
      float fd,
      int begin,
      int count) {
    for (int j = 0; j < count; j++) {
      float sum = Math.fma(fa, Float.float16ToFloat(a[begin + j]), to[j]);
      sum = Math.fma(fb, Float.float16ToFloat(b[begin + j]), sum);
      sum = Math.fma(fc, Float.float16ToFloat(c[begin + j]), sum);
      to[j] = Math.fma(fd, Float.float16ToFloat(d[begin + j]), sum);
    }
  }

  /// As [#addFour], from `begin` to before `end`, in double precision.
  static void addFour(
      double[] to,
      double[] a,
      double[] b,
      double[] c,
      double[] d,
      double fa,
      double fb,
      double fc,
      double fd,
      int begin,
      int end) {
    for (int j = begin; j < end; j++) {
      to[j] = Math.fma(fd, d[j], Math.fma(fc, c[j], Math.fma(fb, b[j], Math.fma(fa, a[j], to[j]))));
    }
  }

  /// As above, the four of them to two rows.
  static void addFourToTwo(
      double[] to,
      double[] other,
      double[] a,
      double[] b,
      double[] c,
      double[] d,
      double fa,
      double fb,
      double fc,
      double fd,
      double ga,
      double gb,
      double gc,
      double gd,
      int begin,
      int end) {
    for (int j = begin; j < end; j++) {
      double ofA = a[j];
      double ofB = b[j];
      double ofC = c[j];
      double ofD = d[j];
      to[j] = Math.fma(fd, ofD, Math.fma(fc, ofC, Math.fma(fb, ofB, Math.fma(fa, ofA, to[j]))));
      other[j] =
          Math.fma(gd, ofD, Math.fma(gc, ofC, Math.fma(gb, ofB, Math.fma(ga, ofA, other[j]))));
    }
  }

  /// Adds one row to another, from `begin` to before `end`.
  static void add(double[] to, double[] a, double factor, int begin, int end) {
    for (int j = begin; j < end; j++) {
      to[j] = Math.fma(factor, a[j], to[j]);
    }
  }

  /// The product with the numbers from `from` on.
  static float product(float[] left, float[] right, int from) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int at = 0;
    for (; at + 3 < left.length; at += 4) {
      a = Math.fma(left[at], right[from + at], a);
      b = Math.fma(left[at + 1], right[from + at + 1], b);
      c = Math.fma(left[at + 2], right[from + at + 2], c);
      d = Math.fma(left[at + 3], right[from + at + 3], d);
    }
    for (; at < left.length; at++) {
      a = Math.fma(left[at], right[from + at], a);
    }
    return (a + b) + (c + d);
  }
}
