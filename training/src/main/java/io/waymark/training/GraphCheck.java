package io.waymark.training;

import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.ModelPackageException;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.RankedItems;
import io.waymark.model.Recommender;
import io.waymark.model.scan.ScanPlan;
import io.waymark.model.scan.ScanRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Asks a graph that was just written for a sample of users, in its runtime and by the scan that
/// will serve it: both must answer in finite numbers, and as the exact solve does.
final class GraphCheck {
  static final double MOST_ERROR = 1e-3;

  private static final int USERS = 64;

  /// What the service reads of a user.
  private static final int LONGEST = 100;

  private static final int COUNT = 20;

  private GraphCheck() {}

  /// @throws UnsoundGraphException where it does not
  static void check(Path graph, ScanPlan plan, Model model, InteractionMatrix matrix)
      throws IOException {
    int items = matrix.items().size();
    try (Recommender reference = OnnxRecommender.load(graph, items);
        Recommender scan = scan(graph, plan, items)) {
      Model.Exact exact = model.exact();
      int users = matrix.users().size();
      int asked = 0;
      ItemMask all = ItemMask.all(items);
      int step = Math.max(1, users / USERS);
      for (int user = 0; user < users && asked < USERS; user += step) {
        int[] entries = liked(matrix, user);
        if (entries.length > 0) {
          int[] liked = Arrays.stream(entries).map(matrix.entries()::column).toArray();
          float[] weights = new float[liked.length];
          for (int at = 0; at < liked.length; at++) {
            weights[at] = matrix.entries().value(entries[at]);
          }
          History history = new History(liked, weights);
          double[] wanted = exact.scores(liked, weights);
          compare("graph", reference.recommend(history, all, new int[0], COUNT), wanted);
          compare("scan", scan.recommend(history, all, new int[0], COUNT), wanted);
          asked++;
        }
      }
    }
  }

  /// Of vectors that are no numbers there is none.
  private static Recommender scan(Path graph, ScanPlan plan, int items) throws IOException {
    try {
      return ScanRecommender.load(graph, plan, items);
    } catch (ModelPackageException refused) {
      throw unsound("scan is refused: " + refused.getMessage());
    }
  }

  private static int[] liked(InteractionMatrix matrix, int user) {
    Csr entries = matrix.entries();
    return IntStream.range(entries.start(user), entries.end(user))
        .filter(at -> entries.value(at) > 0)
        .limit(LONGEST)
        .toArray();
  }

  private static void compare(String what, RankedItems answer, double[] exact) {
    // Everything is allowed: a place stays empty only where the model has nothing to say of an
    // item, or its score is no number.
    long coming = Arrays.stream(exact).filter(each -> each != Double.NEGATIVE_INFINITY).count();
    boolean finite = answer.size() == Math.min(COUNT, coming);
    double norm = 0;
    double error = 0;
    for (int rank = 0; rank < answer.size(); rank++) {
      double wanted = exact[answer.item(rank)];
      finite &= Float.isFinite(answer.score(rank)) && Double.isFinite(wanted);
      norm += wanted * wanted;
      error += Math.pow(answer.score(rank) - wanted, 2);
    }
    if (!finite) {
      throw unsound(what + " gives scores that are no finite numbers");
    }
    double last = answer.size() == 0 ? 0 : answer.score(answer.size() - 1);
    double worst = answer.size() == 0 ? 0 : nthLargest(exact, answer.size());
    if (last < worst - MOST_ERROR * Math.sqrt(norm)) {
      throw unsound(what + " leaves out items that are better than those it gives");
    }
    if (Math.sqrt(error) > MOST_ERROR * Math.sqrt(norm)) {
      throw unsound(
          what
              + " gives scores %.1e away from the exact ones, relative to them; at most %.0e may be"
                  .formatted(Math.sqrt(error / norm), MOST_ERROR));
    }
  }

  private static double nthLargest(double[] of, int n) {
    double[] rising = of.clone();
    Arrays.sort(rising);
    return rising[rising.length - n];
  }

  private static UnsoundGraphException unsound(String what) {
    return new UnsoundGraphException(
        "nothing was published: the model's "
            + what
            + "; larger settings a0 and lambda, or l2, make it stable");
  }
}
