package io.waymark.training;

import io.waymark.training.onnx.MatrixProduct;
import io.waymark.training.onnx.Rooms;
import java.nio.FloatBuffer;

/// Inverts a symmetric positive definite matrix where it stands, by sweeping out blocks of rows and
/// columns (Gauss–Jordan without pivoting, which such matrices do not need): with the block `K`
/// inverted in double precision, `A := A − A[:,K] A[K,K]⁻¹ A[K,:]`, `A[:,K] := A[:,K] A[K,K]⁻¹`,
/// `A[K,K] := −A[K,K]⁻¹`; after all blocks `A` is minus its inverse. As many multiplications as a
/// Cholesky factorisation with the inverse from it, `n³ / 2`, but nearly all of them in products of
/// large matrices, and all of that on every thread. Only the lower triangle is read and kept.
final class Sweep {
  /// The matrix passes through memory once for each block.
  private static final int BLOCK = 256;

  /// Rows and columns of a product's result.
  private static final int TILE = 512;

  private final float[][] matrix;
  private final int size;
  private final Workers workers;
  private final MatrixProduct product;

  /// `A[:,K]`, row by row, with `K` itself at 0.
  private final FloatBuffer columns;

  /// `A[:,K] A[K,K]⁻¹`.
  private final FloatBuffer scaled;

  /// `A[K,K]⁻¹`.
  private final FloatBuffer inverted;

  private Sweep(float[][] matrix, Workers workers, Rooms rooms) {
    this.matrix = matrix;
    this.size = matrix.length;
    this.workers = workers;
    this.product = workers.product();
    this.columns = rooms.take(Math.multiplyExact(size, BLOCK));
    this.scaled = rooms.take(Math.multiplyExact(size, BLOCK));
    this.inverted = rooms.take(BLOCK * BLOCK);
  }

  /// Turns `matrix` into minus its inverse, both triangles.
  ///
  /// @param matrix square, its lower triangle
  static void invert(float[][] matrix, Workers workers) {
    int size = matrix.length;
    try (Rooms rooms = new Rooms()) {
      Sweep sweep = new Sweep(matrix, workers, rooms);
      for (int begin = 0; begin < size; begin += BLOCK) {
        sweep.block(begin, Math.min(size, begin + BLOCK));
      }
      sweep.mirror();
    }
  }

  private void block(int begin, int end) {
    int width = end - begin;
    double[][] inverse = new double[width][width];
    for (int row = 0; row < width; row++) {
      for (int column = 0; column <= row; column++) {
        inverse[row][column] = matrix[begin + row][begin + column];
        inverse[column][row] = inverse[row][column];
      }
    }
    invertSmall(inverse);
    for (int row = 0; row < width; row++) {
      for (int column = 0; column < width; column++) {
        inverted.put(row * width + column, (float) inverse[row][column]);
      }
    }
    int groups = (size + TILE - 1) / TILE;
    workers.each(
        groups,
        () -> {
          float[] row = new float[BLOCK];
          return group -> take(group * TILE, begin, end, row);
        });
    // The longest rows first, so that no thread is left alone with them.
    try (Rooms rooms = new Rooms()) {
      workers.each(
          groups,
          () -> {
            FloatBuffer tile = rooms.take(TILE * TILE);
            float[] change = new float[size];
            return group -> reduce((groups - 1 - group) * TILE, width, tile, change);
          });
    }
    workers.each(
        groups,
        () -> {
          float[] row = new float[BLOCK];
          return group -> putBack(group * TILE, begin, end, inverse, row);
        });
  }

  /// Fills `columns` and `scaled` of some rows.
  private void take(int first, int begin, int end, float[] row) {
    int width = end - begin;
    int last = Math.min(size, first + TILE);
    for (int at = first; at < last; at++) {
      for (int column = 0; column < width; column++) {
        row[column] = at < begin ? matrix[begin + column][at] : 0;
      }
      if (at >= end) {
        System.arraycopy(matrix[at], begin, row, 0, width);
      }
      columns.put(at * width, row, 0, width);
    }
    product.of(
        from(columns, first, width),
        inverted,
        last - first,
        width,
        width,
        from(scaled, first, width));
  }

  private static FloatBuffer from(FloatBuffer rows, int first, int width) {
    return rows.slice(first * width, rows.capacity() - first * width);
  }

  /// Rows of the block itself lose nothing, since their `scaled` is 0.
  private void reduce(int first, int width, FloatBuffer tile, float[] change) {
    int last = Math.min(size, first + TILE);
    for (int from = 0; from < last; from += TILE) {
      int to = Math.min(size, from + TILE);
      product.of(
          from(scaled, first, width),
          from(columns, from, width),
          last - first,
          to - from,
          width,
          tile);
      for (int row = first; row < last; row++) {
        int end = Math.min(to, row + 1);
        if (from < end) {
          tile.get((row - first) * (to - from), change, from, end - from);
          Rows.add(matrix[row], -1, change, from, end);
        }
      }
    }
  }

  private void putBack(int first, int begin, int end, double[][] inverse, float[] row) {
    int width = end - begin;
    int last = Math.min(size, first + TILE);
    for (int at = first; at < last; at++) {
      scaled.get(at * width, row, 0, width);
      if (at >= end) {
        System.arraycopy(row, 0, matrix[at], begin, width);
      } else if (at >= begin) {
        for (int column = begin; column <= at; column++) {
          matrix[at][column] = (float) -inverse[at - begin][column - begin];
        }
      } else {
        for (int column = 0; column < width; column++) {
          matrix[begin + column][at] = row[column];
        }
      }
    }
  }

  private void mirror() {
    int groups = (size + TILE - 1) / TILE;
    workers.each(
        groups,
        () ->
            group -> {
              int end = Math.min(size, (group + 1) * TILE);
              for (int from = group * TILE; from < size; from += TILE) {
                for (int row = group * TILE; row < end; row++) {
                  int to = Math.min(size, from + TILE);
                  for (int column = Math.max(from, row + 1); column < to; column++) {
                    matrix[row][column] = matrix[column][row];
                  }
                }
              }
            });
  }

  /// Gauss–Jordan in place.
  private static void invertSmall(double[][] small) {
    for (int pivot = 0; pivot < small.length; pivot++) {
      double[] pivotal = small[pivot];
      double scale = 1 / pivotal[pivot];
      pivotal[pivot] = 1;
      for (int column = 0; column < pivotal.length; column++) {
        pivotal[column] *= scale;
      }
      for (int other = 0; other < small.length; other++) {
        double[] row = small[other];
        if (other != pivot) {
          double factor = row[pivot];
          row[pivot] = 0;
          for (int column = 0; column < pivotal.length; column++) {
            row[column] = Math.fma(-factor, pivotal[column], row[column]);
          }
        }
      }
    }
  }
}
