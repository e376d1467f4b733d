package io.waymark.training;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Measures a model on a cut: every item ranked for every user asked about, without the items the
/// user had in the training part. Sums are taken in chunks of users, in order: the same bits for
/// any number of threads.
final class Evaluation {
  private static final int CHUNK = 32;

  private Evaluation() {}

  static Metrics of(Model model, Cut cut, int[] users, List<Integer> cutoffs, Workers workers) {
    return tally(model, cut, users, cutoffs, workers).metrics();
  }

  static Metrics.Tally tally(
      Model model, Cut cut, int[] users, List<Integer> cutoffs, Workers workers) {
    int most = cutoffs.stream().mapToInt(Integer::intValue).max().orElseThrow();
    int chunks = (users.length + CHUNK - 1) / CHUNK;
    Metrics.Tally[] tallies = new Metrics.Tally[chunks];
    Model.Scorer scorer = model.scorer();
    workers.each(
        chunks,
        () -> {
          float[] scores = new float[cut.held().columnCount()];
          return chunk -> {
            Metrics.Tally tally = new Metrics.Tally(cutoffs);
            int end = Math.min(users.length, (chunk + 1) * CHUNK);
            for (int at = chunk * CHUNK; at < end; at++) {
              ask(scorer, cut, users[at], most, scores, tally);
            }
            tallies[chunk] = tally;
          };
        });
    Metrics.Tally all = new Metrics.Tally(cutoffs);
    for (Metrics.Tally tally : tallies) {
      all.join(tally);
    }
    return all;
  }

  private static void ask(
      Model.Scorer scorer, Cut cut, int user, int most, float[] scores, Metrics.Tally tally) {
    scorer.score(user, scores);
    Csr known = cut.training().entries();
    for (int at = known.start(user); at < known.end(user); at++) {
      scores[known.column(at)] = Float.NEGATIVE_INFINITY;
    }
    int[] ranked = top(scores, most);
    BitSet hit = new BitSet();
    for (int rank = 0; rank < ranked.length; rank++) {
      hit.set(rank, cut.held().contains(user, ranked[rank]));
    }
    tally.add(ranked, cut.held().end(user) - cut.held().start(user), hit);
  }

  /// The positions of the highest numbers, highest first, of equal ones the lower position first;
  /// negative infinity never.
  static int[] top(float[] scores, int count) {
    // A heap with the worst kept one at its root.
    int[] heap = new int[Math.min(count, scores.length)];
    int size = 0;
    for (int item = 0; item < scores.length; item++) {
      if (scores[item] == Float.NEGATIVE_INFINITY) {
        continue;
      }
      if (size < heap.length) {
        heap[size] = item;
        rise(heap, size++, scores);
      } else if (size > 0 && scores[item] > scores[heap[0]]) {
        heap[0] = item;
        sink(heap, size, scores);
      }
    }
    int[] ranked = new int[size];
    for (int rank = size - 1; rank >= 0; rank--) {
      ranked[rank] = heap[0];
      heap[0] = heap[rank];
      sink(heap, rank, scores);
    }
    return Arrays.copyOf(ranked, size);
  }

  private static void rise(int[] heap, int at, float[] scores) {
    while (at > 0 && worse(heap[at], heap[(at - 1) / 2], scores)) {
      swap(heap, at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  }

  private static void sink(int[] heap, int size, float[] scores) {
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && worse(heap[child + 1], heap[child], scores)) {
        child++;
      }
      if (!worse(heap[child], heap[at], scores)) {
        return;
      }
      swap(heap, at, child);
      at = child;
    }
  }

  private static boolean worse(int left, int right, float[] scores) {
    int byScore = Float.compare(scores[left], scores[right]);
    return byScore < 0 || (byScore == 0 && left > right);
  }

  private static void swap(int[] heap, int left, int right) {
    int kept = heap[left];
    heap[left] = heap[right];
    heap[right] = kept;
  }
}
