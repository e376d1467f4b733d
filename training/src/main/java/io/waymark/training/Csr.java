package io.waymark.training;

import java.util.Arrays;

/// A sparse matrix by rows: row `r` holds `values[k]` in column `columns[k]` for `starts[r] <= k <
/// starts[r + 1]`, columns rising within a row. Not a record, because of the arrays; whoever makes
/// one hands them over, and nobody changes them.
public final class Csr {
  private final int columnCount;
  private final int[] starts;
  private final int[] columns;
  private final float[] values;

  public Csr(int columnCount, int[] starts, int[] columns, float[] values) {
    if (starts[starts.length - 1] != columns.length || columns.length != values.length) {
      throw new IllegalArgumentException("starts, columns and values do not fit together");
    }
    this.columnCount = columnCount;
    this.starts = starts;
    this.columns = columns;
    this.values = values;
  }

  public int rowCount() {
    return starts.length - 1;
  }

  public int columnCount() {
    return columnCount;
  }

  public int size() {
    return columns.length;
  }

  public int start(int row) {
    return starts[row];
  }

  public int end(int row) {
    return starts[row + 1];
  }

  public int column(int at) {
    return columns[at];
  }

  public float value(int at) {
    return values[at];
  }

  /// The arrays themselves, for hot loops.
  int[] columns() {
    return columns;
  }

  float[] values() {
    return values;
  }

  public boolean contains(int row, int column) {
    return Arrays.binarySearch(columns, starts[row], starts[row + 1], column) >= 0;
  }

  public double total() {
    double total = 0;
    for (float value : values) {
      total += value;
    }
    return total;
  }

  public Csr transposed() {
    int[] turnedStarts = new int[columnCount + 1];
    for (int column : columns) {
      turnedStarts[column + 1]++;
    }
    for (int at = 0; at < columnCount; at++) {
      turnedStarts[at + 1] += turnedStarts[at];
    }
    int[] next = Arrays.copyOf(turnedStarts, columnCount);
    int[] rows = new int[columns.length];
    float[] turned = new float[columns.length];
    for (int row = 0; row < rowCount(); row++) {
      for (int at = starts[row]; at < starts[row + 1]; at++) {
        int to = next[columns[at]]++;
        rows[to] = row;
        turned[to] = values[at];
      }
    }
    return new Csr(rowCount(), turnedStarts, rows, turned);
  }

  /// Keeps the entries that `choice` gives a number, with that number.
  Csr mapped(Choice choice) {
    int[] newStarts = new int[starts.length];
    int[] newColumns = new int[columns.length];
    float[] newValues = new float[columns.length];
    int size = 0;
    for (int row = 0; row < rowCount(); row++) {
      for (int at = starts[row]; at < starts[row + 1]; at++) {
        float value = choice.of(row, at);
        if (!Float.isNaN(value)) {
          newColumns[size] = columns[at];
          newValues[size++] = value;
        }
      }
      newStarts[row + 1] = size;
    }
    return new Csr(
        columnCount, newStarts, Arrays.copyOf(newColumns, size), Arrays.copyOf(newValues, size));
  }

  /// What becomes of the entry at a position.
  interface Choice {
    float DROP = Float.NaN;

    float of(int row, int at);
  }
}
