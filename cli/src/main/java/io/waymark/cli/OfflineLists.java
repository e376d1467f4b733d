package io.waymark.cli;

import io.waymark.model.Evidence;
import io.waymark.model.History;
import io.waymark.model.ItemIndex;
import io.waymark.model.ItemMask;
import io.waymark.model.ModelPackage;
import io.waymark.model.Query;
import io.waymark.model.RankedItems;
import io.waymark.model.Recommender;
import io.waymark.model.scan.Recommenders;
import io.waymark.tenancy.ItemId;
import io.waymark.training.Csr;
import io.waymark.training.InteractionMatrix;
import io.waymark.training.Progress;
import java.io.IOException;
import java.io.Writer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Lists for users of a file: by the model where it knows an item of theirs, else by popularity;
/// their own items never.
final class OfflineLists implements AutoCloseable {
  private static final int BATCH = 256;

  /// Of it, so many are asked for at a time.
  private static final int TOGETHER = 32;

  private final ModelPackage model;
  private final Recommender recommender;
  private final ItemMask all;
  private final int[] popular;
  private final Evidence evidence;

  private OfflineLists(ModelPackage model, Recommender recommender) {
    this.model = model;
    this.recommender = recommender;
    this.all = ItemMask.all(model.items().size());
    this.popular = byPopularity(model);
    this.evidence = model.manifest().about().evidence();
  }

  static OfflineLists open(ModelPackage model) throws IOException {
    Recommender recommender = Recommenders.load(model);
    recommender.pack(_ -> {}); // where that fails lists take longer, and are the same
    return new OfflineLists(model, recommender);
  }

  /// How many users and rows were written.
  ///
  /// @param byPopularity users of whom the model knows nothing
  record Summary(int users, int byPopularity, long rows) {}

  private record UserList(boolean personal, List<String> items, List<Float> scores) {}

  String version() {
    return model.manifest().version().value();
  }

  /// Writes `user_id,item_id,rank,score`, users in the order they are given. Batches are computed
  /// on all processors, written in order.
  ///
  /// @param users everyone to write a list for, with a history or without
  Summary write(
      InteractionMatrix histories, Set<String> users, int count, Writer out, Progress progress)
      throws IOException {
    out.write("user_id,item_id,rank,score\n");
    Map<String, Integer> rowOf = HashMap.newHashMap(histories.users().size());
    for (String user : histories.users()) {
      rowOf.put(user, rowOf.size());
    }
    List<String> all = List.copyOf(users);
    int byPopularity = 0;
    long rows = 0;
    for (int from = 0; from < all.size(); from += BATCH) {
      int to = Math.min(all.size(), from + BATCH);
      List<UserList> lists =
          together(all.subList(from, to)).parallelStream()
              .map(
                  some ->
                      some.stream()
                          .map(user -> asked(histories, Optional.ofNullable(rowOf.get(user))))
                          .toList())
              .flatMap(askers -> lists(askers, count).stream())
              .toList();
      for (int at = 0; at < lists.size(); at++) {
        UserList list = lists.get(at);
        byPopularity += list.personal() ? 0 : 1;
        rows += list.items().size();
        write(out, quoted(all.get(from + at)), list);
      }
      progress.at("recommending", (double) to / all.size());
    }
    return new Summary(all.size(), byPopularity, rows);
  }

  private static void write(Writer out, String user, UserList list) throws IOException {
    for (int rank = 0; rank < list.items().size(); rank++) {
      out.write(user);
      out.write(',');
      out.write(quoted(list.items().get(rank)));
      out.write("," + (rank + 1) + "," + list.scores().get(rank) + "\n");
    }
  }

  private static List<List<String>> together(List<String> users) {
    return IntStream.iterate(0, from -> from < users.size(), from -> from + TOGETHER)
        .mapToObj(from -> users.subList(from, Math.min(users.size(), from + TOGETHER)))
        .toList();
  }

  /// A user to answer. Not a record, because of the array.
  private static final class Asker {
    private final int[] own;
    private final History history;

    /// @param own the user's items in the model's index
    /// @param history of these, what speaks to the model
    Asker(int[] own, History history) {
      this.own = own;
      this.history = history;
    }
  }

