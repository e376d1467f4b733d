package io.waymark.recommend.answers;

import io.waymark.interactions.InteractionType;
import io.waymark.model.History;
import io.waymark.model.ItemIndex;
import io.waymark.recommend.history.PastEvent;
import io.waymark.tenancy.ItemId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What speaks for a user's liking: one entry per item with the strongest weight of its events, as
/// training has it, ordered by time of the newest. An item whose newest statement is negative is
/// none.
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
  private final Set<ItemId> disliked = new HashSet<>();

  /// Reads a history that stands newest first.
  static Taste of(List<PastEvent> newestFirst) {
    Taste taste = new Taste();
    for (PastEvent event : newestFirst.reversed()) {
      if (event.weight() < 0) {
        taste.likings.remove(event.item());
        taste.disliked.add(event.item());
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

  private void like(PastEvent event) {
    disliked.remove(event.item());
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
    return Optional.ofNullable(likings.get(item)).map(Liking::type);
  }

  /// The part a model knows, oldest first.
  History historyIn(ItemIndex items, Instant now) {
    List<Map.Entry<ItemId, Liking>> known = new ArrayList<>(likings.size());
    for (Map.Entry<ItemId, Liking> liking : likings.entrySet()) {
      if (items.position(liking.getKey()) != ItemIndex.ABSENT) {
        known.add(liking);
      }
    }
    int[] positions = new int[known.size()];
    float[] weights = new float[known.size()];
    float[] ages = new float[known.size()];
    for (int at = 0; at < positions.length; at++) {
      Liking liking = known.get(at).getValue();
      positions[at] = items.position(known.get(at).getKey());
      weights[at] = (float) liking.weight();
      ages[at] = Math.max(0, now.getEpochSecond() - liking.newest().getEpochSecond());
    }
    return new History(positions, weights, new long[positions.length], ages);
  }
}
