package io.waymark.model.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every catalogue store promises, on the fake and on the real one.
class CatalogueStoreTest {
  private static final AtomicInteger TENANTS = new AtomicInteger();

  private final TenantId tenant = new TenantId("catalogue-" + TENANTS.incrementAndGet());

  static List<CatalogueStore> stores() {
    LocalAws aws = LocalAws.shared();
    return List.of(
        new InMemoryCatalogueStore(),
        new DynamoCatalogueStore(
            _ -> aws.dynamoDb(), _ -> aws.s3(), LocalAws.INSTALLATION, Clock.systemUTC()));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void isEmptyAtFirst(CatalogueStore store) {
    assertThat(store.load(tenant).isEmpty()).isTrue();
    assertThat(store.load(tenant).version()).isEqualTo(Catalogue.Version.NONE);
  }

  @ParameterizedTest
  @MethodSource("stores")
  void mergesUploadsAndChangesInTheirOrder(CatalogueStore store) {
    store.change(tenant, put("a", "first"));
    store.publish(tenant, List.of(named("b", "second"), named("c", "third")));
    store.change(tenant, put("b", "newer"));
    store.change(tenant, new CatalogueChange.Removed(new ItemId("c")));
    store.change(tenant, new CatalogueChange.Removed(new ItemId("never there")));
    assertThat(names(store)).containsExactly("first", "newer");
    store.publish(tenant, List.of(named("c", "again"), named("a", "replaced")));
    assertThat(names(store)).containsExactly("replaced", "newer", "again");
    assertThat(store.load(new TenantId("somebody-else")).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void takesChangesOfManyCallersAtOnce(CatalogueStore store) {
    List<CompletableFuture<Void>> callers =
        IntStream.range(0, 16)
            .mapToObj(
                caller ->
                    CompletableFuture.runAsync(
                        () -> store.change(tenant, put("item-" + caller, "name")),
                        task -> Thread.ofVirtual().start(task)))
            .toList();
    callers.forEach(CompletableFuture::join);
    assertThat(store.load(tenant).size()).isEqualTo(16);
    assertThat(store.load(tenant).version().sequence()).isEqualTo(16);
  }

  @Test
  void aLongLogIsFoldedIntoASnapshot() {
    CatalogueStore store = stores().getLast();
    for (int at = 1; at <= DynamoCatalogueStore.FOLD_AFTER + 1; at++) {
      store.change(tenant, put("item-" + at % 7, "name " + at));
    }
    Catalogue folded = store.load(tenant);
    assertThat(folded.version().snapshot()).isEqualTo(1);
    assertThat(folded.version().sequence()).isEqualTo(DynamoCatalogueStore.FOLD_AFTER + 1);
    assertThat(folded.size()).isEqualTo(7);
    Map<Boolean, Long> expiring =
        LocalAws.shared()
            .dynamoDb()
            .scanPaginator(scan -> scan.tableName(LocalAws.INSTALLATION.name(Table.CATALOGUE)))
            .items()
            .stream()
            .filter(row -> row.toString().contains(tenant.value()))
            .filter(row -> row.containsKey("item_id"))
            .collect(
                Collectors.partitioningBy(
                    row -> row.containsKey(Table.EXPIRES_AT), Collectors.counting()));
    assertThat(expiring).containsEntry(true, (long) DynamoCatalogueStore.FOLD_AFTER);
    assertThat(expiring).containsEntry(false, 1L);
  }

  @ParameterizedTest
  @MethodSource("stores")
  void givesTheSameInstanceWhereNothingChanged(CatalogueStore store) {
    store.publish(tenant, List.of(named("a", "one")));
    Catalogue known = store.load(tenant);
    assertThat(store.refresh(tenant, known)).isSameAs(known);
    store.change(tenant, put("b", "two"));
    Catalogue next = store.refresh(tenant, known);
    assertThat(next.size()).isEqualTo(2);
    assertThat(next.version()).isNotEqualTo(known.version());
    assertThat(store.refresh(tenant, next)).isSameAs(next);
    store.publish(tenant, List.of(named("c", "three")));
    assertThat(store.refresh(tenant, next).size()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("stores")
  void losesNothingOfWhatHappensAtOnce(CatalogueStore store) {
    IntStream.range(0, 12)
        .parallel()
        .forEach(
            at -> {
              if (at % 4 == 0) {
                store.publish(tenant, List.of(named("upload-" + at, "x")));
              } else {
                store.change(tenant, put("change-" + at, "x"));
              }
            });
    assertThat(store.load(tenant).size()).isEqualTo(12);
  }

  private List<String> names(CatalogueStore store) {
    return store.load(tenant).items().stream().map(CatalogueItem::name).toList();
  }

  private static CatalogueItem named(String id, String name) {
    return CatalogueTest.item(id, Map.of("name", name));
  }

  private static CatalogueChange put(String id, String name) {
    return new CatalogueChange.Put(named(id, name));
  }
}
