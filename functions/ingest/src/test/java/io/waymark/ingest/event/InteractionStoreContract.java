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
import java.util.Collections;
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

  private Appended append(TenantId tenant, HistoryRow row) {
    return store().append(tenant, List.of(row)).getFirst();
  }

  @Test
  void i1_writesARowThatCanBeReadBack() {
    HistoryRow row = row(shop, "e1", "u1", "i1", NOON);
    assertThat(append(shop, row)).isEqualTo(Appended.WRITTEN);
    assertThat(history(shop, new UserId("u1"))).containsExactly(row);
  }

  @Test
  void i2_writesAnEventOnceEvenIfItsContentDiffers() {
    HistoryRow first = row(shop, "e1", "u1", "i1", NOON);
    assertThat(append(shop, first)).isEqualTo(Appended.WRITTEN);
    assertThat(append(shop, row(shop, "e1", "u1", "i2", NOON.plusSeconds(1))))
        .isEqualTo(Appended.KNOWN);
    assertThat(history(shop, new UserId("u1"))).containsExactly(first);
  }

  @Test
  void keepsTenantsApart() {
    assertThat(append(shop, row(shop, "e1", "u1", "i1", NOON))).isEqualTo(Appended.WRITTEN);
    assertThat(append(rival, row(rival, "e1", "u1", "i9", NOON))).isEqualTo(Appended.WRITTEN);
    assertThat(history(rival, new UserId("u1"))).hasSize(1);
  }

  @Test
  void i2_writesAnEventOnceWhenManySendItAtOnce() throws Exception {
    HistoryRow row = row(shop, "contended", "u2", "i1", NOON);
    List<Future<Appended>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int sender = 0; sender < 8; sender++) {
        all.add(threads.submit(() -> append(shop, row)));
      }
    }
    int written = 0;
    for (Future<Appended> each : all) {
      written += each.get() == Appended.WRITTEN ? 1 : 0;
    }
    assertThat(written).isEqualTo(1);
    assertThat(history(shop, new UserId("u2"))).containsExactly(row);
  }

  @Test
  void i2_writesTheNewOnesOfManyAndSaysWhichTheyAre() {
    List<HistoryRow> rows = new ArrayList<>();
    for (int at = 0; at < 130; at++) { // More than one transaction of DynamoDB has.
      rows.add(row(shop, "e" + at, "u" + at % 3, "i" + at % 40, NOON.plusSeconds(at)));
    }
    List<HistoryRow> before = List.of(rows.get(7), rows.get(64), rows.get(129));
    assertThat(store().append(shop, before)).containsOnly(Appended.WRITTEN);
    HistoryRow again = row(shop, "e8", "u8", "i8", NOON);
    rows.add(again);
    List<Appended> told = store().append(shop, rows);
    assertThat(told).hasSize(131);
    for (int at = 0; at < rows.size(); at++) {
      boolean known = before.contains(rows.get(at)) || rows.get(at).equals(again);
      assertThat(told.get(at)).as("%d", at).isEqualTo(known ? Appended.KNOWN : Appended.WRITTEN);
    }
    List<HistoryRow> kept = new ArrayList<>();
    for (int user = 0; user < 3; user++) {
      kept.addAll(history(shop, new UserId("u" + user)));
    }
    assertThat(kept).containsExactlyInAnyOrderElementsOf(rows.subList(0, 130));
    assertThat(history(shop, new UserId("u8"))).isEmpty();
    assertThat(store().append(shop, rows)).containsOnly(Appended.KNOWN);
  }

  @Test
  void writesNothingWhereThereIsNothing() {
    assertThat(store().append(shop, List.of())).isEmpty();
  }

  @Test
  void i2_writesEachOfManyOnceWhenManySendThemAtOnce() throws Exception {
    List<HistoryRow> rows = new ArrayList<>();
    for (int at = 0; at < 60; at++) {
      rows.add(row(shop, "all" + at, "u4", "i" + at, NOON.plusSeconds(at)));
    }
    List<Future<List<Appended>>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int sender = 0; sender < 4; sender++) {
        List<HistoryRow> own = rows.subList(5 * sender, 45 + 5 * sender);
        all.add(threads.submit(() -> store().append(shop, own)));
      }
    }
    int written = 0;
    for (Future<List<Appended>> each : all) {
      written += Collections.frequency(each.get(), Appended.WRITTEN);
    }
    assertThat(written).isEqualTo(60);
    assertThat(history(shop, new UserId("u4"))).hasSize(60);
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
