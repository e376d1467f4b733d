package io.waymark.recommend.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.bind.annotation.Bindable;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.recommend.RecommendConfig;
import io.waymark.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.BitSet;
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

  @Test
  void aFilterIsEvaluatedOnceForEachStateOfTheCatalogue() {
    store.publish(FIRST, items(4));
    Offer.Filtered first = of(FIRST).filtered("item.item_id != 'item-1'");
    assertThat(first).isEqualTo(new Offer.Filtered.Matching(BitSet.valueOf(new long[] {0b1101})));
    assertThat(of(FIRST).filtered("item.item_id != 'item-1'")).isSameAs(first);
    now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
    assertThat(of(FIRST).filtered("item.item_id != 'item-1'")).isSameAs(first);

    store.publish(FIRST, items(5));
    now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
    assertThat(of(FIRST).filtered("item.item_id != 'item-1'"))
        .isEqualTo(new Offer.Filtered.Matching(BitSet.valueOf(new long[] {0b11101})));
  }

  @Test
  void columnsThatFiltersMadeCountInTheBudget() {
    Offers roomy = new Offers(store, clock, new Offers.Settings(Duration.ofHours(1), 210));
    store.publish(FIRST, items(100));
    store.publish(SECOND, items(100));
    store.publish(THIRD, items(1));
    Offer first = of(FIRST, roomy);
    Offer second = of(SECOND, roomy);
    assertThat(of(FIRST, roomy)).isSameAs(first);
    assertThat(of(SECOND, roomy)).isSameAs(second);
    for (String attribute : first.catalogue().attributes().keySet()) {
      Offer.Filtered _ = second.filtered("item.%1$s == item.%1$s".formatted(attribute));
    }
    Offer third = of(THIRD, roomy);
    assertThat(of(THIRD, roomy)).isSameAs(third);
    assertThat(of(SECOND, roomy)).isSameAs(second);
    assertThat(of(FIRST, roomy)).isNotSameAs(first);
  }

  private Offer of(TenantId tenant) {
    return of(tenant, offers);
  }

  private Offer of(TenantId tenant, Offers among) {
    now.updateAndGet(time -> time.plusMillis(1));
    return among.of(tenant).orElseThrow();
  }

  private static List<CatalogueItem> items(int count) {
    return IntStream.range(0, count)
        .mapToObj(at -> CatalogueItem.parse(Map.of("item_id", "item-" + at, "name", "n")))
        .map(parsed -> ((CatalogueItem.Parsed.Accepted) parsed).item())
        .toList();
  }

  @Test
  void aChangeIsSeenAsSoonAsTheIntervalIsOver() {
    Duration interval = usualInterval();
    assertThat(interval).as("5 s are promised").isLessThan(Duration.ofSeconds(5));
    Offers usual = new Offers(store, clock, new Offers.Settings(interval, 100_000));
    store.publish(FIRST, items(4));
    assertThat(usual.of(FIRST).orElseThrow().catalogue().size()).isEqualTo(4);
    store.publish(FIRST, items(6));
    assertThat(usual.of(FIRST).orElseThrow().catalogue().size()).isEqualTo(4);
    now.updateAndGet(time -> time.plus(interval));
    assertThat(usual.of(FIRST).orElseThrow().catalogue().size()).isEqualTo(6);
  }

  /// That of an installation that says nothing.
  private static Duration usualInterval() {
    return Arrays.stream(RecommendConfig.class.getConstructors()[0].getParameters())
        .filter(each -> each.getName().equals("catalogueCheck"))
        .map(each -> Duration.parse("PT" + each.getAnnotation(Bindable.class).defaultValue()))
        .findFirst()
        .orElseThrow();
  }
}
