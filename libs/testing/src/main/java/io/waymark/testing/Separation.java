package io.waymark.testing;

import java.util.Arrays;

/// How well a single figure, like the time of an answer, tells two kinds apart.
public final class Separation {
  private Separation() {}

  /// The area under the curve of the best classifier by one threshold: how likely a figure of one
  /// kind is greater than one of the other, whichever way is likelier. From 0.5, which tells
  /// nothing, to 1; ties count half.
  ///
  /// @param one figures of the one kind, in any order
  /// @param other figures of the other
  public static double auc(double[] one, double[] other) {
    if (one.length == 0 || other.length == 0) {
      throw new IllegalArgumentException("both kinds need a figure");
    }
    double[] sorted = other.clone();
    Arrays.sort(sorted);
    double greater = 0;
    for (double figure : one) {
      greater += (below(sorted, figure) + below(sorted, Math.nextUp(figure))) / 2.0;
    }
    double share = greater / ((double) one.length * other.length);
    return Math.max(share, 1 - share);
  }

  /// How many of `sorted` are smaller than `figure`.
  private static int below(double[] sorted, double figure) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] < figure) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
