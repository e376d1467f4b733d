package io.waymark.model;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// What the graph of a factor model computes, over the same weights, in one pass: scores are made
/// block by block, and of each block only what may come and beats the worst of the best so far is
/// looked at again. A graph makes all scores, masks them in a copy and cuts that.
///
/// Vectors lie outside the heap, in blocks of items, axis by axis within a block, so that the inner
/// loop runs along the items: it reads memory that no Java array can overlap, and only so does the
/// compiler make vector instructions of it. Each score is summed in the order of the axes whatever
/// its place, so that equal vectors have equal scores; of these the lower item comes first, as in
/// the graph.
final class FactorRanker implements Ranker {
  /// Scores of a block stay in the nearest cache.
  private static final int BLOCK = 1_024;

  /// Axes that are added in one pass over the scores of a block.
  private static final int STRIDE = 8;

  private static final int CACHE_LINE = 64;

  /// As in the graph: keeps 0 / 0 of a solved system from becoming no number.
  private static final float TINY = 1e-30f;

  private final Arena memory = Arena.ofShared();
  private final FloatBuffer[] blocks;
  private final float[] penalties;
  private final int items;
  private final int width;
  private final float scale;
  private final int steps;

  private FactorRanker(FactorFile file, int items) {
    this.items = items;
    this.width = file.penalties().remaining();
    this.penalties = new float[width];
    file.penalties().duplicate().get(penalties);
    this.scale = file.scale();
    this.steps = file.steps();
    this.blocks = new FloatBuffer[(items + BLOCK - 1) / BLOCK];
    int axes = (width + STRIDE - 1) / STRIDE * STRIDE;
    float[] vector = new float[width];
    float[] turned = new float[BLOCK * axes];
    FloatBuffer vectors = file.vectors().duplicate();
    for (int block = 0; block < blocks.length; block++) {
      // The last one as long as the others: loops need no second shape.
      blocks[block] =
          memory
              .allocate(4L * BLOCK * axes, CACHE_LINE)
              .asByteBuffer()
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      int end = Math.min(BLOCK, items - block * BLOCK);
      if (end < BLOCK) {
        Arrays.fill(turned, 0);
      }
      for (int item = 0; item < end; item++) {
        vectors.get(vector);
        for (int axis = 0; axis < width; axis++) {
          turned[axis * BLOCK + item] = vector[axis];
        }
      }
      blocks[block].put(0, turned);
    }
  }

  /// A ranker over the weights that a file says it has. Whether the graph answers with the same is
  /// for [Agreement] to find out.
  static FactorRanker of(FactorFile file, int items) {
    return new FactorRanker(file, items);
  }

  @Override
  public RankedItems rank(History history, ByteBuffer allowed, int count) {
    Told told = Told.of(history, items, scale);
    if (told.items().length == 0) {
      return new RankedItems(new long[0], new float[0], new long[0]);
    }
    FoldIn user = new FoldIn(told);
    Best best = new Best(Math.min(count, items));
    scan(user.vector(), allowed, best);
    int[] chosen = best.ranked();
    long[] ranked = new long[chosen.length];
    float[] scores = new float[chosen.length];
    long[] because = new long[chosen.length];
    for (int rank = 0; rank < chosen.length; rank++) {
      ranked[rank] = best.item(chosen[rank]);
      scores[rank] = best.score(chosen[rank]);
      because[rank] = user.strongest(best.item(chosen[rank]));
    }
    return new RankedItems(ranked, scores, because);
  }

  private void scan(float[] user, ByteBuffer allowed, Best best) {
    float[] scores = new float[BLOCK];
    for (int block = 0; block < blocks.length; block++) {
      Arrays.fill(scores, 0);
      for (int axis = 0; axis < user.length; axis += STRIDE) {
        add(blocks[block], axis, user, scores);
      }
      best.offer(scores, block * BLOCK, Math.min(BLOCK, items - block * BLOCK), allowed);
    }
  }

