package io.waymark.training;

import java.util.Arrays;

/// A sparse matrix by rows: row `r` holds `values[k]` in column `columns[k]` for `starts[r] <= k <
/// starts[r + 1]`, columns rising within a row. Not a record, because of the arrays; whoever makes
/// one hands them over, and nobody changes them.
public final class Csr {
  private final int columnCount;
  private final int[] starts;
  private final int[] columns;
  private final Values values;

  public Csr(int columnCount, int[] starts, int[] columns, float[] values) {
    this(columnCount, starts, columns, Values.of(values));
  }

  private Csr(int columnCount, int[] starts, int[] columns, Values values) {
    if (starts[starts.length - 1] != columns.length || columns.length != values.size()) {
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
    return values.at(at);
  }

  /// The array itself, for hot loops.
  int[] columns() {
    return columns;
  }

  /// The values of the entries from `begin` to before `end`.
  float[] values(int begin, int end) {
    return values.copy(begin, end);
  }

  public boolean contains(int row, int column) {
    return Arrays.binarySearch(columns, starts[row], starts[row + 1], column) >= 0;
  }

  public double total() {
    double total = 0;
    for (int at = 0; at < size(); at++) {
      total += value(at);
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
    int[] row = new int[1];
    Values turned =
        values.moved(
            at -> {
              while (at >= starts[row[0] + 1]) {
                row[0]++;
              }
              int to = next[columns[at]]++;
              rows[to] = row[0];
              return to;
            });
    return new Csr(rowCount(), turnedStarts, rows, turned);
  }

  /// Keeps the entries that `choice` gives a number, with that number; what it is asked about an
  /// entry it is asked twice. Where all are kept, both matrices share what says where.
  Csr mapped(Choice choice) {
    int[] newStarts = new int[starts.length];
    int size = 0;
    for (int row = 0; row < rowCount(); row++) {
      for (int at = starts[row]; at < starts[row + 1]; at++) {
        if (!Float.isNaN(choice.of(row, at))) {
          size++;
        }
      }
      newStarts[row + 1] = size;
    }
    boolean all = size == columns.length;
    int[] newColumns = all ? columns : new int[size];
    Values.Writer newValues = new Values.Writer(size);
    int kept = 0;
    for (int row = 0; row < rowCount(); row++) {
      for (int at = starts[row]; at < starts[row + 1]; at++) {
        float value = choice.of(row, at);
        if (!Float.isNaN(value)) {
          newColumns[kept++] = columns[at];
          newValues.add(value);
        }
      }
    }
    return new Csr(columnCount, all ? starts : newStarts, newColumns, newValues.values());
  }

  /// All entries with other values; both matrices share what says where these stand.
  Csr valued(Choice value) {
    Values.Writer newValues = new Values.Writer(columns.length);
    for (int row = 0; row < rowCount(); row++) {
      for (int at = starts[row]; at < starts[row + 1]; at++) {
        newValues.add(value.of(row, at));
      }
    }
    return new Csr(columnCount, starts, columns, newValues.values());
  }

  /// What becomes of the entry at a position.
  interface Choice {
    float DROP = Float.NaN;

    float of(int row, int at);
  }
}
