package io.waymark.training;

import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.content.AttributeSpace;
import io.waymark.model.content.ContentModel;
import io.waymark.tenancy.ItemId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Learns a [ContentModel] by two ridge regressions in closed form, one from users' attributes to
/// what they liked, one from items' attributes to who liked them (ADR 0017):
///
/// `M = (HᵀH + λ₁I)⁻¹ HᵀRA (AᵀA + λ₂I)⁻¹`
///
/// with R users × items of what was liked, A the items' attributes, H the mean attributes of what
/// each user liked. `λ₁` is 1; `λ₂` is chosen on a tenth of the items (three of few), held out of
/// the learning as if nobody had met them. A model is kept where it ranks these better than the
/// popularity of their attributes does, and then learned once more from all items.
///
/// Costs `users · width²` multiplications, for at most [#MOST_USERS] users, and a score of each
/// held item for each of at most 2,000 users, five times.
public final class ContentTraining {
  static final int MOST_USERS = 50_000;

  private static final int MOST_ASKED = 2_000;
  private static final double LEAST_SHARE = 0.1;
  private static final double MOST_SHARE = 0.3;

  /// So many are held out where there are enough: of fewer, chance decides.
  private static final double ENOUGH_HELD = 20;

  private static final int LEAST_HELD = 5;
  private static final int LEAST_ASKED = 5;
  private static final double USERS_RIDGE = 1;
  private static final double[] ITEMS_RIDGES = {1, 10, 100, 1_000};
  private static final int CUTOFF = 10;

  private final Csr liked;
  private final AttributeSpace space;

  /// By item of the matrix; empty where the catalogue does not have it.
  private final int[][] attributes;

  private final long seed;

  private ContentTraining(Csr liked, AttributeSpace space, int[][] attributes, long seed) {
    this.liked = liked;
    this.space = space;
    this.attributes = attributes;
    this.seed = seed;
  }

  /// Learns from what users of `matrix` liked and a catalogue says of it.
  public static Content learn(InteractionMatrix matrix, Catalogue catalogue, long seed) {
    if (catalogue.isEmpty()) {
      return Content.NONE;
    }
    AttributeSpace space = AttributeSpace.of(catalogue);
    if (space.tokens().isEmpty()) {
      return Content.none("the catalogue's items share no attributes");
    }
    return new ContentTraining(liked(matrix), space, attributes(matrix, catalogue, space), seed)
        .learned(matrix.items());
  }

  private static Csr liked(InteractionMatrix matrix) {
    Csr entries = matrix.entries();
    return entries.mapped((row, at) -> entries.value(at) > 0 ? 1 : Csr.Choice.DROP);
  }

  private static int[][] attributes(
      InteractionMatrix matrix, Catalogue catalogue, AttributeSpace space) {
    AttributeSpace.Reader reader = space.reader();
    return matrix.items().stream()
        .map(
            id -> {
              Optional<CatalogueItem> item = catalogue.find(new ItemId(id));
              return item.map(reader::positions).orElse(new int[0]);
            })
        .toArray(int[][]::new);
  }

  private Content learned(List<String> ids) {
    boolean[] held = held(ids);
    long count = IntStream.range(0, held.length).filter(item -> held[item]).count();
    if (count < LEAST_HELD) {
      return Content.none("too few items of the catalogue were met to measure on");
    }
    Normal normal = normal(item -> !held[item]);
    float[] popularity = normal.popularity();
    Measured popular = measured(held, _ -> item -> mean(popularity, item));
    if (popular.asked() < LEAST_ASKED) {
      return Content.none("too few users met the items to measure on");
    }
    double best = ITEMS_RIDGES[0];
    Measured chosen = new Measured(0, -1, 0);
    for (double ridge : ITEMS_RIDGES) {
      ContentModel model = normal.solved(ridge);
      Measured measured = measured(held, known -> scores(model.wanted(known)));
      if (measured.gain() > chosen.gain()) {
        chosen = measured;
        best = ridge;
      }
    }
    String described =
        String.format(
            Locale.ROOT,
            "by %d attributes, l2 %.0f; chosen and measured on %d items held out, %d users",
            space.tokens().size(),
            best,
            count,
            chosen.asked());
    return new Content(
        chosen.gain() > popular.gain()
            ? Optional.of(normal(_ -> true).solved(best))
            : Optional.empty(),
        chosen.gain() > popular.gain()
            ? described
            : "no better than the popularity of attributes, " + described,
        chosen.byName(),
        popular.byName());
  }

  private static ToDoubleFunction<int[]> scores(float[] wanted) {
    return item -> ContentModel.score(wanted, item);
  }

  /// Over the attributes that not every item has.
  private static double mean(float[] popularity, int[] item) {
    return ContentModel.score(popularity, item) / Math.max(1, item.length - 1);
  }

  /// A tenth of the known items, up to three tenths where there are few, by a hash of their ids.
  private boolean[] held(List<String> ids) {
    long known = Arrays.stream(attributes).filter(each -> each.length > 0).count();
    double share = Math.clamp(ENOUGH_HELD / Math.max(1, known), LEAST_SHARE, MOST_SHARE);
    boolean[] held = new boolean[ids.size()];
    for (int item = 0; item < held.length; item++) {
      held[item] =
          attributes[item].length > 0
              && (Cut.hash(seed, ids.get(item).hashCode()) >>> 11) * 0x1p-53 < share;
    }
    return held;
  }

