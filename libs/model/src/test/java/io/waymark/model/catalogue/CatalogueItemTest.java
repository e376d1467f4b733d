package io.waymark.model.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.catalogue.CatalogueItem.Rejection;
import io.waymark.model.catalogue.CatalogueItem.Rejection.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogueItemTest {
  @Test
  void readsARow() {
    CatalogueItem item =
        accepted(
            Map.of(
                "item_id", " shoe-1",
                "name", "Trail Shoe",
                "price", "79.90",
                "tags", "run| trail ||run",
                "Release Date", "2026-01-02",
                "brand", ""));
    assertThat(item.id().value()).isEqualTo(" shoe-1"); // as events name it
    assertThat(item.price()).hasValue(79.9);
    assertThat(item.tags()).containsExactly("run", "trail");
    assertThat(item.attributes()).containsExactly(Map.entry("release_date", "2026-01-02"));
    assertThat(item.value("brand")).isEqualTo("");
    assertThat(item.value("price")).isEqualTo(79.9);
    assertThat(item.value("release_date")).isEqualTo("2026-01-02");
    assertThat(item.value("tags")).isEqualTo(List.of("run", "trail"));
  }

  @Test
  void saysEverythingThatIsWrongWithARow() {
    assertThat(rejections(Map.of("name", "x", "price", "cheap")))
        .extracting(Rejection::field, Rejection::reason)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("item_id", Reason.MISSING),
            org.assertj.core.groups.Tuple.tuple("price", Reason.NOT_A_NUMBER));
    assertRejected("price", "-1", Reason.OUT_OF_RANGE);
    assertRejected("price", "NaN", Reason.OUT_OF_RANGE);
    assertRejected("price", "Infinity", Reason.OUT_OF_RANGE);
    assertRejected("name", "x".repeat(1_025), Reason.TOO_LONG);
    String tags =
        IntStream.range(0, 300).mapToObj(Integer::toString).collect(Collectors.joining("|"));
    assertRejected("tags", tags, Reason.TOO_MANY);
    assertThat(rejections(Map.of("item_id", "a\u0000b")))
        .extracting(Rejection::reason)
        .containsExactly(Reason.BAD_ID);
    assertThat(Reason.NOT_A_NUMBER.text()).isEqualTo("not_a_number");
  }

  @Test
  void takesWhateverHeaderAFileHas() {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("item_id", "shoe-1");
    row.put("", "0");
    row.put("价格", "5");
    row.put("9 lives", "nine");
    row.put("Größe (cm)", "42");
    row.put("grosse_cm", "43");
    row.put("Name ", "other");
    row.put("x".repeat(100), "long");
    assertThat(accepted(row).attributes())
        .containsOnly(
            Map.entry("a_9_lives", "nine"),
            Map.entry("grosse_cm", "42"),
            Map.entry("name_", "other"),
            Map.entry("x".repeat(64), "long"));
  }

  @Test
  void cannotBeMadeWrong() {
    CatalogueItem good = accepted(Map.of("item_id", "a"));
    assertThatThrownBy(
            () ->
                new CatalogueItem(
                    good.id(),
                    "x".repeat(2_000),
                    "",
                    good.price(),
                    "",
                    List.of(),
                    "",
                    new TreeMap<>()))
        .hasMessageContaining("name must not be longer than 1024 characters");
  }

  static CatalogueItem accepted(Map<String, String> row) {
    return switch (CatalogueItem.parse(row)) {
      case CatalogueItem.Parsed.Accepted(CatalogueItem item) -> item;
      case CatalogueItem.Parsed.Rejected rejected -> throw new AssertionError(rejected);
    };
  }

  private static void assertRejected(String field, String value, Reason reason) {
    assertThat(rejections(Map.of("item_id", "a", field, value)))
        .extracting(Rejection::reason)
        .contains(reason);
  }

  private static List<Rejection> rejections(Map<String, String> row) {
    return switch (CatalogueItem.parse(row)) {
      case CatalogueItem.Parsed.Accepted accepted -> throw new AssertionError(accepted);
      case CatalogueItem.Parsed.Rejected(List<Rejection> rejections) -> rejections;
    };
  }
}
