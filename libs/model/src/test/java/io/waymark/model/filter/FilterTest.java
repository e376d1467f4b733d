package io.waymark.model.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterTest {
  private final Catalogue catalogue =
      Catalogue.of(
          new Catalogue.Version(1, 0),
          List.of(
              item(
                  "item_id",
                  "shoe",
                  "price",
                  "79.90",
                  "category",
                  "shoes",
                  "brand",
                  "x",
                  "tags",
                  "run|trail",
                  "year",
                  "2024",
                  "vegan",
                  "true"),
              item(
                  "item_id",
                  "bag",
                  "price",
                  "12",
                  "category",
                  "bags",
                  "brand",
                  "y",
                  "tags",
                  "trail",
                  "year",
                  "2025",
                  "vegan",
                  "false"),
              item("item_id", "mystery", "name", "Mystery")));

  @Test
  void keepsWhatMatches() {
    assertMatches("item.price >= 10.0 && item.category in ['shoes', 'bags']", "shoe", "bag");
    assertMatches("item.brand == 'x'", "shoe");
    assertMatches("'trail' in item.tags", "shoe", "bag");
    assertMatches("item.tags.exists(t, t.startsWith('ru'))", "shoe");
    assertMatches("item.name.contains('yst')", "mystery");
    assertMatches("item.vegan", "shoe");
    assertMatches("true", "shoe", "bag", "mystery");
  }

  @Test
  void takesWholeNumbersWhereAnAttributeIsANumber() {
    assertMatches("item.price >= 13", "shoe");
    assertMatches("item.price == 12", "bag");
    assertMatches("item.year in [2024, 2023]", "shoe");
    assertMatches("item.year - 2000 > 24", "bag");
  }

  @Test
  void neverMatchesAMissingNumber() {
    assertMatches("item.price < 1000000.0", "shoe", "bag");
    assertMatches("!(item.price < 20.0)", "shoe");
    assertMatches("item.price < 20.0 || item.name == 'Mystery'", "bag", "mystery");
    assertMatches("item.brand == ''", "mystery");
    assertMatches("item.tags == []", "mystery");
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    assertThat(refusal("item.colour == 'red'"))
        .contains("line 1, column 1: item.colour is no attribute")
        .contains("item.price")
        .contains("item.year");
    assertThat(refusal("item.price >=")).contains("line 1").contains("column");
    assertThat(refusal("item.price == 'cheap'")).contains("no matching overload");
    assertThat(refusal("has(item.price)")).contains("undeclared reference to 'has'");
    assertThat(refusal("item.price")).contains("expected type 'bool'");
    assertThat(refusal("")).contains("line 1");
    assertThat(refusal("x".repeat(3_000))).contains("longer than 2048");
    assertThat(refusal("(".repeat(500))).isNotEmpty();
  }

  @Test
  void refusesAFilterThatCouldRunForMinutes() {
    assertThat(refusal("item.tags.exists(a, item.tags.exists(b, a == b + 'x'))"))
        .contains("inside another");
    assertThat(refusal("item.tags.all(a, [1].exists(b, b == 2))")).contains("inside another");
    String once = "item.tags.exists(t, t == 'x')";
    assertThat(refusal(String.join(" || ", Collections.nCopies(9, once))))
        .contains("more than 8 times");
    assertMatches(String.join(" || ", Collections.nCopies(8, once)));
  }

  @Test
  void aFewValuesGoneWrongCountAsMissing() {
    List<CatalogueItem> items = new ArrayList<>();
    for (int at = 0; at < 9; at++) {
      items.add(item("item_id", "i" + at, "size", String.valueOf(at), "vegan", "true"));
    }
    items.add(item("item_id", "dirty", "size", "n/a", "vegan", "unknown"));
    Catalogue shop = Catalogue.of(Catalogue.Version.NONE, items);
    assertThat(Filter.compile("item.size >= 7 && item.vegan", shop.attributes()))
        .isInstanceOfSatisfying(
            Filter.Compiled.Usable.class,
            usable -> assertThat(usable.filter().matches(shop).stream()).containsExactly(7, 8));
  }

  private void assertMatches(String text, String... ids) {
    Filter.Compiled compiled = Filter.compile(text, catalogue.attributes());
    assertThat(compiled).isInstanceOf(Filter.Compiled.Usable.class);
    if (compiled instanceof Filter.Compiled.Usable(Filter filter)) {
      assertThat(filter.matches(catalogue).stream().mapToObj(at -> catalogue.item(at).id().value()))
          .as(text)
          .containsExactly(ids);
    }
  }

  private String refusal(String text) {
    return switch (Filter.compile(text, catalogue.attributes())) {
      case Filter.Compiled.Usable usable -> throw new AssertionError(text + " was accepted");
      case Filter.Compiled.Refused(String message) -> message;
    };
  }

  private static CatalogueItem item(String... fields) {
    Map<String, String> row = new java.util.TreeMap<>();
    for (int at = 0; at < fields.length; at += 2) {
      row.put(fields[at], fields[at + 1]);
    }
    return switch (CatalogueItem.parse(row)) {
      case CatalogueItem.Parsed.Accepted(CatalogueItem item) -> item;
      case CatalogueItem.Parsed.Rejected rejected -> throw new AssertionError(rejected);
    };
  }
}
