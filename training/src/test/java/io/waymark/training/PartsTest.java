package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartsTest {
  private static final int TEST = 0;
  private static final int VALIDATION = 1;
  private static final int LEARNING = 2;

  /// In which part the entry stands; fails where it stands in none or in two.
  private static int partOf(Parts parts, int user, int item) {
    boolean tested = parts.testing().held().contains(user, item);
    boolean chosenBy = parts.choosing().first().held().contains(user, item);
    boolean learned = parts.choosing().first().training().entries().contains(user, item);
    assertThat(new boolean[] {tested, chosenBy, learned}).containsOnlyOnce(true);
    return tested ? TEST : chosenBy ? VALIDATION : LEARNING;
  }

  @Test
  void areOlderTheMoreIsLearnedFromThem() {
    InteractionMatrix matrix = Planted.tastes(20, 40, 2, 15, true).toMatrix();
    Parts parts = Parts.of(matrix, 1);
    for (int user = 0; user < 20; user++) {
      long[] oldest = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};
      long[] newest = {Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE};
      for (int at = matrix.entries().start(user); at < matrix.entries().end(user); at++) {
        int part = partOf(parts, user, matrix.entries().column(at));
        oldest[part] = Math.min(oldest[part], matrix.time(at));
        newest[part] = Math.max(newest[part], matrix.time(at));
      }
      assertThat(oldest[TEST]).isGreaterThan(newest[VALIDATION]);
      assertThat(oldest[VALIDATION]).isGreaterThan(newest[LEARNING]);
    }
    assertThat(parts.description())
        .isEqualTo(
            "test: each user's newest 20 % (20 users);"
                + " validation, of the rest: each user's newest 20 % (20 users)");
  }

  @Test
  void areOfTheirSizesWithoutTimes() {
    InteractionMatrix matrix = Planted.tastes(50, 100, 2, 30, false).toMatrix();
    Parts parts = Parts.of(matrix, 1);
    double[] sizes = new double[3];
    for (int user = 0; user < 50; user++) {
      for (int at = matrix.entries().start(user); at < matrix.entries().end(user); at++) {
        sizes[partOf(parts, user, matrix.entries().column(at))]++;
      }
    }
    assertThat(sizes[TEST] / matrix.entries().size()).isBetween(0.07, 0.13);
    assertThat(sizes[VALIDATION] / matrix.entries().size()).isBetween(0.06, 0.12);
  }

  @Test
  void leaveThreeEntriesOneEach() {
    InteractionRows rows = new InteractionRows();
    for (int item = 0; item < 3; item++) {
      rows.add("u", "i" + item, 1, item * 86_400_000L);
    }
    Parts parts = Parts.of(rows.toMatrix(), 1);
    assertThat(parts.testing().held().contains(0, 2)).isTrue();
    assertThat(parts.choosing().first().held().contains(0, 1)).isTrue();
    assertThat(parts.choosing().first().training().entries().contains(0, 0)).isTrue();
  }
}