  private Asker asked(InteractionMatrix histories, Optional<Integer> row) {
    return row.map(user -> asked(histories, user))
        .orElseGet(() -> new Asker(new int[0], History.EMPTY));
  }

  private Asker asked(InteractionMatrix histories, int user) {
    Csr entries = histories.entries();
    int length = entries.end(user) - entries.start(user);
    int[] own = new int[length];
    int[] items = new int[length];
    float[] weights = new float[length];
    int size = 0;
    int[] oldestFirst =
        IntStream.range(entries.start(user), entries.end(user))
            .boxed()
            .sorted(Comparator.comparingLong(histories::time))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int at = 0; at < length; at++) {
      int entry = oldestFirst[at];
      own[at] = model.items().position(new ItemId(histories.items().get(entries.column(entry))));
      float weight = weight(histories, entry);
      if (own[at] != ItemIndex.ABSENT && weight > 0) {
        items[size] = own[at];
        weights[size++] = weight;
      }
    }
    return new Asker(own, new History(Arrays.copyOf(items, size), Arrays.copyOf(weights, size)));
  }

  /// One list for each, in their order.
  private List<UserList> lists(List<Asker> askers, int count) {
    Iterator<RankedItems> ranked =
        recommender
            .recommend(
                askers.stream()
                    .filter(user -> !user.history.isEmpty())
                    .map(user -> new Query(user.history, all, user.own, count))
                    .toList())
            .iterator();
    return askers.stream()
        .map(
            user ->
                user.history.isEmpty()
                    ? popular(user.own, count)
                    : personal(ranked.next(), user.own, count))
        .toList();
  }

  /// The model's list, and below it what is popular where the model has too few: some know only
  /// items near those of the history.
  private UserList personal(RankedItems ranked, int[] own, int count) {
    if (ranked.size() == 0) {
      return popular(own, count);
    }
    int[] chosen = IntStream.range(0, ranked.size()).map(ranked::item).toArray();
    int[] further =
        popularWithout(IntStream.concat(IntStream.of(own), IntStream.of(chosen)))
            .limit(count - chosen.length)
            .toArray();
    float last = ranked.score(ranked.size() - 1);
    return new UserList(
        true,
        ids(IntStream.concat(IntStream.of(chosen), IntStream.of(further))),
        Stream.concat(
                IntStream.range(0, chosen.length).mapToObj(ranked::score),
                IntStream.range(0, further.length).mapToObj(rank -> last - (rank + 1)))
            .toList());
  }

  /// What an entry says to the model; 0: nothing.
  private float weight(InteractionMatrix histories, int entry) {
    return switch (evidence) {
      case LIKED -> Math.max(histories.entries().value(entry), 0);
      case CHOSEN -> histories.chosen(entry) ? 1 : 0;
    };
  }

  private UserList popular(int[] own, int count) {
    int[] chosen = popularWithout(IntStream.of(own)).limit(count).toArray();
    return new UserList(
        false,
        ids(IntStream.of(chosen)),
        IntStream.range(0, chosen.length).mapToObj(rank -> 1f / (rank + 1)).toList());
  }

  private IntStream popularWithout(IntStream items) {
    BitSet excluded = new BitSet();
    items.filter(item -> item != ItemIndex.ABSENT).forEach(excluded::set);
    return IntStream.of(popular).filter(item -> !excluded.get(item));
  }

  private List<String> ids(IntStream items) {
    return items.mapToObj(item -> model.items().id(item).value()).toList();
  }

  private static int[] byPopularity(ModelPackage model) {
    if (model.popularity().isEmpty()) {
      return new int[0];
    }
    FloatBuffer counts = model.popularity().orElseThrow();
    return IntStream.range(0, model.items().size())
        .boxed()
        .sorted(Comparator.comparingDouble(item -> -counts.get(item)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static String quoted(String text) {
    boolean plain =
        text.indexOf(',') < 0
            && text.indexOf('"') < 0
            && text.indexOf('\n') < 0
            && text.indexOf('\r') < 0;
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() {
    recommender.close();
  }
}
