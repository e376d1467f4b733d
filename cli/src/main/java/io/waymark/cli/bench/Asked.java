package io.waymark.cli.bench;

import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.Query;
import io.waymark.model.RankedItems;
import io.waymark.model.Recommender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Asks a model for one history after the other, the same for each that asks. For one thread.
final class Asked implements Runnable {
  static final int EVENTS = 50;
  private static final int TOP = 20;
  static final int HISTORIES = 64;

  private final Recommender recommender;
  private final ItemMask all;
  private final List<History> histories = new ArrayList<>();
  private int next;

  Asked(Recommender recommender) {
    int items = recommender.items();
    this.recommender = recommender;
    this.all = ItemMask.all(items);
    SplittableRandom random = new SplittableRandom(2);
    for (int each = 0; each < HISTORIES; each++) {
      int[] of = random.ints(0, items).distinct().limit(Math.min(EVENTS, items / 2)).toArray();
      float[] weights = new float[of.length];
      Arrays.fill(weights, 1);
      histories.add(new History(of, weights));
    }
  }

  RankedItems ask() {
    next = (next + 1) % HISTORIES;
    return recommender.recommend(histories.get(next), all, new int[0], TOP);
  }

  /// The next of so many histories at once.
  List<RankedItems> ask(int together) {
    List<Query> batch = new ArrayList<>(together);
    for (int at = 0; at < together; at++) {
      next = (next + 1) % HISTORIES;
      batch.add(new Query(histories.get(next), all, new int[0], TOP));
    }
    return recommender.recommend(batch);
  }

  @Override
  public void run() {
    if (ask().size() == 0) {
      throw new IllegalStateException("the model recommends nothing");
    }
  }
}
