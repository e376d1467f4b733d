package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutsTest {
  private static Cuts cuts(int users, int items, boolean timed) {
    return Cuts.of(Planted.tastes(users, items, 2, 15, timed).toMatrix(), 1, 3);
  }

  @Test
  void areSeveralWhereUsersAreFew() {
    Cuts cuts = cuts(100, 60, false);
    assertThat(cuts.each()).hasSize(4);
    assertThat(cuts.each().stream().map(cut -> cut.held().columns()).distinct()).hasSize(4);
    assertThat(cuts.each()).allMatch(Cut::random);
    assertThat(cuts(700, 60, false).each()).hasSize(1);
  }

  @Test
  void areOneByTimeAndWhereManyItemsWouldTakeTheMemory() {
    assertThat(cuts(100, 60, true).each()).hasSize(1);
    InteractionRows rows = new InteractionRows();
    for (int user = 0; user < 100; user++) {
      for (int at = 0; at < 60; at++) {
        rows.add("u" + user, "i" + (user * 60 + at), 1, InteractionMatrix.NO_TIME);
      }
    }
    assertThat(Cuts.of(rows.toMatrix(), 1, 3).each()).hasSize(1);
  }

  @Test
  void areMeasuredTogether() {
    Cuts cuts = cuts(100, 60, false);
    try (Workers workers = new Workers(2)) {
      Settings settings = Settings.NONE.with("weights", "equal").with("l2", 50);
      double sum = 0;
      double users = 0;
      java.util.List<Model> models = new java.util.ArrayList<>();
      for (Cut cut : cuts.each()) {
        Model model = new Ease().begin(cut.training(), settings, 1, workers).model();
        models.add(model);
        Metrics metrics = Evaluation.of(model, cut, cut.askedUsers(), Metrics.CUTOFFS, workers);
        sum += metrics.users() * metrics.deciding();
        users += metrics.users();
      }
      Metrics all = cuts.measured(models, 1_000, 1, Metrics.CUTOFFS, workers);
      assertThat(all.users()).isEqualTo((int) users);
      assertThat(all.deciding())
          .isCloseTo(sum / users, org.assertj.core.api.Assertions.within(1e-9));
    }
  }
}
