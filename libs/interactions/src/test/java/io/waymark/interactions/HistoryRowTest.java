package io.waymark.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HistoryRowTest {
  private static final Instant TIME = Instant.parse("2026-02-28T12:00:00Z");

  @Test
  void roundTrips() {
    HistoryRow row = row("e#1", Optional.of(TIME), InteractionType.PURCHASE);
    assertThat(row.partition()).isEqualTo("4:demo#2:u1");
    assertThat(row.sortKey()).isEqualTo("2026-02-28T12:00:00.000Z#e#1");
    assertThat(HistoryRow.of(row.toItem())).isEqualTo(row);
    HistoryRow untimed = row("e2", Optional.empty(), InteractionType.VIEW);
    assertThat(HistoryRow.of(untimed.toItem())).isEqualTo(untimed);
  }

  @Test
  void keepsWhatWasOnlyShownApart() {
    HistoryRow row = row("e1", Optional.of(TIME), InteractionType.IMPRESSION);
    assertThat(row.partition()).isEqualTo("4:demo#2:u1#5:shown");
    assertThat(HistoryRow.of(row.toItem())).isEqualTo(row);
  }

  @Test
  void refusesARowThatIsNone() {
    Map<String, AttributeValue> item =
        new HashMap<>(row("e1", Optional.of(TIME), InteractionType.VIEW).toItem());
    item.remove("item");
    assertThatThrownBy(() -> HistoryRow.of(item))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("item");
  }

  private static HistoryRow row(String id, Optional<Instant> timestamp, InteractionType type) {
    return new HistoryRow(
        new TenantId("demo"),
        new EventId(id),
        TIME,
        new Interaction(
            new UserId("u1"),
            new ItemId("i1"),
            type,
            timestamp,
            new InteractionDetails(
                OptionalDouble.of(4.5),
                OptionalDouble.of(20),
                OptionalDouble.empty(),
                Optional.of("r1"),
                OptionalInt.of(2)),
            Optional.of(new EventId(id))),
        true,
        Optional.of(TIME.plusSeconds(60)));
  }
}
