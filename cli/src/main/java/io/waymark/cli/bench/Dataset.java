package io.waymark.cli.bench;

import io.waymark.training.Csr;
import io.waymark.training.IdFiles;
import io.waymark.training.InteractionFiles;
import io.waymark.training.InteractionMatrix;
import io.waymark.training.InteractionRows;
import io.waymark.training.Model;
import io.waymark.training.RankedLists;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/// Interactions to train on and those held out, in two files that peers read too.
///
/// @param root the folder in which the set is a folder, `name`
record Dataset(Path root, String name, InteractionMatrix matrix, RankedLists holdout) {
  static final String TRAIN = "train.csv.gz";
  private static final String HOLDOUT = "holdout.csv.gz";
  private static final int TOP = 20;

  static Dataset read(Path root, String name) throws IOException {
    Path folder = root.resolve(name);
    InteractionRows rows = new InteractionFiles(Clock.systemUTC()).rows(folder.resolve(TRAIN));
    RankedLists held = new RankedLists();
    IdFiles.readRanked(folder.resolve(HOLDOUT), (user, item, _) -> held.hold(user, item));
    return new Dataset(root, name, rows.toMatrix(), held);
  }

  /// Writes what is made up, a random fifth of it as the holdout.
  static Dataset write(Path root, String name, MadeInteractions made) throws IOException {
    Path folder = Files.createDirectory(root.resolve(name));
    SplittableRandom random = new SplittableRandom(made.seed() + 1);
    StringBuilder train = new StringBuilder("user_id,item_id\n");
    StringBuilder holdout = new StringBuilder("user_id,item_id\n");
    made.each(
        (user, item) ->
            (random.nextInt(5) == 0 ? holdout : train)
                .append('u')
                .append(user)
                .append(",i")
                .append(item)
                .append('\n'));
    zip(folder.resolve(TRAIN), train);
    zip(folder.resolve(HOLDOUT), holdout);
    return read(root, name);
  }

  private static void zip(Path file, CharSequence text) throws IOException {
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
      out.append(text);
    }
  }

  /// The set beside itself, `across` times as many users and `down` times as many items, each copy
  /// with items and users in an order of its own. As a task it is none: for speed alone.
  InteractionMatrix tiled(int across, int down) {
    InteractionRows rows = new InteractionRows();
    SplittableRandom random = new SplittableRandom(3);
    Csr entries = matrix.entries();
    int users = entries.rowCount();
    int items = entries.columnCount();
    for (int tile = 0; tile < across * down; tile++) {
      int[] userOf = shuffled(users, tile % across * users, random);
      int[] itemOf = shuffled(items, tile / across * items, random);
      String[] ids = new String[items];
      for (int item = 0; item < items; item++) {
        ids[item] = "i" + itemOf[item];
      }
      for (int user = 0; user < users; user++) {
        String id = "u" + userOf[user];
        for (int at = entries.start(user); at < entries.end(user); at++) {
          rows.add(id, ids[entries.column(at)], 1, InteractionMatrix.NO_TIME);
        }
      }
    }
    return rows.toMatrix();
  }

  private static int[] shuffled(int count, int from, SplittableRandom random) {
    int[] numbers = new int[count];
    for (int at = 0; at < count; at++) {
      int other = random.nextInt(at + 1);
      numbers[at] = numbers[other];
      numbers[other] = from + at;
    }
    return numbers;
  }

  /// NDCG@20 of a model's lists on the holdout, without what the user has.
  double ndcg(Model model) {
    return measured(model).getOrDefault("ndcg@" + TOP, 0.0);
  }

  /// As above, and whatever else is told of lists of 20, by name.
  Map<String, Double> measured(Model model) {
    RankedLists lists = holdout.withoutLists();
    Map<String, Integer> rowOf = new HashMap<>();
    matrix.users().forEach(user -> rowOf.put(user, rowOf.size()));
    Model.Scorer scorer = model.scorer();
    float[] scores = new float[matrix.items().size()];
    for (String user : holdout.users()) {
      Integer row = rowOf.get(user);
      if (row == null) {
        continue;
      }
      scorer.score(row, scores);
      Csr entries = matrix.entries();
      for (int at = entries.start(row); at < entries.end(row); at++) {
        scores[entries.column(at)] = Float.NEGATIVE_INFINITY;
      }
      for (int rank = 0; rank < TOP; rank++) {
        int best = best(scores);
        if (scores[best] == Float.NEGATIVE_INFINITY) {
          break;
        }
        lists.recommend(user, matrix.items().get(best), rank);
        scores[best] = Float.NEGATIVE_INFINITY;
      }
    }
    return lists.measure(List.of(TOP), RankedLists.Commonness.UNKNOWN).metrics().byName();
  }

  private static int best(float[] scores) {
    int best = 0;
    for (int at = 1; at < scores.length; at++) {
      best = scores[at] > scores[best] ? at : best;
    }
    return best;
  }
}
