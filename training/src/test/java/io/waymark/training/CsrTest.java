package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CsrTest {
  private static final int COLUMNS = 30;

  @Test
  void isItselfTurnedTwice() {
    for (int values : new int[] {2, 5_000}) {
      Csr matrix = random(values);
      Csr turned = matrix.transposed();
      assertThat(dense(turned.transposed())).isDeepEqualTo(dense(matrix));
      float[][] expected = dense(matrix);
      for (int row = 0; row < turned.rowCount(); row++) {
        for (int at = turned.start(row); at < turned.end(row); at++) {
          assertThat(turned.value(at)).isEqualTo(expected[turned.column(at)][row]);
        }
      }
    }
  }

  @Test
  void keepsWhatIsGivenANumber() {
    Csr matrix = random(5);
    Csr even = matrix.mapped((row, at) -> matrix.column(at) % 2 == 0 ? row + 1 : Csr.Choice.DROP);
    float[][] before = dense(matrix);
    float[][] after = dense(even);
    for (int row = 0; row < before.length; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        boolean kept = before[row][column] != 0 && column % 2 == 0;
        assertThat(after[row][column]).isEqualTo(kept ? row + 1 : 0);
      }
    }
    assertThat(even.size()).isPositive().isLessThan(matrix.size());
  }

  /// A second copy of all columns would be most of what a matrix takes.
  @Test
  void sharesItsColumnsWhereNothingIsDropped() {
    Csr matrix = random(5);
    assertThat(matrix.mapped((_, _) -> 1).columns()).isSameAs(matrix.columns());
    assertThat(matrix.valued((_, at) -> at).columns()).isSameAs(matrix.columns());
    assertThat(matrix.valued((_, at) -> at).value(7)).isEqualTo(7);
  }

  /// Some rows and columns are empty.
  private static Csr random(int values) {
    SplittableRandom random = new SplittableRandom(5);
    int rows = 80;
    int[] starts = new int[rows + 1];
    int[] columns = new int[rows * COLUMNS];
    float[] numbers = new float[columns.length];
    int size = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        if (row % 9 != 0 && column % 7 != 3 && random.nextInt(3) == 0) {
          columns[size] = column;
          numbers[size++] = 1 + random.nextInt(values);
        }
      }
      starts[row + 1] = size;
    }
    return new Csr(
        COLUMNS,
        starts,
        java.util.Arrays.copyOf(columns, size),
        java.util.Arrays.copyOf(numbers, size));
  }

  private static float[][] dense(Csr matrix) {
    float[][] dense = new float[matrix.rowCount()][matrix.columnCount()];
    for (int row = 0; row < matrix.rowCount(); row++) {
      for (int at = matrix.start(row); at < matrix.end(row); at++) {
        dense[row][matrix.column(at)] = matrix.value(at);
      }
    }
    return dense;
  }
}
