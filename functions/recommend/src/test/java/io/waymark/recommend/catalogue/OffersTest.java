package io.waymark.recommend.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OffersTest {
  private static final TenantId FIRST = new TenantId("first");
  private static final TenantId SECOND = new TenantId("second");
  private static final TenantId THIRD = new TenantId("third");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  private final Clock clock =
      new Clock() {
        @Override
        public java.time.ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now.get();
        }
      };
  private final InMemoryCatalogueStore store = new InMemoryCatalogueStore();
  private final Offers offers =
      new Offers(store, clock, new Offers.Settings(Duration.ofHours(1), 10));

  @Test
  void theCatalogueUsedLongestAgoGoesWhereTheBudgetIsFull() {
    for (TenantId tenant : List.of(FIRST, SECOND, THIRD)) {
      store.publish(tenant, items(4));
    }
    Offer first = of(FIRST);
    Offer second = of(SECOND);
    assertThat(of(FIRST)).isSameAs(first);
    Offer third = of(THIRD);
    assertThat(of(FIRST)).isSameAs(first);
    assertThat(of(THIRD)).isSameAs(third);
    assertThat(of(SECOND)).isNotSameAs(second);
    assertThat(of(SECOND).catalogue().size()).isEqualTo(4);
  }

  @Test
  void aCatalogueAboveTheBudgetIsStillServed() {
    store.publish(FIRST, items(11));
    assertThat(of(FIRST).catalogue().size()).isEqualTo(11);
    assertThat(of(FIRST)).isSameAs(of(FIRST));
  }

  private Offer of(TenantId tenant) {
    now.updateAndGet(time -> time.plusMillis(1));
    return offers.of(tenant).orElseThrow();
  }

  private static List<CatalogueItem> items(int count) {
    return IntStream.range(0, count)
        .mapToObj(at -> CatalogueItem.parse(Map.of("item_id", "item-" + at, "name", "n")))
        .map(parsed -> ((CatalogueItem.Parsed.Accepted) parsed).item())
        .toList();
  }
}
