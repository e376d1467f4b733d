package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutTest {
  @Test
  void holdsOutTheNewestOfEachUserWhereTimesExist() {
    InteractionMatrix matrix = Planted.tastes(20, 40, 2, 15, true).toMatrix();
    Cut cut = Cut.of(matrix, 1, 3);
    assertThat(cut.description()).contains("newest");
    assertThat(cut.training().entries().size() + cut.held().size())
        .isEqualTo(matrix.entries().size());
    for (int user = 0; user < 20; user++) {
      long newestLearned = Long.MIN_VALUE;
      for (int at = cut.training().entries().start(user);
          at < cut.training().entries().end(user);
          at++) {
        newestLearned = Math.max(newestLearned, cut.training().time(at));
      }
      for (int at = matrix.entries().start(user); at < matrix.entries().end(user); at++) {
        if (cut.held().contains(user, matrix.entries().column(at))) {
          assertThat(matrix.time(at)).isGreaterThanOrEqualTo(newestLearned);
        }
      }
    }
  }

  /// Users with 20 entries each, `apart` milliseconds apart.
  private static InteractionMatrix visits(int users, long apart) {
    InteractionRows rows = new InteractionRows();
    for (int user = 0; user < users; user++) {
      for (int at = 0; at < 20; at++) {
        rows.add("u" + user, "i" + at, 1, 1_700_000_000_000L + at * apart);
      }
    }
    return rows.toMatrix();
  }

  @Test
  void takesTheOrderWithinOneVisitForNoTime() {
    long hour = 3_600_000;
    assertThat(Cut.of(visits(10, hour), 1, 3).description()).contains("less than a day");
    assertThat(Cut.of(visits(10, 2 * hour), 1, 3).description()).contains("newest");
  }

  @Test
  void cutsByASeededHashWithoutTimes() {
    InteractionMatrix matrix = Planted.tastes(50, 100, 2, 30, false).toMatrix();
    Cut cut = Cut.of(matrix, 1, 3);
    double share = (double) cut.held().size() / matrix.entries().size();
    assertThat(share).isBetween(0.06, 0.14);
    assertThat(Cut.of(matrix, 1, 3).held().columns()).isEqualTo(cut.held().columns());
    assertThat(Cut.of(matrix, 2, 3).held().columns()).isNotEqualTo(cut.held().columns());
  }

  @Test
  void neverAsksForARefusal() {
    InteractionRows rows = new InteractionRows();
    for (int item = 0; item < 10; item++) {
      rows.add("u", "i" + item, item > 4 ? InteractionMatrix.REFUSED : 1, item);
    }
    Cut cut = Cut.of(rows.toMatrix(), 1, 3);
    assertThat(cut.held().size()).isZero();
    assertThat(cut.askedUsers()).isEmpty();
  }
}
