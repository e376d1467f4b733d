package io.waymark.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Recommendations of many users beside what they hold out. Hold everything first, then recommend:
/// lists of users that hold nothing out are passed over.
public final class RankedLists {
  private record Slot(int item, double position) {}

  private static final class User {
    private final Set<Integer> held = new HashSet<>();
    private final List<Slot> slots = new ArrayList<>();
  }

  private final Map<String, User> users = new LinkedHashMap<>();
  private final Map<String, Integer> items = new HashMap<>();
  private int duplicates;

  /// Users that hold something out, in the order they came.
  public Set<String> users() {
    return Collections.unmodifiableSet(users.keySet());
  }

  public void hold(String user, String item) {
    users.computeIfAbsent(user, _ -> new User()).held.add(number(item));
  }

  /// Adds one slot of a list.
  ///
  /// @param position lower comes first; equal ones in the order of calls
  public void recommend(String user, String item, double position) {
    User known = users.get(user);
    if (known != null) {
      known.slots.add(new Slot(number(item), position));
    }
  }

  private int number(String item) {
    return items.computeIfAbsent(item, _ -> items.size());
  }

  /// The same holdout, and no lists yet.
  public RankedLists withoutLists() {
    RankedLists same = new RankedLists();
    items.forEach((item, number) -> same.items.put(item, number));
    users.forEach(
        (name, user) -> same.users.computeIfAbsent(name, _ -> new User()).held.addAll(user.held));
    return same;
  }

  public int usersWithoutList() {
    return (int) users.values().stream().filter(user -> user.slots.isEmpty()).count();
  }

  /// Items that stood in a list before, found by the last measurement; only the first counts.
  public int duplicates() {
    return duplicates;
  }

  /// What lists are worth.
  ///
  /// @param metrics means, and what all lists have together
  public record Measured(Metrics metrics, UserMetrics byUser) {}

  /// How common items are where nothing is recommended.
  ///
  /// @param users among whom it was counted
  /// @param byItem how many of them met an item; all items there are
  public record Commonness(int users, Map<String, Integer> byItem) {
    public static final Commonness UNKNOWN = new Commonness(0, Map.of());

    public Commonness {
      byItem = Map.copyOf(byItem);
    }
  }

  /// Measures all lists. Beside what [Metrics] says: `gini`, how unevenly places go to items, 0
  /// where all have the same and near 1 where one has all, over the items of `commonness`, or those
  /// that are named here where it is unknown; `novelty`, the mean of `-log2` of the share of users
  /// who met a recommended item, one that nobody met counted as met by one; only where known.
  public Measured measure(List<Integer> cutoffs, Commonness commonness) {
    int most = Collections.max(cutoffs);
    Metrics.Tally tally = new Metrics.Tally(cutoffs);
    Map<String, double[]> byUser = new LinkedHashMap<>();
    int[][] places = new int[cutoffs.size()][items.size()];
    duplicates = 0;
    users.forEach(
        (name, user) -> {
          int[] top = top(user, most);
          BitSet hit = new BitSet();
          for (int rank = 0; rank < top.length; rank++) {
            hit.set(rank, user.held.contains(top[rank]));
            for (int at = 0; at < places.length; at++) {
              places[at][top[rank]] += rank < cutoffs.get(at) ? 1 : 0;
            }
          }
          tally.add(top, user.held.size(), hit);
          byUser.put(name, Metrics.ofUser(cutoffs, top.length, user.held.size(), hit));
        });
    Metrics metrics = tally.metrics();
    SortedMap<String, Double> byName = new TreeMap<>(metrics.byName());
    Set<String> known = new HashSet<>(commonness.byItem().keySet());
    known.addAll(items.keySet());
    for (int at = 0; at < places.length; at++) {
      byName.put("gini@" + cutoffs.get(at), gini(places[at], known.size()));
      if (commonness.users() > 0) {
        byName.put("novelty@" + cutoffs.get(at), novelty(places[at], commonness));
      }
    }
    return new Measured(new Metrics(metrics.users(), byName), new UserMetrics(cutoffs, byUser));
  }

  private int[] top(User user, int most) {
    user.slots.sort(Comparator.comparingDouble(Slot::position));
    Set<Integer> seen = new LinkedHashSet<>();
    user.slots.forEach(slot -> duplicates += seen.add(slot.item()) ? 0 : 1);
    return seen.stream().limit(most).mapToInt(Integer::intValue).toArray();
  }

  /// @param all items, of which those without a place may be missing in `places`
  private static double gini(int[] places, int all) {
    int[] rising = places.clone();
    Arrays.sort(rising);
    int missing = all - rising.length;
    double total = 0;
    double weighed = 0;
    for (int at = 0; at < rising.length; at++) {
      total += rising[at];
      weighed += (2.0 * (missing + at + 1) - all - 1) * rising[at];
    }
    return total == 0 ? 0 : weighed / (all * total);
  }

  private double novelty(int[] places, Commonness commonness) {
    double bits = 0;
    double total = 0;
    for (Map.Entry<String, Integer> item : items.entrySet()) {
      int times = places[item.getValue()];
      int met = Math.max(1, commonness.byItem().getOrDefault(item.getKey(), 0));
      bits -= times * Math.log((double) met / commonness.users()) / Math.log(2);
      total += times;
    }
    return total == 0 ? 0 : bits / total;
  }
}
