package io.waymark.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.ingest.quality.KeyCounts;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashSet64Test {
  private static final int ROWS = 400_000;

  @TempDir Path folder;

  @Test
  void takesEachRowOnceHoweverOftenItGrew() {
    try (HashSet64 seen = new HashSet64(folder)) {
      for (int round = 0; round < 2; round++) {
        for (int row = 0; row < ROWS; row++) {
          assertThat(seen.add(row(row))).as("row %d, round %d", row, round).isEqualTo(round == 0);
        }
      }
      assertThat(seen.add(row(ROWS))).isTrue();
    }
  }

  @Test
  void leavesNoFileBehind() {
    try (HashSet64 seen = new HashSet64(folder)) {
      for (int row = 0; row < ROWS; row++) {
        seen.add(row(row));
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  /// The first is the number of an empty slot.
  private static long row(int number) {
    return number == 0 ? 0 : KeyCounts.hash(number);
  }
}
