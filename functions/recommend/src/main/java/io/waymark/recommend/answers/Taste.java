package io.waymark.recommend.answers;

import io.waymark.interactions.InteractionType;
import io.waymark.model.Evidence;
import io.waymark.model.History;
import io.waymark.model.ItemIndex;
import io.waymark.recommend.history.PastEvent;
import io.waymark.tenancy.ItemId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/// What speaks for a user's liking: one entry per item with the strongest weight of its events, as
/// training has it, ordered by time of the newest. An item whose newest statement is negative is
/// none, but a low rating is evidence for models that were trained to take it so.
final class Taste {
  /// @param weight of the event that weighs most, as in training
  /// @param type of that event
  private record Liking(double weight, InteractionType type, Instant newest) {
    static Liking of(PastEvent event) {
      return new Liking(event.weight(), event.type(), event.time());
    }

    Liking and(PastEvent event) {
      return event.weight() >= weight ? of(event) : new Liking(weight, type, event.time());
    }
  }

  private final SequencedMap<ItemId, Liking> likings = new LinkedHashMap<>();
  private final Map<ItemId, Liking> ratedLow = new HashMap<>();
  private final Set<ItemId> disliked = new HashSet<>();

  /// Reads a history that stands newest first.
  static Taste of(List<PastEvent> newestFirst) {
    Taste taste = new Taste();
    for (PastEvent event : newestFirst.reversed()) {
      if (event.weight() < 0) {
        taste.dislike(event);
      } else if (event.weight() > 0) {
        taste.like(event);
      }
    }
    return taste;
  }

  /// Adds what happens right now, stronger than nothing and weaker than what was done.
  void addNow(List<ItemId> items, Instant now) {
    items.forEach(item -> like(new PastEvent(item, InteractionType.VIEW, 1, now)));
  }

  private void dislike(PastEvent event) {
    likings.remove(event.item());
    ratedLow.remove(event.item());
    disliked.add(event.item());
    if (event.type().equals(InteractionType.RATING)) {
      ratedLow.put(event.item(), Liking.of(event));
    }
  }

  private void like(PastEvent event) {
    disliked.remove(event.item());
    ratedLow.remove(event.item());
    Liking before = likings.remove(event.item());
    likings.put(event.item(), before == null ? Liking.of(event) : before.and(event));
  }

  Set<ItemId> liked() {
    return likings.keySet();
  }

  Set<ItemId> disliked() {
    return disliked;
  }

  Optional<InteractionType> typeOf(ItemId item) {
    return Optional.ofNullable(likings.getOrDefault(item, ratedLow.get(item))).map(Liking::type);
  }

  private List<Map.Entry<ItemId, Liking>> evidenceOf(Evidence evidence) {
    return switch (evidence) {
      case LIKED -> List.copyOf(likings.entrySet());
      case CHOSEN ->
          Stream.concat(likings.entrySet().stream(), ratedLow.entrySet().stream())
              .sorted(Comparator.comparing(each -> each.getValue().newest()))
              .toList();
    };
  }

  /// The items that speak to a model, as far as it knows them, oldest first.
  List<ItemId> evidence(ItemIndex items, Evidence evidence) {
    return evidenceOf(evidence).stream()
        .map(Map.Entry::getKey)
        .filter(item -> items.position(item) != ItemIndex.ABSENT)
        .toList();
  }

  /// The part a model knows, oldest first.
  History historyIn(ItemIndex items, Evidence evidence, Instant now) {
    return historyIn(items, evidence, now, Set.of());
  }

  /// As if some had not happened.
  History historyIn(ItemIndex items, Evidence evidence, Instant now, Set<ItemId> leftOut) {
    List<Map.Entry<ItemId, Liking>> known = new ArrayList<>(evidenceOf(evidence));
    known.removeIf(
        each ->
            leftOut.contains(each.getKey()) || items.position(each.getKey()) == ItemIndex.ABSENT);
    int[] positions = new int[known.size()];
    float[] weights = new float[known.size()];
    float[] ages = new float[known.size()];
    for (int at = 0; at < positions.length; at++) {
      Liking liking = known.get(at).getValue();
      positions[at] = items.position(known.get(at).getKey());
      weights[at] = evidence == Evidence.CHOSEN ? 1 : (float) liking.weight();
      ages[at] = Math.max(0, now.getEpochSecond() - liking.newest().getEpochSecond());
    }
    return new History(positions, weights, new long[positions.length], ages);
  }
}
