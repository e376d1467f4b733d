package io.waymark.training;

import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.content.AttributeSpace;
import io.waymark.model.content.ContentModel;
import io.waymark.tenancy.ItemId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Prints how well items that training never saw are found by their attributes: a tenth of the items
/// is taken out of all interactions, and each user's are to be found among them. Five cuts by seed;
/// random order and the popularity of attributes beside. No test, since it asks about data that is
/// not ours to keep.
///
///     ./mvnw -q -pl training -am test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
///     java -cp training/target/test-classes:training/target/classes:$(cat training/target/cp) \
///       io.waymark.training.NewItemsBenchmark INTERACTIONS ITEMS
final class NewItemsBenchmark {
  private static final int CUTS = 5;
  private static final int CUTOFF = 10;

  private NewItemsBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    InteractionMatrix matrix =
        new InteractionFiles(Clock.systemUTC()).rows(Path.of(arguments[0])).toMatrix();
    Catalogue catalogue = CatalogueFiles.read(Path.of(arguments[1]), new PassedOver());
    Map<String, List<Metrics>> all = new HashMap<>();
    for (int seed = 1; seed <= CUTS; seed++) {
      cut(matrix, catalogue, seed)
          .forEach(
              (name, metrics) -> all.computeIfAbsent(name, _ -> new ArrayList<>()).add(metrics));
    }
    all.forEach(
        (name, each) ->
            System.out.printf(
                "%-25s hr@10 %s ndcg@10 %s%n",
                name, spread(each, "hr@10"), spread(each, "ndcg@10")));
  }

  private static String spread(List<Metrics> cuts, String metric) {
    double[] values = cuts.stream().mapToDouble(each -> each.get(metric)).sorted().toArray();
    return "%.3f (%.3f-%.3f)"
        .formatted(
            IntStream.range(0, values.length).mapToDouble(at -> values[at]).average().orElse(0),
            values[0],
            values[values.length - 1]);
  }

  private static Map<String, Metrics> cut(InteractionMatrix matrix, Catalogue catalogue, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BitSet held = new BitSet();
    IntStream.range(0, matrix.items().size())
        .filter(_ -> random.nextInt(10) == 0)
        .forEach(held::set);
    InteractionMatrix known = matrix.keeping(at -> !held.get(matrix.entries().column(at)));
    Content content = ContentTraining.learn(known, catalogue, seed);
    System.out.printf(
        "cut %d: %d items held out; %s%n", seed, held.cardinality(), content.described());
    ContentModel model = content.model().orElseThrow();
    AttributeSpace.Reader reader = model.space().reader();
    int[][] attributes =
        matrix.items().stream()
            .map(id -> catalogue.find(new ItemId(id)).map(reader::positions).orElse(new int[0]))
            .toArray(int[][]::new);
    double[] popularity = popularity(known, attributes, model.space().width());
    Map<String, Metrics> metrics = new HashMap<>();
    metrics.put(
        "by attributes, learned",
        measured(
            matrix,
            held,
            user -> {
              float[] wanted = model.wanted(liked(known, user, attributes));
              return item -> ContentModel.score(wanted, attributes[item]);
            }));
    metrics.put(
        "popularity of attributes",
        measured(
            matrix,
            held,
            _ ->
                item ->
                    IntStream.of(attributes[item]).mapToDouble(at -> popularity[at]).sum()
                        / Math.max(1, attributes[item].length - 1)));
    metrics.put("random", measured(matrix, held, _ -> _ -> random.nextDouble()));
    return metrics;
  }

  private static List<int[]> liked(InteractionMatrix known, int user, int[][] attributes) {
    Csr entries = known.entries();
    List<int[]> liked = new ArrayList<>();
    for (int at = entries.start(user); at < entries.end(user); at++) {
      if (entries.value(at) > 0) {
        liked.add(attributes[entries.column(at)]);
      }
    }
    if (liked.isEmpty()) {
      liked.add(new int[0]);
    }
    return liked;
  }

  /// How often items of an attribute are liked, on average; nothing for the one of all.
  private static double[] popularity(InteractionMatrix known, int[][] attributes, int width) {
    double[] sums = new double[width];
    double[] items = new double[width];
    Csr entries = known.entries();
    Csr byItem =
        entries.mapped((_, at) -> entries.value(at) > 0 ? 1 : Csr.Choice.DROP).transposed();
    for (int item = 0; item < attributes.length; item++) {
      int count = byItem.end(item) - byItem.start(item);
      for (int attribute : count == 0 ? new int[0] : attributes[item]) {
        sums[attribute] += count;
        items[attribute]++;
      }
    }
    for (int attribute = 0; attribute < width; attribute++) {
      sums[attribute] =
          attribute == width - 1 ? 0 : sums[attribute] / Math.max(1, items[attribute]);
    }
    return sums;
  }

  private static Metrics measured(
      InteractionMatrix matrix, BitSet held, Function<Integer, ToDoubleFunction<Integer>> scores) {
    Metrics.Tally tally = new Metrics.Tally(List.of(CUTOFF));
    Csr entries = matrix.entries();
    for (int user = 0; user < entries.rowCount(); user++) {
      BitSet truth = new BitSet();
      for (int at = entries.start(user); at < entries.end(user); at++) {
        if (held.get(entries.column(at)) && entries.value(at) > 0) {
          truth.set(entries.column(at));
        }
      }
      if (!truth.isEmpty()) {
        ToDoubleFunction<Integer> score = scores.apply(user);
        Map<Integer, Double> byItem = new HashMap<>();
        held.stream().forEach(item -> byItem.put(item, score.applyAsDouble(item)));
        int[] ranked =
            held.stream()
                .boxed()
                .sorted(
                    Comparator.comparingDouble((Integer item) -> -byItem.getOrDefault(item, 0.0))
                        .thenComparingLong(item -> Cut.hash(7, item)))
                .limit(CUTOFF)
                .mapToInt(Integer::intValue)
                .toArray();
        BitSet hit = new BitSet();
        IntStream.range(0, ranked.length).filter(at -> truth.get(ranked[at])).forEach(hit::set);
        tally.add(ranked, truth.cardinality(), hit);
      }
    }
    return tally.metrics();
  }
}
