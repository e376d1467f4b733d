package io.waymark.recommend.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.interactions.InteractionType;
import io.waymark.interactions.InteractionWeights;
import io.waymark.model.Evidence;
import io.waymark.model.ItemIndex;
import io.waymark.recommend.history.PastEvent;
import io.waymark.tenancy.ItemId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// What speaks for a user is what training and the command line take as evidence.
class TasteTest {
  private static final ItemId ITEM = new ItemId("a");
  private static final ItemIndex ITEMS = ItemIndex.of(List.of(ITEM));
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  /// Events on one item, oldest first: `purchase`, `rating 2`.
  private static Taste taste(String... events) {
    List<PastEvent> newestFirst = new ArrayList<>();
    for (String event : events) {
      String[] parts = event.split(" ");
      InteractionType type = new InteractionType(parts[0]);
      OptionalDouble rating =
          parts.length > 1
              ? OptionalDouble.of(Double.parseDouble(parts[1]))
              : OptionalDouble.empty();
      newestFirst.addFirst(
          new PastEvent(
              ITEM,
              type,
              InteractionWeights.of(type, rating),
              NOW.minusSeconds(100).plusSeconds(newestFirst.size())));
    }
    return Taste.of(newestFirst);
  }

  private static void assertSpeaks(Taste taste, boolean liked, boolean chosen) {
    assertThat(taste.historyIn(ITEMS, Evidence.LIKED, NOW).isEmpty()).isEqualTo(!liked);
    assertThat(taste.historyIn(ITEMS, Evidence.CHOSEN, NOW).isEmpty()).isEqualTo(!chosen);
  }

  @Test
  void takesALowRatingAsEvidenceWhereTrainingDid() {
    assertSpeaks(taste("rating 2"), false, true);
    assertSpeaks(taste("purchase", "rating 1"), false, true);
    assertSpeaks(taste("rating 1", "purchase"), true, true);
    assertSpeaks(taste("rating 5"), true, true);
    assertThat(taste("rating 2").disliked()).containsExactly(ITEM);
    assertThat(taste("rating 2").typeOf(ITEM)).contains(InteractionType.RATING);
  }

  @Test
  void neverTakesARefusalAsEvidence() {
    assertSpeaks(taste("dislike"), false, false);
    assertSpeaks(taste("purchase", "remove"), false, false);
    assertSpeaks(taste("rating 2", "dislike"), false, false);
    assertSpeaks(taste("dislike", "rating 2"), false, true);
    assertSpeaks(taste("impression"), false, false);
  }
}
