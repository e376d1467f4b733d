package io.waymark.training;

import java.util.Arrays;

/// Ridge regressions of single items on the few others that predict them best, each solved exactly.
/// An item's predictors are those that would take most off its squared error if each stood alone:
/// largest `(XᵀX)[i][j]² / ((XᵀX)[i][i] + l2)`. Only the part of `XᵀX` between the predictors is
/// made, anew for each item, from the entries of these alone. One thread uses one of these.
final class Regressions {
  /// Multiplications that take as long as going through one entry of a user, which memory decides.
  private static final double ENTRY = 12;

  /// One in double precision takes as long as two others.
  private static final double DOUBLE = 2;

  private final Csr byUser;
  private final Csr byItem;
  private final int most;
  private final double l2;
  private final double[] squares;
  private final float[] shared;
  private final float[] gains;
  private final double[][] block;
  private final double[] sides;

  /// Of each user the entries with predictors, in `places` and `values` from `begins` to `ends`.
  private final int[] begins;

  private final int[] ends;
  private int[] places = new int[0];
  private float[] values = new float[0];

  /// @param most predictors of an item
  Regressions(Csr byUser, Csr byItem, int most, double l2) {
    int items = byItem.rowCount();
    this.byUser = byUser;
    this.byItem = byItem;
    this.most = Math.min(most, items);
    this.l2 = l2;
    this.squares = new double[items];
    this.shared = new float[items];
    this.gains = new float[items];
    this.block = new double[this.most][this.most];
    this.sides = new double[this.most];
    this.begins = new int[byUser.rowCount()];
    this.ends = new int[byUser.rowCount()];
    for (int item = 0; item < items; item++) {
      for (int at = byItem.start(item); at < byItem.end(item); at++) {
        squares[item] += (double) byItem.value(at) * byItem.value(at);
      }
    }
  }

  /// What was found for one item. Not for other packages, because of the arrays.
  ///
  /// @param predictors items, rising
  /// @param weights beside them
  @SuppressWarnings("ArrayRecordComponent")
  record Solution(int[] predictors, float[] weights) {}

  Solution of(int item) {
    int[] predictors = predictors(item);
    group(predictors);
    fill(predictors);
    for (int at = 0; at < predictors.length; at++) {
      sides[at] = shared[predictors[at]];
    }
    return new Solution(predictors, solved(predictors.length));
  }

  /// Multiplications of single precision, about, that take as long as [#of] does.
  double work(int item) {
    double entries = 0;
    for (int at = byItem.start(item); at < byItem.end(item); at++) {
      int user = byItem.column(at);
      entries += (double) byUser.end(user) - byUser.start(user);
    }
    int[] predictors = predictors(item);
    group(predictors);
    for (int predictor : predictors) {
      for (int at = byItem.start(predictor); at < byItem.end(predictor); at++) {
        int user = byItem.column(at);
        entries += 2 + (double) ends[user] - begins[user];
        ends[user]++;
      }
    }
    return ENTRY * entries + DOUBLE * Math.pow(predictors.length, 3) / 6 + 4.0 * byItem.rowCount();
  }

  /// Fills `shared`, too.
  private int[] predictors(int item) {
    Arrays.fill(shared, 0);
    for (int of = byItem.start(item); of < byItem.end(item); of++) {
      float own = byItem.value(of);
      int user = byItem.column(of);
      for (int at = byUser.start(user); at < byUser.end(user); at++) {
        shared[byUser.column(at)] += own * byUser.value(at);
      }
    }
    boolean all = most >= shared.length - 1;
    for (int other = 0; other < shared.length; other++) {
      gains[other] =
          other == item || (shared[other] == 0 && !all)
              ? Float.NEGATIVE_INFINITY
              : (float) ((double) shared[other] * shared[other] / (squares[other] + l2));
    }
    int[] predictors = Evaluation.top(gains, most);
    Arrays.sort(predictors);
    return predictors;
  }

