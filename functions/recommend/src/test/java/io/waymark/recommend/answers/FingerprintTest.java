package io.waymark.recommend.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.interactions.InteractionType;
import io.waymark.recommend.history.PastEvent;
import io.waymark.tenancy.ItemId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private static PastEvent event(String item, InteractionType type, double weight, Instant time) {
    return new PastEvent(new ItemId(item), type, weight, time);
  }

  @Test
  void differsWithEachPartOfAnEventAndTheirOrder() {
    PastEvent one = event("a", InteractionType.VIEW, 1, NOON);
    PastEvent other = event("b", InteractionType.VIEW, 1, NOON);
    List<List<PastEvent>> histories =
        List.of(
            List.of(),
            List.of(one),
            List.of(other),
            List.of(one, other),
            List.of(other, one),
            List.of(one, one),
            List.of(event("a", InteractionType.CLICK, 1, NOON)),
            List.of(event("a", InteractionType.VIEW, 2, NOON)),
            List.of(event("a", InteractionType.VIEW, 1, NOON.plusNanos(1))),
            List.of(event("a", InteractionType.VIEW, 1, NOON.plusSeconds(1))),
            List.of(event("av", new InteractionType("iew"), 1, NOON)));
    assertThat(histories.stream().map(Fingerprint::ofEvents)).doesNotHaveDuplicates();
    assertThat(Fingerprint.ofEvents(List.of(event("a", InteractionType.VIEW, 1, NOON))))
        .isEqualTo(Fingerprint.ofEvents(List.of(one)));
  }

  @Test
  void ofItemsIsTheSameInAnyOrder() {
    List<ItemId> items = Stream.of("b", "a", "c").map(ItemId::new).toList();
    assertThat(Fingerprint.ofItems(items))
        .isEqualTo(Fingerprint.ofItems(items.reversed()))
        .isNotEqualTo(Fingerprint.ofItems(items.subList(0, 2)))
        .isNotEqualTo(Fingerprint.ofItems(Set.of()));
    assertThat(Fingerprint.ofItems(List.of(new ItemId("ab"))))
        .isNotEqualTo(Fingerprint.ofItems(Stream.of("a", "b").map(ItemId::new).toList()));
  }
}
