package io.waymark.model.scan;

import io.waymark.model.ByteProducts;
import io.waymark.model.GraphConstants;
import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.Query;
import io.waymark.model.RankedItems;
import io.waymark.model.Recommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Answers as the graph of a package does, from the graph's own constants: item by item in pieces
/// that stay in the processor's cache, what cannot be among the best left alone, the rest computed
/// again in single precision.
public final class ScanRecommender implements Recommender {
  /// So many items are scored at a time.
  static final int PIECE = 4096;

  /// So many of a batch are worked off at a time, fewer where the rooms that each may take, if
  /// scores are more than products of vectors, would come to more than [#MOST_ROOM] bytes.
  private static final int TOGETHER = 16;

  private static final long MOST_ROOM = 64 << 20;

  /// Of so many items: of fewer the start of ONNX Runtime takes longer than it spares thousands of
  /// users.
  private static final int FEWEST_ITEMS = 16_384;

  /// Frees the constants.
  private final Runnable end;

  private final Part part;
  private final int items;
  private final long constantBytes;

  /// Of models whose users may be answered quicker by products of bytes.
  private final Optional<Packing> packing;

  /// Kept for the next calls, of as many as can run at a time.
  private final Queue<Scratch> rooms =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  private ScanRecommender(
      Part part,
      int items,
      int fewestItems,
      long constantBytes,
      BiFunction<Vectors, Integer, ByteTable> packer,
      Runnable end) {
    this.end = end;
    this.part = part;
    this.items = items;
    this.constantBytes = constantBytes;
    this.packing =
        part.vectors()
            .filter(_ -> items >= fewestItems)
            .map(vectors -> new Packing(() -> packer.apply(vectors, items)));
  }

  /// Reads a graph's constants.
  ///
  /// @throws io.waymark.model.ModelPackageException where they are not what the plan says
  public static ScanRecommender load(Path graph, ScanPlan plan, int items) throws IOException {
    GraphConstants constants = GraphConstants.open(graph);
    try {
      Part part = Part.of(plan, constants, items);
      return new ScanRecommender(
          part,
          items,
          FEWEST_ITEMS,
          Files.size(graph) + part.heapBytes(),
          ByteTable::of,
          constants::close);
    } catch (IOException | RuntimeException | OutOfMemoryError wrong) {
      constants.close();
      throw wrong;
    }
  }

  /// Of a part whose constants are in no file.
  static ScanRecommender of(Part part, int items) {
    return of(part, items, FEWEST_ITEMS);
  }

  /// The same.
  ///
  /// @param fewestItems of which users are answered by products of bytes
  static ScanRecommender of(Part part, int items, int fewestItems) {
    return of(part, items, fewestItems, ByteTable::of);
  }

  /// The same.
  ///
  /// @param packer makes what one user is answered quicker by
  static ScanRecommender of(
      Part part, int items, int fewestItems, BiFunction<Vectors, Integer, ByteTable> packer) {
    return new ScanRecommender(part, items, fewestItems, part.heapBytes(), packer, () -> {});
  }

  @Override
  public int items() {
    return items;
  }

  @Override
  public long bytes() {
    return constantBytes + (packing.filter(Packing::counts).isPresent() ? packing() : 0);
  }

  @Override
  public long packing() {
    return packing
        .flatMap(_ -> part.vectors())
        .map(vectors -> ByteProducts.bytes(items, vectors.width()))
        .orElse(0L);
  }

  @Override
  public void pack(Consumer<Throwable> failed) {
    packing.ifPresent(each -> each.allow(failed));
  }

  /// Waits for what is being made to answer one user quicker.
  ///
  /// @return whether one is
  boolean awaitPacked() {
    packing.ifPresent(Packing::await);
    return packing.filter(Packing::isMade).isPresent();
  }

  @Override
  public boolean takesAges() {
    return false;
  }

  @Override
  public RankedItems recommend(History history, ItemMask allowed, int[] excluded, int count) {
    return recommend(List.of(new Query(history, allowed, excluded, count))).getFirst();
  }

  @Override
  public List<RankedItems> recommend(List<Query> batch) {
    batch.forEach(query -> query.allowed().requireOf(items));
    Scratch scratch = rooms.poll();
    if (scratch == null) {
      scratch = new Scratch(items);
    }
    List<RankedItems> answers = new ArrayList<>(batch.size());
    for (int from = 0; from < batch.size(); from += together()) {
      List<Query> together = batch.subList(from, Math.min(batch.size(), from + together()));
      answers.addAll(answer(together, scratch));
      scratch.clear();
    }
    // Not after a failure: what was half added up would be found by the next call.
    boolean _ = rooms.offer(scratch);
    return answers;
  }

  private int together() {
    return part.vectors().isPresent()
        ? TOGETHER
        : Math.clamp(MOST_ROOM / (4L * items * Scratch.KEPT), 1, TOGETHER);
  }

  private List<RankedItems> answer(List<Query> queries, Scratch scratch) {
    List<Search> searches = queries.stream().map(query -> search(query, scratch)).toList();
    List<Search> scanning = searches.stream().filter(Search::scans).toList();
    int users = scanning.size();
    Optional<ByteTable> table =
        users == 0 ? Optional.empty() : packing.flatMap(it -> it.ask(users));
    if (table.isPresent()) {
      scanning = table.get().look(scanning);
    }
    if (!scanning.isEmpty()) {
      for (int begin = 0; begin < items; begin += PIECE) {
        look(scanning, begin, Math.min(items, begin + PIECE), scratch);
      }
    }
    return searches.stream().map(each -> each.ranked(part.hasReasons())).toList();
  }

  private Search search(Query query, Scratch scratch) {
    Scoring scoring = part.scoring(Events.of(query.history()), scratch);
    return new Search(query, scoring, Math.clamp(query.count(), 1, Math.min(items, MAX_COUNT)));
  }

  private static void look(List<Search> searches, int begin, int end, Scratch scratch) {
    for (Search search : searches) {
      search.scoring().fill(scratch.piece(), begin, end);
      search.look(scratch.piece(), begin, end);
    }
  }

  @Override
  public void close() {
    packing.ifPresent(Packing::close);
    end.run();
  }
}
