package io.waymark.model;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// What a recommender is asked before anybody believes it: as users will ask it, and at the ends of
/// what they can ask.
///
/// @param what it is, to be read after "for"
/// @param count from 1 to as many items as there are
record MadeUpQuestion(String what, History history, ItemMask allowed, int count) {
  /// As much of a user as a request reads.
  private static final int LONGEST = 100;

  private static final int USUAL = 10;
  private static final float MONTH = 30 * 24 * 3_600f;

  /// The first thing that any user asks.
  static MadeUpQuestion plain(int items) {
    return new MadeUpQuestion(
        "an empty history", History.EMPTY, ItemMask.all(items), Math.min(USUAL, items));
  }

  /// All of them, the same in every run.
  static List<MadeUpQuestion> all(int items) {
    int usual = Math.min(USUAL, items);
    int most = Math.min(items, OnnxRecommender.MAX_COUNT);
    ItemMask all = ItemMask.all(items);
    BitSet everySecond = new BitSet(items);
    IntStream.range(0, items).filter(item -> item % 2 == 0).forEach(everySecond::set);
    BitSet one = new BitSet(items);
    one.set(items / 2);
    History single = history(new int[] {0});
    History padded = history(new int[] {ItemIndex.ABSENT, items - 1, ItemIndex.ABSENT});
    History whole = history(new Random(1).ints(LONGEST, 0, items).toArray());
    return List.of(
        plain(items),
        new MadeUpQuestion("a history of one item", single, all, usual),
        new MadeUpQuestion("a history of an item between two of no item", padded, all, usual),
        new MadeUpQuestion("a history of 100 items", whole, all, usual),
        new MadeUpQuestion("one item wanted", whole, all, 1),
        new MadeUpQuestion("as many items wanted as may be", whole, all, most),
        new MadeUpQuestion(
            "every second item forbidden", whole, ItemMask.of(items, everySecond), most),
        new MadeUpQuestion(
            "everything forbidden but one item", whole, ItemMask.of(items, one), usual),
        new MadeUpQuestion(
            "everything forbidden", single, ItemMask.of(items, new BitSet()), usual));
  }

  /// No item has no weight.
  private static History history(int[] items) {
    Random random = new Random(2);
    float[] weights = new float[items.length];
    float[] ages = new float[items.length];
    for (int at = 0; at < items.length; at++) {
      weights[at] = items[at] == ItemIndex.ABSENT ? 0 : 0.5f + random.nextFloat();
      ages[at] = MONTH * (items.length - at) / items.length;
    }
    return new History(items, weights, new long[items.length], ages);
  }
}
