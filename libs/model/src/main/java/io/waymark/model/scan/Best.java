package io.waymark.model.scan;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// Collects the items that may be among the best, of scores that may each be off by some error:
/// whoever's score is within twice of it of the last of the best so far. Items may come in any
/// order where there is an error, else rising. For one thread.
final class Best {
  private static final int ROOM = 256;

  private final int count;
  private final float margin;

  /// The scores of the best so far, the least of them first: a binary heap.
  private final float[] heap;

  private int held;

  private float floor = Float.NEGATIVE_INFINITY;

  private int[] items = new int[ROOM];
  private float[] scores = new float[ROOM];
  private int size;

  Best(int count, float error) {
    this.count = count;
    this.margin = 2 * error;
    this.heap = new float[count];
  }

  /// Looks at the scores of items from `begin` to before `end`; they stand at the first places of
  /// `of`.
  ///
  /// @param allowed asked only of what may be among the best
  void look(float[] of, int begin, int end, IntPredicate allowed) {
    for (int item = begin; item < end; item++) {
      look(item, of[item - begin], allowed);
    }
  }

  /// Looks at the score of one item.
  void look(int item, float score, IntPredicate allowed) {
    if (score > floor && allowed.test(item)) {
      add(item, score);
    }
  }

  private void add(int item, float score) {
    if (size == items.length) {
      makeRoom();
    }
    items[size] = item;
    scores[size++] = score;
    if (held < count) {
      rise(held++, score);
    } else if (score > heap[0]) {
      sink(score);
    }
    if (held == count) {
      // Of equal ones those that came first stay, and there are `count` of them already.
      raise(margin > 0 ? Math.nextDown(heap[0] - margin) : heap[0]);
    }
  }

  private void raise(float to) {
    if (to > floor) { // which no number is not
      floor = to;
    }
  }

  boolean isFull() {
    return held == count;
  }

  /// There are as many as are wanted whose exact scores are no less than this.
  void assumeExact(float score) {
    raise(Math.nextDown(score - margin / 2));
  }

  /// By forgetting what the floor has risen above; by growing where that is less than half.
  private void makeRoom() {
    int kept = 0;
    for (int at = 0; at < size; at++) {
      if (scores[at] >= floor) {
        items[kept] = items[at];
        scores[kept++] = scores[at];
      }
    }
    size = kept;
    if (2 * size > items.length) {
      items = Arrays.copyOf(items, 2 * items.length);
      scores = Arrays.copyOf(scores, items.length);
    }
  }

  private void rise(int at, float score) {
    int place = at;
    while (place > 0 && heap[(place - 1) / 2] > score) {
      heap[place] = heap[(place - 1) / 2];
      place = (place - 1) / 2;
    }
    heap[place] = score;
  }

  /// In place of the least.
  private void sink(float score) {
    int place = 0;
    for (int child = 1; child < count; child = 2 * place + 1) {
      if (child + 1 < count && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= score) {
        break;
      }
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = score;
  }

  /// Only what is above it may be among the best.
  float floor() {
    return floor;
  }

  /// The items, in the order in which they came.
  int[] items() {
    makeRoom();
    return Arrays.copyOf(items, size);
  }

  /// How many are kept in mind.
  int room() {
    return items.length;
  }
}