  private static void add(FloatBuffer block, int axis, float[] user, float[] scores) {
    int from = axis * BLOCK;
    float a = user[axis];
    float b = user[axis + 1];
    float c = user[axis + 2];
    float d = user[axis + 3];
    float e = user[axis + 4];
    float f = user[axis + 5];
    float g = user[axis + 6];
    float h = user[axis + 7];
    for (int at = 0; at < BLOCK; at++) {
      float sum = scores[at];
      sum = Math.fma(a, block.get(from + at), sum);
      sum = Math.fma(b, block.get(from + BLOCK + at), sum);
      sum = Math.fma(c, block.get(from + 2 * BLOCK + at), sum);
      sum = Math.fma(d, block.get(from + 3 * BLOCK + at), sum);
      sum = Math.fma(e, block.get(from + 4 * BLOCK + at), sum);
      sum = Math.fma(f, block.get(from + 5 * BLOCK + at), sum);
      sum = Math.fma(g, block.get(from + 6 * BLOCK + at), sum);
      scores[at] = Math.fma(h, block.get(from + 7 * BLOCK + at), sum);
    }
  }

  private float number(int item, int axis) {
    return blocks[item / BLOCK].get(axis * BLOCK + item % BLOCK);
  }

  @Override
  public long bytes() {
    return blocks.length == 0 ? 0 : 4L * blocks.length * blocks[0].capacity();
  }

  @Override
  public boolean takesAges() {
    return false;
  }

  @Override
  public void close() {
    memory.close();
  }

  /// What of a history counts. Not a record, because of the arrays.
  private static final class Told {
    private final int[] items;
    private final float[] weights;

    private Told(int[] items, float[] weights) {
      this.items = items;
      this.weights = weights;
    }

    static Told of(History history, int known, float scale) {
      int[] items = new int[history.length()];
      float[] weights = new float[items.length];
      int size = 0;
      for (int at = 0; at < items.length; at++) {
        int item = history.item(at);
        float given = history.weights()[at];
        float weight = scale == 0 ? (given > 0 ? 1 : 0) : Math.max(given, 0) * scale;
        if (item >= 0 && item < known && weight > 0) {
          items[size] = item;
          weights[size++] = weight;
        }
      }
      return new Told(Arrays.copyOf(items, size), Arrays.copyOf(weights, size));
    }

    int[] items() {
      return items;
    }

    float[] weights() {
      return weights;
    }
  }

  /// The system of one user, as `FoldInGraph` in training derives it: `I + U C⁻¹ Uᵀ` over the
  /// history, with `U` its vectors times the roots of their weights.
  private final class FoldIn {
    private final int[] history;
    private final float[] roots;

    /// `U C⁻¹`, axis by axis.
    private final float[][] shrunk;

    private final float[][] system;

    FoldIn(Told told) {
      history = told.items();
      int length = history.length;
      roots = new float[length];
      float total = 0;
      for (int at = 0; at < length; at++) {
        roots[at] = (float) Math.sqrt(told.weights()[at]);
        total += told.weights()[at];
      }
      shrunk = new float[width][length];
      system = new float[length][length];
      float[] weighted = new float[length];
      for (int axis = 0; axis < width; axis++) {
        float shrinking = total * penalties[axis] + 1;
        float[] own = shrunk[axis];
        for (int at = 0; at < length; at++) {
          weighted[at] = number(history[at], axis) * roots[at];
          own[at] = weighted[at] / shrinking;
        }
        for (int row = 0; row < length; row++) {
          add(system[row], own[row], weighted);
        }
      }
      for (int row = 0; row < length; row++) {
        system[row][row] += 1;
      }
    }

    /// The user's, with 0 up to a whole stride.
    float[] vector() {
      float[] solution = solve(roots, steps);
      float[] vector = new float[(width + STRIDE - 1) / STRIDE * STRIDE];
      for (int axis = 0; axis < width; axis++) {
        vector[axis] = inner(solution, shrunk[axis]);
      }
      return vector;
    }

