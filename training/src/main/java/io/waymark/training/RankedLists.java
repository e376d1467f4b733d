package io.waymark.training;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  public int usersWithoutList() {
    return (int) users.values().stream().filter(user -> user.slots.isEmpty()).count();
  }

  /// Items that stood in a list before, found by the last [#measure]; only the first counts.
  public int duplicates() {
    return duplicates;
  }

  public Metrics measure(List<Integer> cutoffs) {
    int most = Collections.max(cutoffs);
    Metrics.Tally tally = new Metrics.Tally(cutoffs);
    duplicates = 0;
    for (User user : users.values()) {
      user.slots.sort(Comparator.comparingDouble(Slot::position));
      Set<Integer> seen = new HashSet<>();
      int[] ranked =
          user.slots.stream()
              .mapToInt(Slot::item)
              .filter(
                  item -> {
                    boolean first = seen.add(item);
                    duplicates += first ? 0 : 1;
                    return first;
                  })
              .toArray();
      int[] top = ranked.length > most ? java.util.Arrays.copyOf(ranked, most) : ranked;
      BitSet hit = new BitSet();
      for (int rank = 0; rank < top.length; rank++) {
        hit.set(rank, user.held.contains(top[rank]));
      }
      tally.add(top, user.held.size(), hit);
    }
    return tally.metrics();
  }
}