  /// The items a user liked whose attributes are known.
  private Collection<int[]> likedBy(int user, IntPredicate kept) {
    List<int[]> items = new ArrayList<>();
    for (int at = liked.start(user); at < liked.end(user); at++) {
      int item = liked.column(at);
      if (attributes[item].length > 0 && kept.test(item)) {
        items.add(attributes[item]);
      }
    }
    return items;
  }

  private Normal normal(IntPredicate kept) {
    int width = space.width();
    double[][] users = new double[width][width];
    double[][] met = new double[width][width];
    double[][] items = new double[width][width];
    double[] popularity = new double[width];
    int step = Math.ceilDiv(liked.rowCount(), MOST_USERS);
    double[] sum = new double[width];
    for (int user = 0; user < liked.rowCount(); user += step) {
      Collection<int[]> mine = likedBy(user, kept);
      Arrays.fill(sum, 0);
      for (int[] item : mine) {
        for (int attribute : item) {
          sum[attribute]++;
        }
      }
      int[] some = IntStream.range(0, width).filter(attribute -> sum[attribute] != 0).toArray();
      for (int row : some) {
        double once = sum[row] / mine.size();
        double twice = once / mine.size();
        popularity[row] += sum[row];
        for (int column : some) {
          met[row][column] += once * sum[column];
          users[row][column] += twice * sum[column];
        }
      }
    }
    for (int item = 0; item < attributes.length; item++) {
      if (kept.test(item)) {
        for (int row : attributes[item]) {
          for (int column : attributes[item]) {
            items[row][column]++;
          }
        }
      }
    }
    return new Normal(space, users, met, items, popularity);
  }

  /// The normal equations of both regressions. Not a record, because of the arrays.
  private static final class Normal {
    private final AttributeSpace space;
    private final double[][] users;
    private final double[][] met;
    private final double[][] items;
    private final double[] popularity;

    Normal(
        AttributeSpace space,
        double[][] users,
        double[][] met,
        double[][] items,
        double[] popularity) {
      this.space = space;
      this.users = users;
      this.met = met;
      this.items = items;
      this.popularity = popularity;
    }

    ContentModel solved(double itemsRidge) {
      double[][] byUsers = Ridge.solve(users, USERS_RIDGE, met);
      double[][] solved = Ridge.solve(items, itemsRidge, transposed(byUsers));
      int width = space.width();
      float[] weights = new float[width * width];
      for (int row = 0; row < width; row++) {
        for (int column = 0; column < width; column++) {
          weights[row * width + column] = (float) solved[column][row];
        }
      }
      return new ContentModel(space, weights);
    }

    /// How often items of an attribute were met, on average.
    float[] popularity() {
      float[] mean = new float[popularity.length];
      for (int attribute = 0; attribute < mean.length - 1; attribute++) {
        mean[attribute] =
            (float) (popularity[attribute] / Math.max(1, items[attribute][attribute]));
      }
      return mean;
    }

    private static double[][] transposed(double[][] matrix) {
      double[][] turned = new double[matrix.length][matrix.length];
      for (int row = 0; row < matrix.length; row++) {
        for (int column = 0; column < matrix.length; column++) {
          turned[column][row] = matrix[row][column];
        }
      }
      return turned;
    }
  }

  /// How well held-out items were found among all that were held out.
  private record Measured(int asked, double gain, double hits) {
    SortedMap<String, Double> byName() {
      return new TreeMap<>(
          java.util.Map.of("new_items.ndcg@" + CUTOFF, gain, "new_items.hr@" + CUTOFF, hits));
    }
  }

  /// What items are worth to somebody who liked some.
  private interface Wants {
    ToDoubleFunction<int[]> of(Collection<int[]> liked);
  }

  /// @param draw decides among equal scores
  private record Scored(int item, double score, long draw) {}

  private Measured measured(boolean[] held, Wants wants) {
    int[] pool = IntStream.range(0, held.length).filter(item -> held[item]).toArray();
    Metrics.Tally tally = new Metrics.Tally(List.of(CUTOFF));
    int step = Math.ceilDiv(liked.rowCount(), MOST_ASKED);
    for (int user = 0; user < liked.rowCount(); user += step) {
      Set<Integer> truth = new HashSet<>();
      for (int at = liked.start(user); at < liked.end(user); at++) {
        if (held[liked.column(at)]) {
          truth.add(liked.column(at));
        }
      }
      Collection<int[]> known = likedBy(user, item -> !held[item]);
      if (!truth.isEmpty() && !known.isEmpty()) {
        int[] ranked = ranked(pool, wants.of(known));
        BitSet hit = new BitSet();
        for (int rank = 0; rank < ranked.length; rank++) {
          hit.set(rank, truth.contains(ranked[rank]));
        }
        tally.add(ranked, truth.size(), hit);
      }
    }
    Metrics metrics = tally.metrics();
    return new Measured(
        metrics.users(), metrics.get("ndcg@" + CUTOFF), metrics.get("hr@" + CUTOFF));
  }

  /// Among equal scores a hash decides: items of the same attributes must not stand in the order in
  /// which they were once offered.
  private int[] ranked(int[] pool, ToDoubleFunction<int[]> scores) {
    Comparator<Scored> worstFirst =
        Comparator.comparingDouble(Scored::score)
            .thenComparing(Comparator.comparingLong(Scored::draw).reversed());
    PriorityQueue<Scored> best = new PriorityQueue<>(worstFirst);
    for (int item : pool) {
      best.add(new Scored(item, scores.applyAsDouble(attributes[item]), Cut.hash(~seed, item)));
      if (best.size() > CUTOFF) {
        best.poll();
      }
    }
    return best.stream().sorted(worstFirst.reversed()).mapToInt(Scored::item).toArray();
  }
}