  /// Makes room for the entries of each user with predictors; none is there yet.
  private void group(int[] predictors) {
    for (int predictor : predictors) {
      for (int at = byItem.start(predictor); at < byItem.end(predictor); at++) {
        begins[byItem.column(at)] = 0;
      }
    }
    for (int predictor : predictors) {
      for (int at = byItem.start(predictor); at < byItem.end(predictor); at++) {
        begins[byItem.column(at)]--;
      }
    }
    int size = 0;
    for (int predictor : predictors) {
      for (int at = byItem.start(predictor); at < byItem.end(predictor); at++) {
        int user = byItem.column(at);
        if (begins[user] < 0) {
          int count = -begins[user];
          begins[user] = size;
          ends[user] = size;
          size += count;
        }
      }
    }
    if (places.length < size) {
      places = new int[size + size / 2];
      values = new float[places.length];
    }
  }

  /// The upper triangle of the regression's matrix: from the last predictor to the first, each with
  /// itself and those behind it, so that a row is filled at once.
  private void fill(int[] predictors) {
    int count = predictors.length;
    for (int place = count - 1; place >= 0; place--) {
      double[] row = block[place];
      Arrays.fill(row, place, count, 0);
      int predictor = predictors[place];
      row[place] = squares[predictor] + l2;
      for (int of = byItem.start(predictor); of < byItem.end(predictor); of++) {
        float own = byItem.value(of);
        int user = byItem.column(of);
        int end = ends[user]++;
        for (int at = begins[user]; at < end; at++) {
          row[places[at]] += own * values[at];
        }
        places[end] = place;
        values[end] = own;
      }
    }
  }

  /// Gauss's elimination without pivoting, which such matrices do not need. Four pivots at a time
  /// are first freed of each other, and then taken off all rows behind them, each of which passes
  /// through memory once.
  private float[] solved(int count) {
    for (int first = 0; first < count; first += 4) {
      int behind = Math.min(count, first + 4);
      for (int pivot = first; pivot < behind; pivot++) {
        for (int row = pivot + 1; row < behind; row++) {
          double factor = factor(pivot, row);
          subtract(block[row], factor, block[pivot], row, count);
          sides[row] -= factor * sides[pivot];
        }
      }
      for (int row = behind; row < count; row++) {
        subtractFour(row, first, count);
      }
    }
    float[] weights = new float[count];
    for (int row = count - 1; row >= 0; row--) {
      double sum = sides[row];
      for (int column = row + 1; column < count; column++) {
        sum -= block[row][column] * sides[column];
      }
      sides[row] = sum / block[row][row];
      weights[row] = (float) sides[row];
    }
    return weights;
  }

  private double factor(int pivot, int row) {
    return block[pivot][row] / block[pivot][pivot];
  }

  private static void subtract(double[] to, double factor, double[] from, int begin, int end) {
    for (int at = begin; at < end; at++) {
      to[at] -= factor * from[at];
    }
  }

  private void subtractFour(int row, int pivot, int end) {
    double first = factor(pivot, row);
    double second = factor(pivot + 1, row);
    double third = factor(pivot + 2, row);
    double fourth = factor(pivot + 3, row);
    addFour(
        block[row],
        -first,
        block[pivot],
        -second,
        block[pivot + 1],
        -third,
        block[pivot + 2],
        -fourth,
        block[pivot + 3],
        row,
        end);
    sides[row] -=
        first * sides[pivot]
            + second * sides[pivot + 1]
            + third * sides[pivot + 2]
            + fourth * sides[pivot + 3];
  }

  private static void addFour(
      double[] to,
      double first,
      double[] a,
      double second,
      double[] b,
      double third,
      double[] c,
      double fourth,
      double[] d,
      int begin,
      int end) {
    for (int at = begin; at < end; at++) {
      double sum = Math.fma(first, a[at], to[at]);
      sum = Math.fma(second, b[at], sum);
      sum = Math.fma(third, c[at], sum);
      to[at] = Math.fma(fourth, d[at], sum);
    }
  }
}
