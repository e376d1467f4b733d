package io.waymark.training;

import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// How well ranked lists find held-out items, averaged over all users that have any: a user without
/// a list counts 0.
///
/// With `n` held-out items of a user and the hits within the first `k`: recall = hits / n; ndcg = Σ
/// 1/log2(rank + 1) over hits, divided by the same sum for min(k, n) hits at the top; hr = whether
/// there is a hit; mrr = 1 / rank of the first; coverage = distinct items in all first `k`.
///
/// @param users that had held-out items
/// @param byName like `ndcg@20`
public record Metrics(int users, SortedMap<String, Double> byName) {
  public static final List<Integer> CUTOFFS = List.of(10, 20, 50, 100);

  /// What candidates are chosen by, and the gate decides on.
  public static final String DECIDING = "ndcg@20";

  /// What each user has by itself, in the order of [#ofUser].
  static final List<String> OF_USER = List.of("recall", "ndcg", "hr", "mrr");

  public Metrics {
    byName = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  /// The metric of that name, which must have been measured.
  public double get(String name) {
    Double value = byName.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no metric " + name);
    }
    return value;
  }

  public double deciding() {
    return get(DECIDING);
  }

  /// One user's figures, those of [#OF_USER] for one cutoff after the other.
  ///
  /// @param ranked how many items the user's list has
  /// @param truth how many items the user holds out, at least 1
  /// @param hit whether the item of a rank is one of them
  static double[] ofUser(List<Integer> cutoffs, int ranked, int truth, BitSet hit) {
    double[] figures = new double[cutoffs.size() * OF_USER.size()];
    for (int at = 0; at < cutoffs.size(); at++) {
      int cutoff = cutoffs.get(at);
      int hits = 0;
      double gain = 0;
      double first = 0;
      for (int rank = hit.nextSetBit(0);
          rank >= 0 && rank < Math.min(cutoff, ranked);
          rank = hit.nextSetBit(rank + 1)) {
        first = hits++ == 0 ? 1.0 / (rank + 1) : first;
        gain += discount(rank);
      }
      double ideal = 0;
      for (int rank = 0; rank < Math.min(cutoff, truth); rank++) {
        ideal += discount(rank);
      }
      int from = at * OF_USER.size();
      figures[from] = (double) hits / truth;
      figures[from + 1] = gain / ideal;
      figures[from + 2] = hits > 0 ? 1 : 0;
      figures[from + 3] = first;
    }
    return figures;
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 2);
  }

  /// Adds up one user after the other. Not safe for threads; parts can be joined in order.
  public static final class Tally {
    private final List<Integer> cutoffs;
    private final double[] sums;
    private final BitSet[] covered;
    private int users;

    public Tally(List<Integer> cutoffs) {
      this.cutoffs = List.copyOf(cutoffs);
      this.sums = new double[cutoffs.size() * OF_USER.size()];
      this.covered = new BitSet[cutoffs.size()];
      for (int at = 0; at < covered.length; at++) {
        covered[at] = new BitSet();
      }
    }

    /// Counts one user.
    ///
    /// @param ranked distinct items, best first; as many as there are, up to the largest cutoff
    /// @param truth how many items the user holds out, at least 1
    /// @param hit whether the item of a rank is one of them
    public void add(int[] ranked, int truth, BitSet hit) {
      users++;
      double[] ofUser = ofUser(cutoffs, ranked.length, truth, hit);
      for (int at = 0; at < sums.length; at++) {
        sums[at] += ofUser[at];
      }
      for (int at = 0; at < covered.length; at++) {
        for (int rank = 0; rank < Math.min(cutoffs.get(at), ranked.length); rank++) {
          covered[at].set(ranked[rank]);
        }
      }
    }

    void join(Tally other) {
      users += other.users;
      for (int at = 0; at < sums.length; at++) {
        sums[at] += other.sums[at];
      }
      for (int at = 0; at < covered.length; at++) {
        covered[at].or(other.covered[at]);
      }
    }

    public Metrics metrics() {
      SortedMap<String, Double> byName = new TreeMap<>();
      double count = Math.max(1, users);
      for (int at = 0; at < cutoffs.size(); at++) {
        int cutoff = cutoffs.get(at);
        for (int field = 0; field < OF_USER.size(); field++) {
          byName.put(OF_USER.get(field) + "@" + cutoff, sums[at * OF_USER.size() + field] / count);
        }
        byName.put("coverage@" + cutoff, (double) covered[at].cardinality());
      }
      return new Metrics(users, byName);
    }
  }
}
