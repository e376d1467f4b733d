package io.waymark.recommend.answers;

import io.waymark.recommend.answers.Candidate.Tier;
import io.waymark.recommend.answers.Question.Pin;
import io.waymark.tenancy.ItemId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The slots of a list, made of its candidates: boosts put them into another order, pins take their
/// places among them. Scores are in (0, 1] and never rise.
final class Slots {
  /// A candidate with the score after boosts.
  private record Boosted(Candidate candidate, double score) {}

  /// One place of a list.
  ///
  /// @param candidate empty where the place is pinned
  record Slot(ItemId item, double score, Optional<Candidate> candidate) {}

  private final List<Slot> slots = new ArrayList<>();
  private double above = 1;

  private Slots() {}

  /// The first `count` slots, fewer where there are fewer candidates and pins.
  ///
  /// @param pins each of an item that may come
  static List<Slot> of(List<Candidate> candidates, Boosts boosts, List<Pin> pins, int count) {
    Slots made = new Slots();
    made.fill(boosted(candidates, boosts), pins, count);
    return List.copyOf(made.slots);
  }

  /// Each score times the factors of its boosts, in that order, brought back into (0, 1] by the
  /// highest where that is above 1.
  private static List<Boosted> boosted(List<Candidate> candidates, Boosts boosts) {
    if (boosts.isEmpty()) {
      return candidates.stream().map(each -> new Boosted(each, each.score())).toList();
    }
    List<Boosted> boosted =
        candidates.stream()
            .map(each -> new Boosted(each, each.score() * boosts.factor(each.item())))
            .sorted(
                Comparator.comparing((Boosted each) -> each.candidate().tier())
                    .thenComparing(Comparator.comparingDouble(Boosted::score).reversed()))
            .toList();
    double highest =
        boosted.stream()
            .filter(each -> each.candidate().tier() == Tier.USUAL)
            .mapToDouble(Boosted::score)
            .reduce(1, Math::max);
    return boosted.stream()
        .map(each -> new Boosted(each.candidate(), each.score() / highest))
        .toList();
  }

  /// A pin behind the end of the list stands at its end.
  private void fill(List<Boosted> boosted, List<Pin> pins, int count) {
    NavigableMap<Integer, ItemId> pinned = new TreeMap<>();
    pins.forEach(pin -> pinned.put(pin.position(), pin.item()));
    Set<ItemId> taken = new HashSet<>(pinned.values());
    Iterator<Boosted> others =
        boosted.stream().filter(each -> !taken.contains(each.candidate().item())).iterator();
    while (slots.size() < count && (others.hasNext() || !pinned.isEmpty())) {
      boolean due = !pinned.isEmpty() && pinned.firstKey() <= slots.size() + 1;
      if (due || !others.hasNext()) {
        slots.add(new Slot(pinned.pollFirstEntry().getValue(), above, Optional.empty()));
      } else {
        Boosted next = others.next();
        above = Math.min(above, Candidate.rounded(next.score()));
        slots.add(new Slot(next.candidate().item(), above, Optional.of(next.candidate())));
      }
    }
  }
}
