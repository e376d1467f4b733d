package io.waymark.model.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a filter finds over columns is what the CEL library says of one item after the other, with
/// values read from the item's own texts.
final class FilterOracleTest {
  private static final int CATALOGUES = 10;
  private static final int FILTERS = 25;

  @Test
  void columnsAndRowsAgreeOnRandomFilters() throws CelEvaluationException {
    int telling = 0;
    for (int seed = 0; seed < CATALOGUES; seed++) {
      Random random = new Random(seed);
      Catalogue catalogue = catalogue(random);
      for (int at = 0; at < FILTERS; at++) {
        String text = new RandomFilters(random).filter();
        BitSet found = matching(text, catalogue);
        assertThat(found).as("seed %d, %s", seed, text).isEqualTo(byRows(text, catalogue));
        telling += found.isEmpty() || found.cardinality() == catalogue.size() ? 0 : 1;
      }
    }
    assertThat(telling).isGreaterThan(CATALOGUES * FILTERS / 4);
  }

  @Test
  void theLibraryIsAskedAboutNoItemWhereColumnsDo() {
    Catalogue catalogue = catalogue(new Random(7));
    String common =
        """
        item.price - 2.0 * item.size >= 10 && !(item.category in ['a', 'b']) || item.vegan
          || item.name.startsWith('a') || 'c' in item.tags || item.size in [1, 2]
          || item.tags.exists(t, t.contains('b')) || item.brand.matches('a+') ? item.price > 1 : true""";
    assertThat(condition(common, catalogue).toString()).doesNotContain("EachItem");
    assertThat(condition("item.brand == item.category", catalogue).toString()).contains("EachItem");
  }

  private static Condition condition(String text, Catalogue catalogue) {
    return Conditions.of(tree(text, catalogue), catalogue.attributes());
  }

  private static CelAbstractSyntaxTree tree(String text, Catalogue catalogue) {
    return switch (CheckedFilter.of(text, catalogue.attributes())) {
      case CheckedFilter.Sound(CelAbstractSyntaxTree tree) -> tree;
      case CheckedFilter.Unsound(String message) -> throw new AssertionError(text + ": " + message);
    };
  }

  private static BitSet matching(String text, Catalogue catalogue) {
    return switch (Filter.compile(text, catalogue.attributes())) {
      case Filter.Compiled.Usable(Filter filter) -> filter.matches(catalogue);
      case Filter.Compiled.Refused(String message) -> throw new AssertionError(text + message);
    };
  }

  private static BitSet byRows(String text, Catalogue catalogue) throws CelEvaluationException {
    RowProgram program = RowProgram.of(tree(text, catalogue));
    BitSet matching = new BitSet();
    IntStream.range(0, catalogue.size())
        .filter(
            at ->
                program
                    .answer(attribute -> value(catalogue, catalogue.item(at), attribute))
                    .orElse(false))
        .forEach(matching::set);
    return matching;
  }

  private static Optional<Object> value(Catalogue catalogue, CatalogueItem item, String attribute) {
    @Nullable String further = item.attributes().get(attribute);
    return switch (attribute) {
      case "price" -> item.price().stream().<Object>mapToObj(price -> price).findFirst();
      case "tags" -> Optional.of(item.tags());
      case "name" -> Optional.of(item.name());
      case "category" -> Optional.of(item.category());
      case "brand" -> Optional.of(item.brand());
      case "size" ->
          Optional.ofNullable(further).filter(Catalogue::isNumber).map(Double::parseDouble);
      case "vegan" -> Optional.ofNullable(further).filter(Catalogue::isFlag).map("true"::equals);
      case "colour" -> Optional.of(further == null ? "" : further);
      default -> throw new AssertionError(attribute + " of " + catalogue.attributes());
    };
  }

  /// Values are often missing, sometimes of the wrong kind, and few enough to come twice.
  private static Catalogue catalogue(Random random) {
    List<CatalogueItem> items = new ArrayList<>();
    int size = 65 + random.nextInt(65);
    for (int at = 0; at < size; at++) {
      Map<String, String> row = new TreeMap<>();
      row.put("item_id", "i" + at);
      put(row, random, "price", String.valueOf(random.nextInt(40) / 2.0));
      put(row, random, "name", RandomFilters.word(random));
      put(row, random, "category", RandomFilters.word(random));
      put(row, random, "brand", RandomFilters.word(random));
      put(
          row,
          random,
          "tags",
          String.join(
              "|",
              random
                  .ints(random.nextInt(4), 0, 3)
                  .mapToObj(tag -> "abc".substring(tag, 3))
                  .toList()));
      put(row, random, "colour", random.nextBoolean() ? RandomFilters.word(random) : "12");
      // Nine in ten make the kind, as Catalogue#attributes says.
      put(row, random, "size", at % 15 == 14 ? "n/a" : at % 5 == 0 ? "-0" : "" + (at % 7 - 2));
      put(row, random, "vegan", at % 15 == 13 ? "maybe" : String.valueOf(random.nextBoolean()));
      items.add(item(row));
    }
    return Catalogue.of(Catalogue.Version.NONE, items);
  }

  private static void put(Map<String, String> row, Random random, String column, String value) {
    if (random.nextInt(5) > 0) {
      row.put(column, value);
    }
  }

  private static CatalogueItem item(Map<String, String> row) {
    return switch (CatalogueItem.parse(row)) {
      case CatalogueItem.Parsed.Accepted(CatalogueItem item) -> item;
      case CatalogueItem.Parsed.Rejected rejected -> throw new AssertionError(rejected);
    };
  }
}
