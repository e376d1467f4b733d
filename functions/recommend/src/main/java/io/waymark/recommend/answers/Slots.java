package io.waymark.recommend.answers;

import io.waymark.model.catalogue.Catalogue;
import io.waymark.recommend.answers.Candidate.Tier;
import io.waymark.recommend.answers.Question.Pin;
import io.waymark.recommend.answers.Question.Spread;
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

/// The slots of one page, made of its list's candidates: boosts put them into another order,
/// diversity spreads them, pins take their places, and what was shown before goes. Scores are in
/// (0, 1] and never rise.
final class Slots {
  /// A candidate with the score after boosts.
  ///
  /// @param spread whether diversity moved it
  private record Placed(Candidate candidate, double score, boolean spread) {}

  /// One place of a list.
  ///
  /// @param position from 1, over all pages
  /// @param candidate empty where the place is pinned
  record Slot(
      ItemId item, int position, double score, boolean spread, Optional<Candidate> candidate) {}

  /// A page.
  ///
  /// @param more whether anything is left for another page
  record Cut(List<Slot> slots, boolean more) {
    Cut {
      slots = List.copyOf(slots);
    }
  }

  private final List<Candidate> candidates;
  private final Boosts boosts;

  Slots(List<Candidate> candidates, Boosts boosts) {
    this.candidates = candidates;
    this.boosts = boosts;
  }

  /// The next page.
  ///
  /// @param pins each of an item that may come
  Cut cut(Spread spread, List<Pin> pins, Seen seen, int count) {
    List<Placed> ordered = boosted();
    return page(spread.strength() > 0 ? spread(ordered, spread) : ordered, pins, seen, count);
  }

  /// Each score times the factors of its boosts, in that order, brought back into (0, 1] by the
  /// highest where that is above 1.
  private List<Placed> boosted() {
    if (boosts.isEmpty()) {
      return candidates.stream().map(each -> new Placed(each, each.score(), false)).toList();
    }
    List<Placed> boosted =
        candidates.stream()
            .map(each -> new Placed(each, each.score() * boosts.factor(each.item()), false))
            .sorted(
                Comparator.comparing((Placed each) -> each.candidate().tier())
                    .thenComparing(Comparator.comparingDouble(Placed::score).reversed()))
            .toList();
    double highest =
        boosted.stream()
            .filter(each -> each.candidate().tier() == Tier.USUAL)
            .mapToDouble(Placed::score)
            .reduce(1, Math::max);
    return boosted.stream()
        .map(each -> new Placed(each.candidate(), each.score() / highest, false))
        .toList();
  }

  private List<Placed> spread(List<Placed> ordered, Spread spread) {
    Catalogue catalogue = boosts.catalogue();
    List<Placed> usual =
        ordered.stream()
            .filter(each -> each.candidate().tier() == Tier.USUAL)
            .limit(Diversity.WINDOW)
            .toList();
    List<Integer> order =
        Diversity.spread(
            usual.stream().map(Placed::score).toList(),
            usual.stream()
                .map(each -> catalogue.find(each.candidate().item()))
                .map(item -> item.map(known -> known.value(spread.by())).orElse(""))
                .toList(),
            spread.strength());
    List<Placed> all = new ArrayList<>();
    for (int from : order) {
      Placed each = usual.get(from);
      all.add(new Placed(each.candidate(), each.score(), from != all.size()));
    }
    all.addAll(ordered.subList(usual.size(), ordered.size()));
    return all;
  }

  /// A pin behind the end of the list stands at its end; one whose place was on a page before is
  /// gone.
  private static Cut page(List<Placed> ordered, List<Pin> pins, Seen seen, int count) {
    int before = seen.marks().size();
    NavigableMap<Integer, ItemId> pinned = new TreeMap<>();
    pins.stream()
        .filter(pin -> pin.position() > before && !seen.holds(pin.item()))
        .forEach(pin -> pinned.put(pin.position(), pin.item()));
    Set<ItemId> reserved = new HashSet<>(pinned.values());
    Iterator<Placed> others =
        ordered.stream()
            .filter(each -> !reserved.contains(each.candidate().item()))
            .filter(each -> !seen.holds(each.candidate().item()))
            .iterator();
    List<Slot> slots = new ArrayList<>();
    double above = seen.above();
    while (slots.size() < count && (others.hasNext() || !pinned.isEmpty())) {
      int position = before + slots.size() + 1;
      boolean due = !pinned.isEmpty() && pinned.firstKey() <= position;
      if (due || !others.hasNext()) {
        ItemId item = pinned.pollFirstEntry().getValue();
        slots.add(new Slot(item, position, above, false, Optional.empty()));
      } else {
        Placed next = others.next();
        above = Math.min(above, Candidate.rounded(next.score()));
        slots.add(
            new Slot(
                next.candidate().item(),
                position,
                above,
                next.spread(),
                Optional.of(next.candidate())));
      }
    }
    return new Cut(slots, others.hasNext() || !pinned.isEmpty());
  }
}
