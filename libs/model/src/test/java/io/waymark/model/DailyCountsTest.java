package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DailyCountsTest {
  private static final DailyCounts TWO_ITEMS =
      new DailyCounts(new int[] {0, 2, 3}, new byte[] {0, 29, 15}, new int[] {4, 8, 1});

  @TempDir private Path folder;

  @Test
  void weighsTheNewestDaysByTheirAge() {
    assertThat(TWO_ITEMS.weighed(30, 29)).containsExactly(8, (float) Math.pow(2, -15 / 29.0));
    assertThat(TWO_ITEMS.weighed(1, Double.POSITIVE_INFINITY)).containsExactly(4, 0);
  }

  @Test
  void whatWasChosenInTheWindowCountsHoweverLittle() {
    assertThat(TWO_ITEMS.weighed(30, 0.1)[1]).isPositive();
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    Path file = folder.resolve("daily.bin");
    TWO_ITEMS.write(file);
    assertThat(DailyCounts.read(file).weighed(30, 7)).isEqualTo(TWO_ITEMS.weighed(30, 7));
  }

  @Test
  void refusesAFileWhoseHeadPromisesMoreThanItHas() throws IOException {
    byte[] head =
        ByteBuffer.allocate(11)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(Integer.MAX_VALUE)
            .putInt(1_717_986_919)
            .array();
    Path file = Files.write(folder.resolve("daily.bin"), head);
    assertThatThrownBy(() -> DailyCounts.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("length");
  }
}