    /// The item of the history that adds most to an item's score, or [ItemIndex#ABSENT].
    int strongest(int item) {
      float[] right = new float[history.length];
      for (int axis = 0; axis < width; axis++) {
        add(right, number(item, axis), shrunk[axis]);
      }
      float[] parts = solve(right, (steps + 1) / 2);
      int strongest = ItemIndex.ABSENT;
      float most = 0;
      for (int at = 0; at < parts.length; at++) {
        float part = parts[at] * roots[at];
        if (part > most) {
          most = part;
          strongest = history[at];
        }
      }
      return strongest;
    }

    private float[] solve(float[] right, int steps) {
      float[] solution = new float[right.length];
      float[] rest = right.clone();
      float[] direction = right.clone();
      float[] image = new float[right.length];
      float norm = Math.max(inner(rest, rest), TINY);
      for (int step = 1; step <= steps; step++) {
        Arrays.fill(image, 0);
        for (int at = 0; at < direction.length; at++) {
          add(image, direction[at], system[at]);
        }
        float length = norm / Math.max(inner(direction, image), norm);
        add(solution, length, direction);
        add(rest, -length, image);
        float next = Math.max(inner(rest, rest), TINY);
        float share = next / norm;
        for (int at = 0; at < direction.length; at++) {
          direction[at] = Math.fma(share, direction[at], rest[at]);
        }
        norm = next;
      }
      return solution;
    }

    private static void add(float[] to, float factor, float[] from) {
      for (int at = 0; at < to.length; at++) {
        to[at] = Math.fma(factor, from[at], to[at]);
      }
    }

    /// In four sums, which do not wait for each other.
    private static float inner(float[] left, float[] right) {
      float first = 0;
      float second = 0;
      float third = 0;
      float fourth = 0;
      int at = 0;
      for (; at + 3 < left.length; at += 4) {
        first = Math.fma(left[at], right[at], first);
        second = Math.fma(left[at + 1], right[at + 1], second);
        third = Math.fma(left[at + 2], right[at + 2], third);
        fourth = Math.fma(left[at + 3], right[at + 3], fourth);
      }
      for (; at < left.length; at++) {
        first = Math.fma(left[at], right[at], first);
      }
      return (first + second) + (third + fourth);
    }
  }

  /// The best items so far: a heap with the worst of them on top. Items are offered in rising
  /// order, so that of equal scores those that are there stay.
  private static final class Best {
    private final int[] items;
    private final float[] scores;
    private int size;

    Best(int most) {
      this.items = new int[most];
      this.scores = new float[most];
    }

    int item(int at) {
      return items[at];
    }

    float score(int at) {
      return scores[at];
    }

    void offer(float[] found, int from, int count, ByteBuffer allowed) {
      float worst = worst();
      for (int at = 0; at < count; at++) {
        if (found[at] > worst && allowed.get(from + at) != 0) {
          put(found[at], from + at);
          worst = worst();
        }
      }
    }

    private float worst() {
      return size < items.length ? Float.NEGATIVE_INFINITY : scores[0];
    }

    private void put(float score, int item) {
      int at;
      if (size < items.length) {
        at = size++;
        while (at > 0 && isWorse(score, item, (at - 1) / 2)) {
          move((at - 1) / 2, at);
          at = (at - 1) / 2;
        }
      } else {
        at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
          if (child + 1 < size && isWorse(scores[child + 1], items[child + 1], child)) {
            child++;
          }
          if (isWorse(score, item, child)) {
            break;
          }
          move(child, at);
          at = child;
        }
      }
      scores[at] = score;
      items[at] = item;
    }

    private void move(int from, int to) {
      scores[to] = scores[from];
      items[to] = items[from];
    }

    private boolean isWorse(float score, int item, int than) {
      return score < scores[than] || (score == scores[than] && item > items[than]);
    }

    /// Places in the heap, best first.
    int[] ranked() {
      Integer[] places = new Integer[size];
      Arrays.setAll(places, at -> at);
      Arrays.sort(places, (left, right) -> isWorse(scores[right], items[right], left) ? -1 : 1);
      return Arrays.stream(places).mapToInt(Integer::intValue).toArray();
    }
  }
}
