package io.waymark.recommend.answers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Spreads a list over groups. Each place goes, greedily, to the candidate of the highest `(1 − d)
/// · relevance + d / (1 + n)`: relevance is the score scaled to 0–1 over the list, n how many of
/// the same group stand already. With d = 0 nothing moves, with d = 1 the groups take turns. Within
/// a group the order stays, so that a place costs one comparison per group.
final class Diversity {
  /// How many candidates are spread; those behind stay as they are.
  static final int WINDOW = 1_000;

  private Diversity() {}

  /// A candidate: where it stood, how good it is, what it is one of.
  private record Waiting(int at, double relevance) {}

  /// The positions in their new order.
  ///
  /// @param scores never rising
  /// @param groups of the same length
  static List<Integer> spread(List<Double> scores, List<?> groups, double strength) {
    Map<Object, Deque<Waiting>> waiting = new LinkedHashMap<>();
    double highest = scores.isEmpty() ? 0 : scores.getFirst();
    double range = scores.isEmpty() ? 0 : highest - scores.getLast();
    for (int at = 0; at < scores.size(); at++) {
      double relevance = range > 0 ? 1 - (highest - scores.get(at)) / range : 0;
      waiting
          .computeIfAbsent(groups.get(at), _ -> new ArrayDeque<>())
          .add(new Waiting(at, relevance));
    }
    List<Group> open = new ArrayList<>(waiting.values().stream().map(Group::new).toList());
    List<Integer> order = new ArrayList<>();
    while (!open.isEmpty()) {
      Group best = open.getFirst();
      for (Group each : open) {
        best = each.isBefore(best, strength) ? each : best;
      }
      order.add(best.take());
      if (best.waiting.isEmpty()) {
        open.remove(best);
      }
    }
    return order;
  }

  private static final class Group {
    private final Deque<Waiting> waiting;
    private int placed;

    Group(Deque<Waiting> waiting) {
      this.waiting = waiting;
    }

    boolean isBefore(Group other, double strength) {
      int compared = Double.compare(worth(strength), other.worth(strength));
      return compared > 0
          || (compared == 0 && waiting.getFirst().at() < other.waiting.getFirst().at());
    }

    private double worth(double strength) {
      return (1 - strength) * waiting.getFirst().relevance() + strength / (1.0 + placed);
    }

    int take() {
      placed++;
      return waiting.removeFirst().at();
    }
  }
}
