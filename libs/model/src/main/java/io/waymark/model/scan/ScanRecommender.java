package io.waymark.model.scan;

import io.waymark.model.GraphConstants;
import io.waymark.model.History;
import io.waymark.model.ItemIndex;
import io.waymark.model.ItemMask;
import io.waymark.model.RankedItems;
import io.waymark.model.Recommender;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Answers as the graph of a package does, from the graph's own constants: item by item in pieces
/// that stay in the processor's cache, what cannot be among the best left alone, the rest computed
/// again in single precision.
public final class ScanRecommender implements Recommender {
  /// So many items are scored at a time.
  static final int PIECE = 4096;

  /// Ends the mapping of the constants.
  private final Runnable end;

  private final Part part;
  private final int items;
  private final long bytes;
  private final ConcurrentLinkedQueue<Scratch> rooms = new ConcurrentLinkedQueue<>();

  private ScanRecommender(Part part, int items, long bytes, Runnable end) {
    this.end = end;
    this.part = part;
    this.items = items;
    this.bytes = bytes;
  }

  /// Maps a graph's constants; its file may then be deleted.
  ///
  /// @throws io.waymark.model.ModelPackageException where they are not what the plan says
  public static ScanRecommender load(Path graph, ScanPlan plan, int items) throws IOException {
    GraphConstants constants = GraphConstants.open(graph);
    try {
      Part part = Part.of(plan, constants, items);
      return new ScanRecommender(
          part, items, Files.size(graph) + part.heapBytes(), constants::close);
    } catch (IOException | RuntimeException wrong) {
      constants.close();
      throw wrong;
    }
  }

  /// Of vectors that are in no file.
  ///
  /// @param vectors whitened, row by row
  /// @param penalties one for each axis
  static ScanRecommender of(float[] vectors, float[] penalties) {
    int items = vectors.length / penalties.length;
    Rows rows = new Rows(MemorySegment.ofArray(vectors), penalties.length);
    Part part = FoldInPart.of(rows, penalties, 0, items);
    return new ScanRecommender(part, items, part.heapBytes(), () -> {});
  }

  @Override
  public int items() {
    return items;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public boolean takesAges() {
    return false;
  }

  @Override
  public RankedItems recommend(History history, ItemMask allowed, int[] excluded, int count) {
    allowed.requireOf(items);
    Scratch scratch = rooms.poll();
    if (scratch == null) {
      scratch = new Scratch(items);
    }
    try {
      return answer(history, allowed, excluded, count, scratch.cleared());
    } finally {
      rooms.add(scratch);
    }
  }

  private RankedItems answer(
      History history, ItemMask allowed, int[] excluded, int count, Scratch scratch) {
    Scoring scoring = part.scoring(history, scratch);
    if (scoring.isSilent()) {
      return RankedItems.of(new int[0], new float[0], new int[0]);
    }
    int[] out = excluded.clone();
    Arrays.sort(out);
    IntPredicate mayCome = item -> Arrays.binarySearch(out, item) < 0 && scoring.tells(item);
    int most = Math.clamp(count, 1, Math.min(items, MAX_COUNT));
    int[] candidates =
        allowed
            .few()
            .map(few -> IntStream.of(few).filter(mayCome).toArray())
            .orElseGet(
                () ->
                    scanned(
                        scoring,
                        item -> allowed.allows(item) && mayCome.test(item),
                        most,
                        scratch.take()));
    return ranked(scoring, candidates, most, history);
  }

  private int[] scanned(Scoring scoring, IntPredicate allowed, int most, float[] scores) {
    Best best = new Best(most, scoring.error());
    for (int begin = 0; begin < items; begin += PIECE) {
      int end = Math.min(items, begin + PIECE);
      scoring.fill(scores, begin, end);
      best.look(scores, begin, end, allowed);
    }
    return best.items();
  }

  private RankedItems ranked(Scoring scoring, int[] candidates, int most, History history) {
    // By falling score, then by rising item: both in one number that rises.
    long[] keys = new long[candidates.length];
    for (int at = 0; at < candidates.length; at++) {
      keys[at] = ((long) ~rising(scoring.exact(candidates[at])) << 32) | candidates[at];
    }
    Arrays.sort(keys);
    int size = Math.min(most, candidates.length);
    int[] found = new int[size];
    float[] scores = new float[size];
    for (int rank = 0; rank < size; rank++) {
      found[rank] = (int) keys[rank];
      scores[rank] = score(~(int) (keys[rank] >> 32));
    }
    return RankedItems.of(
        found, scores, part.hasReasons() ? reasons(scoring, found, history) : new int[0]);
  }

  /// Whole numbers in the order of the floating-point ones.
  private static int rising(float score) {
    int bits = Float.floatToIntBits(score + 0f); // there is no −0
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  private static float score(int rising) {
    return Float.intBitsToFloat(rising ^ ((rising >> 31) & Integer.MAX_VALUE));
  }

  /// The item of the history with the largest part of each score, the first of equal ones;
  /// [ItemIndex#ABSENT] where no part is above 0.
  private static int[] reasons(Scoring scoring, int[] found, History history) {
    float[][] parts = new float[history.length()][found.length];
    scoring.addParts(found, 1, parts);
    int[] because = new int[found.length];
    for (int slot = 0; slot < found.length; slot++) {
      float most = 0;
      because[slot] = ItemIndex.ABSENT;
      for (int event = 0; event < parts.length; event++) {
        if (parts[event][slot] > most) {
          most = parts[event][slot];
          because[slot] = history.item(event);
        }
      }
    }
    return because;
  }

  @Override
  public void close() {
    end.run();
  }
}
