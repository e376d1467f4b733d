package io.waymark.model.scan;

import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.RankedItems;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/// Scans made-up vectors until the compiler has made machine code of the loops: before a snapshot
/// is taken of a process that will serve.
public final class Rehearsal {
  private static final int ITEMS = 8_192;
  private static final int WIDTH = 64;
  private static final int EVENTS = 50;
  private static final int COUNT = 20;

  /// Takes some tenths of a second.
  private static final int QUESTIONS = 1_000;

  private Rehearsal() {}

  /// Asks a made-up model of vectors.
  ///
  /// @return how many items it answered with in all
  public static int run() {
    SplittableRandom random = new SplittableRandom(1);
    float[] vectors = new float[ITEMS * WIDTH];
    for (int at = 0; at < vectors.length; at++) {
      vectors[at] = (float) random.nextGaussian();
    }
    int answered = 0;
    Rows rows = new Rows(MemorySegment.ofArray(vectors), WIDTH);
    Part part = FoldInPart.of(rows, new float[WIDTH], 0, 0, ITEMS);
    try (ScanRecommender scan = ScanRecommender.of(part, ITEMS)) {
      ItemMask all = ItemMask.all(ITEMS);
      for (int question = 0; question < QUESTIONS; question++) {
        float[] weights = new float[EVENTS];
        java.util.Arrays.fill(weights, 1);
        History history = new History(random.ints(EVENTS, 0, ITEMS).toArray(), weights);
        RankedItems ranked = scan.recommend(history, all, new int[] {question}, COUNT);
        answered += ranked.size();
      }
    }
    return answered;
  }
}
