package io.waymark.cli.bench;

import io.waymark.training.InteractionMatrix;
import io.waymark.training.InteractionRows;
import io.waymark.training.Model;
import io.waymark.training.Training;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/// What one training by implicit ALS takes as a tenant grows: a round of the clock and of the
/// processors, and what is live at its end with the matrix itself. Made-up interactions.
final class GrowthRow implements Row {
  private static final int FACTORS = 64;
  private static final int ROUNDS = 3;

  /// As many as training makes at most.
  private static final int WHOLE = 20;

  private static final int LAMBDA_SECONDS = 900;

  private record Size(int users, int items, int rows) {}

  private static final List<Size> SIZES =
      List.of(
          new Size(30_000, 10_000, 1_000_000),
          new Size(120_000, 100_000, 5_000_000),
          new Size(400_000, 1_000_000, 20_000_000));

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String goal() {
    return "growth from 10k to 1M items and 1M to 20M interactions: time and memory, and where to"
        + " move to Spark";
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    List<Figure> figures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Size size : SIZES) {
      Setting.Scale scale = setting.scale();
      InteractionMatrix matrix =
          matrix(scale.of(size.users), scale.of(size.items), scale.of(size.rows));
      String what =
          "%s rows, %s users, %s items, "
              .formatted(
                  Numbers.text(matrix.entries().size()),
                  Numbers.text(matrix.users().size()),
                  Numbers.text(matrix.items().size()));
      setting.note("training on " + what);
      int factors = scale.isFull() ? FACTORS : 8;
      Timing.Timed<Model> fit =
          Timing.seconds(
              () ->
                  Training.fitted(
                      matrix, "ials", AlsRow.settings(factors, ROUNDS), 1, setting.threads()));
      double live;
      try {
        live = MemoryRow.live() / 1e6;
      } finally {
        Reference.reachabilityFence(matrix);
        Reference.reachabilityFence(fit);
      }
      // Before the first round the users are solved once.
      double round = fit.wall() / (ROUNDS + 0.5);
      figures.add(new Figure(what + "a round", Spread.of(round), "s", List.of()));
      figures.add(
          new Figure(what + "a round, CPU", Spread.of(fit.cpu() / (ROUNDS + 0.5)), "s", List.of()));
      figures.add(new Figure(what + "live", Spread.of(live), "MB", List.of()));
      notes.add(
          "%sf=%d, %d rounds: about %s s; a function on Lambda has %d s for all of a training, its search included"
              .formatted(what, factors, WHOLE, Numbers.text(round * WHOLE), LAMBDA_SECONDS));
    }
    notes.add("one run each; %d threads; moving elsewhere: ADR 0016".formatted(setting.threads()));
    return new Outcome.Measured(figures, notes);
  }

  static InteractionMatrix matrix(int users, int items, int rows) {
    InteractionRows all = new InteractionRows();
    String[] userIds = ids("u", users);
    String[] itemIds = ids("i", items);
    new MadeInteractions(users, items, rows, 7)
        .each((user, item) -> all.add(userIds[user], itemIds[item], 1, InteractionMatrix.NO_TIME));
    return all.toMatrix();
  }

  private static String[] ids(String kind, int count) {
    String[] ids = new String[count];
    for (int at = 0; at < count; at++) {
      ids[at] = kind + at;
    }
    return ids;
  }
}
