package io.waymark.recommend.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.answers.Placement;
import io.waymark.recommend.answers.Cursors.Read;
import io.waymark.recommend.answers.Question.Arrangement;
import io.waymark.recommend.answers.Question.Limits;
import io.waymark.recommend.answers.Question.Page;
import io.waymark.recommend.answers.Question.Spread;
import io.waymark.recommend.answers.Slots.Slot;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// R20
class CursorsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T05:06:07.089Z");
  private static final TenantId TENANT = new TenantId("demo");
  private static final Question QUESTION = question("item.price > 1", Set.of("a", "b"), 10);
  private static final Seen SEEN =
      Seen.NOTHING.and(slots(1_000), Optional.of(new ModelVersion("20260102T030405Z-f0e1d2")));

  private final Cursors cursors = new Cursors(new byte[32]);

  private static Question question(String filter, Set<String> excluded, int count) {
    return new Question(
        Placement.FOR_YOU,
        new Page(count, false),
        Optional.of(new UserId("ann")),
        List.of(),
        new Limits(
            filter, Set.copyOf(excluded.stream().map(ItemId::new).toList()), Set.of(), List.of()),
        new Arrangement(List.of(), List.of(), new Spread(0, Spread.BY), 0.1),
        Optional.empty(),
        Optional.empty());
  }

  private static List<Slot> slots(int count) {
    return IntStream.range(0, count)
        .mapToObj(at -> new Slot(new ItemId("item-" + at), at + 1, 0.25, false, Optional.empty()))
        .toList();
  }

  private String refusal(TenantId tenant, Question question, String cursor, Instant now) {
    return switch (cursors.read(tenant, question, cursor, now)) {
      case Read.Refused(String message) -> message;
      case Read.Usable usable -> throw new AssertionError(usable);
    };
  }

  @Test
  void carryAThousandItems() {
    String cursor = cursors.write(TENANT, QUESTION, SEEN, NOW);
    assertThat(cursor).hasSizeLessThan(7_000).matches("[A-Za-z0-9_-]+");
    Seen read = ((Read.Usable) cursors.read(TENANT, QUESTION, cursor, NOW)).seen();
    assertThat(read).isEqualTo(SEEN);
    assertThat(read.marks()).hasSize(1_000);
    assertThat(read.holds(new ItemId("item-999"))).isTrue();
    assertThat(read.holds(new ItemId("item-1000"))).isFalse();
  }

  @Test
  void carryWhatTheListWasBegunWith() {
    Seen seen = SEEN.of(new Seen.Begun(new ModelName("m".repeat(63)), 248));
    String cursor = cursors.write(TENANT, QUESTION, seen, NOW);
    assertThat(((Read.Usable) cursors.read(TENANT, QUESTION, cursor, NOW)).seen()).isEqualTo(seen);
  }

  @Test
  void liveThirtyMinutes() {
    String cursor = cursors.write(TENANT, QUESTION, SEEN, NOW);
    Instant last = NOW.plus(Duration.ofMinutes(30)).minusMillis(1);
    assertThat(cursors.read(TENANT, QUESTION, cursor, last)).isInstanceOf(Read.Usable.class);
    assertThat(refusal(TENANT, QUESTION, cursor, last.plusMillis(1)))
        .startsWith("is older than 30 minutes");
  }

  @Test
  void belongToOneRequest() {
    String cursor = cursors.write(TENANT, QUESTION, SEEN, NOW);
    assertThat(cursors.read(TENANT, question("item.price > 1", Set.of("b", "a"), 3), cursor, NOW))
        .isInstanceOf(Read.Usable.class);
    assertThat(refusal(TENANT, question("item.price > 2", Set.of("a", "b"), 10), cursor, NOW))
        .startsWith("belongs to another request");
    assertThat(refusal(TENANT, question("item.price > 1", Set.of("ab"), 10), cursor, NOW))
        .startsWith("belongs to another request");
  }

  @Test
  void areNotBelievedFromAnyoneElse() {
    String cursor = cursors.write(TENANT, QUESTION, Seen.NOTHING, NOW);
    String notOurs = "must be the next_cursor of the page before";
    assertThat(refusal(new TenantId("rival"), QUESTION, cursor, NOW)).isEqualTo(notOurs);
    assertThat(refusal(TENANT, QUESTION, "no cursor of ours!", NOW)).isEqualTo(notOurs);
    assertThat(refusal(TENANT, QUESTION, "abc", NOW)).isEqualTo(notOurs);
    byte[] otherKey = new byte[32];
    otherKey[5] = 1;
    String foreign = new Cursors(otherKey).write(TENANT, QUESTION, Seen.NOTHING, NOW);
    assertThat(refusal(TENANT, QUESTION, foreign, NOW)).isEqualTo(notOurs);
    for (int at = 0; at < cursor.length() - 1; at++) {
      char other = cursor.charAt(at) == 'A' ? 'B' : 'A';
      String changed = cursor.substring(0, at) + other + cursor.substring(at + 1);
      assertThat(refusal(TENANT, QUESTION, changed, NOW)).as("changed at " + at).isEqualTo(notOurs);
    }
    assertThatThrownBy(() -> new Cursors(new byte[8])).hasMessageContaining("32 bytes");
  }
}
