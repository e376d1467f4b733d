package io.waymark.model.outcomes;

import static io.waymark.model.outcomes.Outcome.CART;
import static io.waymark.model.outcomes.Outcome.CLICK;
import static io.waymark.model.outcomes.Outcome.IMPRESSION;
import static io.waymark.model.outcomes.Outcome.PURCHASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.answers.Placement;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.TenantId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every store of outcomes does.
abstract class OutcomeStoreContract {
  static final LocalDate DAY = LocalDate.parse("2026-11-20");
  static final ListGroup FOR_YOU = new ListGroup(DAY, Placement.FOR_YOU, 0);
  static final ListGroup ARM = new ListGroup(DAY, Placement.FOR_YOU, 248);
  static final ListGroup CARTS = new ListGroup(DAY, Placement.CART, 0);

  final TenantId shop = new TenantId("shop-" + UUID.randomUUID());
  private final TenantId rival = new TenantId("rival-" + UUID.randomUUID());

  abstract OutcomeStore store();

  /// Has an event be an accepted one, as whoever stores it does first.
  abstract void accept(TenantId tenant, String event);

  ListOutcome accepted(TenantId tenant, String event, ListGroup group, Outcome outcome) {
    accept(tenant, event);
    return new ListOutcome(new EventId(event), group, outcome);
  }

  private ListOutcome accepted(String event, ListGroup group, Outcome outcome) {
    return accepted(shop, event, group, outcome);
  }

  @Test
  void countsByGroupAndKind() {
    int _ =
        store()
            .count(
                shop,
                List.of(
                    accepted("a", FOR_YOU, IMPRESSION),
                    accepted("b", FOR_YOU, IMPRESSION),
                    accepted("c", FOR_YOU, CLICK),
                    accepted("d", ARM, CART),
                    accepted("e", CARTS, PURCHASE)));
    int _ = store().count(shop, List.of(accepted("f", FOR_YOU, IMPRESSION)));
    int _ = store().count(shop, List.of());
    assertThat(store().between(shop, DAY, DAY))
        .isEqualTo(
            Map.of(
                FOR_YOU, new OutcomeCounts(3, 1, 0, 0),
                ARM, new OutcomeCounts(0, 0, 1, 0),
                CARTS, new OutcomeCounts(0, 0, 0, 1)));
  }

  /// As a batch comes again whole, then in halves of other bounds, with some of what follows.
  @Test
  void countsAnEventOnceAmongWhicheverOthersItComesAgain() {
    List<ListOutcome> all =
        IntStream.range(0, 6).mapToObj(at -> accepted("event-" + at, FOR_YOU, CLICK)).toList();
    int _ = store().count(shop, all.subList(0, 4));
    int _ = store().count(shop, all.subList(0, 4));
    int _ = store().count(shop, all.subList(1, 3));
    int _ = store().count(shop, List.of(all.get(5), all.get(3), all.get(5)));
    int _ = store().count(shop, all);
    int _ = store().count(shop, all.subList(2, 6));
    assertThat(store().between(shop, DAY, DAY))
        .isEqualTo(Map.of(FOR_YOU, new OutcomeCounts(0, 6, 0, 0)));
  }

  @Test
  void givesTheDaysThatAreAskedFor() {
    ListGroup before = new ListGroup(DAY.minusDays(1), Placement.FOR_YOU, 0);
    ListGroup after = new ListGroup(DAY.plusDays(1), Placement.FOR_YOU, 0);
    int _ =
        store()
            .count(
                shop,
                List.of(
                    accepted("a", before, CLICK),
                    accepted("b", FOR_YOU, CLICK),
                    accepted("c", after, CLICK)));
    assertThat(store().between(shop, DAY, DAY)).containsOnlyKeys(FOR_YOU);
    assertThat(store().between(shop, DAY.minusDays(1), DAY)).containsOnlyKeys(before, FOR_YOU);
    assertThat(store().between(shop, DAY, DAY.plusDays(80))).containsOnlyKeys(FOR_YOU, after);
    assertThat(store().between(shop, DAY, LocalDate.parse("9999-12-31"))).hasSize(2);
    assertThat(store().between(shop, DAY.plusDays(2), DAY.plusDays(3))).isEmpty();
  }

  @Test
  void keepsTenantsApart() {
    int _ = store().count(shop, List.of(accepted("same", FOR_YOU, CLICK)));
    assertThat(store().between(rival, DAY, DAY)).isEmpty();
    int _ = store().count(rival, List.of(accepted(rival, "same", FOR_YOU, PURCHASE)));
    assertThat(store().between(shop, DAY, DAY))
        .isEqualTo(Map.of(FOR_YOU, new OutcomeCounts(0, 1, 0, 0)));
    assertThat(store().between(rival, DAY, DAY))
        .isEqualTo(Map.of(FOR_YOU, new OutcomeCounts(0, 0, 0, 1)));
  }

  /// More than one transaction takes, of more groups than one.
  @Test
  void countsMoreThanGoesTogether() {
    List<ListOutcome> many =
        IntStream.range(0, 230)
            .mapToObj(
                at ->
                    accepted(
                        "event-" + at,
                        new ListGroup(DAY, Placement.SIMILAR, at % 115),
                        at < 115 ? IMPRESSION : CLICK))
            .toList();
    int _ = store().count(shop, many.subList(0, 60));
    int _ = store().count(shop, many);
    Map<ListGroup, OutcomeCounts> found = store().between(shop, DAY, DAY);
    assertThat(found).hasSize(115);
    assertThat(found.values()).containsOnly(new OutcomeCounts(1, 1, 0, 0));
  }

  @Test
  void countsWhatComesAtOnceOnce() throws Exception {
    List<ListOutcome> some =
        IntStream.range(0, 8).mapToObj(at -> accepted("event-" + at, ARM, CLICK)).toList();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < 3; caller++) {
        List<ListOutcome> own = some.subList(caller, caller + 6);
        all.add(threads.submit(() -> store().count(shop, own)));
      }
    }
    for (Future<?> each : all) {
      Object _ = each.get();
    }
    assertThat(store().between(shop, DAY, DAY))
        .isEqualTo(Map.of(ARM, new OutcomeCounts(0, 8, 0, 0)));
  }
}
