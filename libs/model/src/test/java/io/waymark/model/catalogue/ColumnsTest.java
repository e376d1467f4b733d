package io.waymark.model.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.Collisions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ColumnsTest {
  @Test
  void aColumnHasTheValueOfEveryItem() {
    Columns columns = columns(Map.of("price", "2.5", "brand", "x"), Map.of("brand", "y"), Map.of());
    assertThat(values(columns, "price", 3))
        .containsExactly(Optional.of(2.5), Optional.empty(), Optional.empty());
    assertThat(values(columns, "brand", 3))
        .containsExactly(Optional.of("x"), Optional.of("y"), Optional.of(""));
    assertThat(values(columns, "tags", 1)).containsExactly(Optional.of(List.of()));
  }

  @Test
  void equalValuesShareACode() {
    Columns columns = columns(Map.of("brand", "x"), Map.of("brand", "y"), Map.of("brand", "x"));
    assertThat(columns.column("brand"))
        .isInstanceOfSatisfying(
            Column.Coded.class,
            brands -> {
              assertThat(brands.distinct()).containsExactly(Optional.of("x"), Optional.of("y"));
              assertThat(brands.code(2)).isEqualTo(brands.code(0));
            });
  }

  @Test
  void aColumnIsMadeOnceAndCounted() {
    Columns columns = columns(Map.of("price", "1"), Map.of("price", "2"));
    assertThat(columns.bytes()).isZero();
    Column prices = columns.column("price");
    assertThat(columns.column("price")).isSameAs(prices);
    assertThat(columns.bytes()).isEqualTo(prices.bytes()).isGreaterThanOrEqualTo(16);
  }

  @Test
  void keepsTheColumnsUsedLast() {
    Map<String, String> wide = new HashMap<>();
    IntStream.rangeClosed(0, Columns.KEPT).forEach(at -> wide.put("a" + at, "v" + at));
    Columns columns = columns(wide);
    Column first = columns.column("a0");
    Column second = columns.column("a1");
    IntStream.range(2, Columns.KEPT).forEach(at -> columns.column("a" + at));
    assertThat(columns.column("a0")).isSameAs(first);
    Column _ = columns.column("a" + Columns.KEPT);
    assertThat(columns.column("a0")).isSameAs(first);
    assertThat(columns.column("a1")).isNotSameAs(second);
  }

  @Test
  void knowsNoOtherAttributes() {
    assertThatThrownBy(() -> columns(Map.of("brand", "x")).column("colour"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("colour");
  }

  private static List<Optional<Object>> values(Columns columns, String attribute, int size) {
    return IntStream.range(0, size).mapToObj(columns.column(attribute)::value).toList();
  }

  @SafeVarargs
  private static Columns columns(Map<String, String>... rows) {
    return Catalogue.of(
            Catalogue.Version.NONE,
            IntStream.range(0, rows.length).mapToObj(at -> item(at, rows[at])).toList())
        .columns();
  }

  private static CatalogueItem item(int at, Map<String, String> fields) {
    Map<String, String> row = new HashMap<>(fields);
    row.put("item_id", "i" + at);
    return switch (CatalogueItem.parse(row)) {
      case CatalogueItem.Parsed.Accepted(CatalogueItem item) -> item;
      case CatalogueItem.Parsed.Rejected rejected -> throw new AssertionError(rejected);
    };
  }

  /// Compared one with the other they would take minutes.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void textsOfOneHashCodeAreToldApart() {
    List<String> brands = Collisions.texts(17);
    List<CatalogueItem> items =
        IntStream.range(0, brands.size())
            .mapToObj(at -> item(at, Map.of("brand", brands.get(at))))
            .toList();
    Columns columns = Catalogue.of(Catalogue.Version.NONE, items).columns();
    assertThat(columns.column("brand"))
        .isInstanceOfSatisfying(
            Column.Coded.class, coded -> assertThat(coded.distinct()).hasSize(brands.size()));
  }
}
