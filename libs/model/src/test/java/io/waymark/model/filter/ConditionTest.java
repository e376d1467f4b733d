package io.waymark.model.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelAbstractSyntaxTree;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Who is asked about what.
final class ConditionTest {
  private static final String DEAR = "item.brand == item.category";

  private final Catalogue catalogue =
      Catalogue.of(
          Catalogue.Version.NONE,
          List.of(item("a", "1", "x", "x"), item("b", "2", "x", "y"), item("c", "3", "y", "y")));

  private static CatalogueItem item(String id, String price, String brand, String category) {
    Map<String, String> row =
        Map.of("item_id", id, "price", price, "brand", brand, "category", category);
    return switch (CatalogueItem.parse(row)) {
      case CatalogueItem.Parsed.Accepted(CatalogueItem item) -> item;
      case CatalogueItem.Parsed.Rejected rejected -> throw new AssertionError(rejected);
    };
  }

  private Condition condition(String text) {
    return switch (CheckedFilter.of(text, catalogue.attributes())) {
      case CheckedFilter.Sound(CelAbstractSyntaxTree tree) ->
          Conditions.of(tree, catalogue.attributes());
      case CheckedFilter.Unsound(String message) -> throw new AssertionError(message);
    };
  }

  private static BitSet positions(int... some) {
    BitSet set = new BitSet();
    for (int each : some) {
      set.set(each);
    }
    return set;
  }

  @Test
  void thoseThatTheRestLeavesOpenAreAsked() {
    Condition cheap = condition("item.price > 1.0");
    BitSet both = positions(1, 2);
    Condition yes = new Condition.Always(Optional.of(true));
    asks(both, dear -> new Condition.And(dear, cheap));
    asks(both, dear -> new Condition.And(cheap, dear));
    asks(both, dear -> new Condition.And(new Condition.Not(dear), cheap));
    asks(both, dear -> new Condition.And(new Condition.Or(dear, dear), cheap));
    asks(both, dear -> new Condition.And(new Condition.Choice(yes, dear, yes), cheap));
    asks(positions(0), dear -> new Condition.Or(dear, cheap));
    asks(positions(0), dear -> new Condition.Or(cheap, dear));
    asks(both, dear -> new Condition.Choice(cheap, dear, yes));
    asks(positions(0), dear -> new Condition.Choice(cheap, yes, dear));
    asks(positions(), dear -> new Condition.And(dear, new Condition.Not(yes)));
    asks(positions(0, 1, 2), dear -> new Condition.And(dear, yes));
  }

  /// Which items a condition is asked about that stands somewhere in another, and holds nowhere but
  /// at the last.
  private void asks(BitSet expected, UnaryOperator<Condition> around) {
    BitSet asked = new BitSet();
    Condition dear =
        new Condition.EachItem(
            values -> {
              int at = ((Double) values.apply("price").orElseThrow()).intValue() - 1;
              asked.set(at);
              return Optional.of(at == 2);
            });
    Condition whole = around.apply(dear);
    Verdict _ = whole.over(Sheet.of(catalogue, Set.of("price")), positions(0, 1, 2));
    assertThat(asked).as(whole.toString()).isEqualTo(expected);
  }

  @Test
  void whatIsAskedItemByItemIsOneQuestion() {
    Condition together =
        condition(DEAR + " && !(item.name == item.brand) || item.name == item.category");
    assertThat(together).isInstanceOf(Condition.EachItem.class);
    assertThat(condition(DEAR + " && item.price > 1.0")).isInstanceOf(Condition.And.class);
  }

  @Test
  void saysNothingElsewhere() {
    for (String text :
        List.of(
            "true",
            DEAR,
            "!(" + DEAR + ")",
            "item.price > 1.0",
            "item.price in [1.0, 3.0]",
            "item.brand == 'x'",
            "item.brand == 'x' || item.price > 1.0",
            "item.price > 1.0 ? " + DEAR + " : true")) {
      Verdict verdict =
          condition(text)
              .over(Sheet.of(catalogue, Set.of("price", "brand", "category")), positions(1));
      assertThat(verdict.holds().get(1)).as(text).isNotEqualTo(verdict.fails().get(1));
      assertThat(verdict.holds().cardinality() + verdict.fails().cardinality())
          .as(text)
          .isEqualTo(1);
    }
  }
}
