package io.waymark.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.ingest.event.InteractionStore.Appended;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every store of events does.
abstract class InteractionStoreContract {
  static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final TenantId shop = new TenantId("shop-" + UUID.randomUUID());
  private final TenantId rival = new TenantId("rival-" + UUID.randomUUID());

  abstract InteractionStore store();

  abstract List<HistoryRow> history(TenantId tenant, UserId user);

  @Test
  void i1_writesARowThatCanBeReadBack() {
    HistoryRow row = row(shop, "e1", "u1", "i1", NOON);
    assertThat(store().append(shop, row)).isEqualTo(Appended.WRITTEN);
    assertThat(history(shop, new UserId("u1"))).containsExactly(row);
  }

  @Test
  void i2_writesAnEventOnceEvenIfItsContentDiffers() {
    HistoryRow first = row(shop, "e1", "u1", "i1", NOON);
    assertThat(store().append(shop, first)).isEqualTo(Appended.WRITTEN);
    assertThat(store().append(shop, row(shop, "e1", "u1", "i2", NOON.plusSeconds(1))))
        .isEqualTo(Appended.KNOWN);
    assertThat(history(shop, new UserId("u1"))).containsExactly(first);
  }

  @Test
  void keepsTenantsApart() {
    assertThat(store().append(shop, row(shop, "e1", "u1", "i1", NOON))).isEqualTo(Appended.WRITTEN);
    assertThat(store().append(rival, row(rival, "e1", "u1", "i9", NOON)))
        .isEqualTo(Appended.WRITTEN);
    assertThat(history(rival, new UserId("u1"))).hasSize(1);
  }

  @Test
  void i2_writesAnEventOnceWhenManySendItAtOnce() throws Exception {
    HistoryRow row = row(shop, "contended", "u2", "i1", NOON);
    List<Future<Appended>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int sender = 0; sender < 8; sender++) {
        all.add(threads.submit(() -> store().append(shop, row)));
      }
    }
    int written = 0;
    for (Future<Appended> each : all) {
      written += each.get() == Appended.WRITTEN ? 1 : 0;
    }
    assertThat(written).isEqualTo(1);
    assertThat(history(shop, new UserId("u2"))).containsExactly(row);
  }

  static HistoryRow row(TenantId tenant, String id, String user, String item, Instant time) {
    Interaction interaction =
        new Interaction(
            new UserId(user),
            new ItemId(item),
            InteractionType.PURCHASE,
            Optional.of(time),
            InteractionDetails.NONE,
            Optional.of(new EventId(id)));
    return new HistoryRow(tenant, new EventId(id), time, interaction, false, Optional.empty());
  }
}
