package io.waymark.model.scan;

import io.waymark.model.GraphConstants;
import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.PackedProducts;
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
  private static final int TOGETHER = 32;

  private static final long MOST_ROOM = 64 << 20;

  /// So many users at once are answered quicker by products of bytes than one by one: the product
  /// of fewer takes as long as theirs.
  private static final int FEWEST_USERS = 8;

  /// Of so many items: of fewer the start of ONNX Runtime takes longer than it spares thousands of
  /// users, be it by one product for many of them or by one for each.
  private static final int FEWEST_ITEMS = 16_384;

  /// Frees the constants.
  private final Runnable end;

  private final Part part;
  private final int items;
  private final long constantBytes;
  private final int fewestItems;

  /// Made by the first batch that is answered by it.
  private volatile Optional<ByteTable> inBytes = Optional.empty();

  /// Of models whose users are answered quicker by products of bytes.
  private final Optional<Packing> packing;

  /// Kept for the next calls, of as many as can run at a time.
  private final Queue<Scratch> rooms =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  private ScanRecommender(
      Part part,
      int items,
      int fewestItems,
      long constantBytes,
      BiFunction<Vectors, Integer, PackedTable> packer,
      Runnable end) {
    this.end = end;
    this.part = part;
    this.items = items;
    this.fewestItems = fewestItems;
    this.constantBytes = constantBytes;
    this.packing =
        part.vectors()
            .filter(_ -> items >= fewestItems)
            .filter(vectors -> PackedProducts.canHold(items, vectors.width()))
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
          PackedTable::of,
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
    return of(part, items, fewestItems, PackedTable::of);
  }

  /// The same.
  ///
  /// @param packer makes what one user is answered quicker by
  static ScanRecommender of(
      Part part, int items, int fewestItems, BiFunction<Vectors, Integer, PackedTable> packer) {
    return new ScanRecommender(part, items, fewestItems, part.heapBytes(), packer, () -> {});
  }

  @Override
  public int items() {
    return items;
  }

  @Override
  public long bytes() {
    long packed = packing.filter(Packing::isAllowed).isPresent() ? packing() : 0;
    return constantBytes + packed + inBytes.map(ByteTable::bytes).orElse(0L);
  }

  @Override
  public long packing() {
    return packing
        .flatMap(_ -> part.vectors())
        .map(vectors -> PackedProducts.bytes(items, vectors.width()))
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
    Optional<ByteTable> table = inBytes(scanning.size());
    if (table.isPresent()) {
      scanning = table.get().look(scanning);
    } else if (!scanning.isEmpty()) {
      Optional<PackedTable> packed = packing.flatMap(Packing::ask);
      scanning = packed.isPresent() ? packed.get().look(scanning) : scanning;
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

  /// The items in bytes, where so many users are answered quicker by them.
  private Optional<ByteTable> inBytes(int users) {
    return users < FEWEST_USERS || items < fewestItems
        ? Optional.empty()
        : part.vectors().map(this::inBytes);
  }

  private synchronized ByteTable inBytes(Vectors vectors) {
    ByteTable table = inBytes.orElseGet(() -> ByteTable.of(vectors, items));
    inBytes = Optional.of(table);
    return table;
  }

  @Override
  public void close() {
    packing.ifPresent(Packing::close);
    inBytes.ifPresent(ByteTable::close);
    end.run();
  }
}
