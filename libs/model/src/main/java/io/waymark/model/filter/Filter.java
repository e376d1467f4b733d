package io.waymark.model.filter;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import io.waymark.model.catalogue.Catalogue;
import java.util.BitSet;
import java.util.Set;
import java.util.SortedMap;

/// One filter text compiled against the attributes of one catalogue. Immutable; threads may share
/// it.
public final class Filter {
  public static final int MAX_LENGTH = 2_048;

  private final Condition condition;
  private final Set<String> attributes;

  private Filter(Condition condition, Set<String> attributes) {
    this.condition = condition;
    this.attributes = attributes;
  }

  /// What compiling a text came to.
  public sealed interface Compiled {
    record Usable(Filter filter) implements Compiled {}

    /// The text is no filter over these attributes.
    ///
    /// @param message what is wrong and where, for whoever wrote the filter
    record Refused(String message) implements Compiled {}
  }

  public static Compiled compile(String text, SortedMap<String, Catalogue.Kind> attributes) {
    return switch (CheckedFilter.of(text, attributes)) {
      case CheckedFilter.Unsound(String message) -> new Compiled.Refused(message);
      case CheckedFilter.Sound(CelAbstractSyntaxTree tree) -> planned(tree, attributes);
    };
  }

  private static Compiled planned(
      CelAbstractSyntaxTree tree, SortedMap<String, Catalogue.Kind> attributes) {
    try {
      RowProgram _ = RowProgram.of(tree);
    } catch (CelEvaluationException unplannable) {
      return new Compiled.Refused(String.valueOf(unplannable.getMessage()));
    }
    return new Compiled.Usable(
        new Filter(Conditions.of(tree, attributes), Attributes.in(tree.getExpr())));
  }

  /// The positions of `catalogue` that match, found over its columns. The first filter that names
  /// an attribute makes its column, which reads every item; then numbers and texts cost nanoseconds
  /// an item, what the CEL library is asked about an item, such as one attribute beside another, up
  /// to a microsecond, for items that the rest of the filter leaves open. Cache it.
  ///
  /// @param catalogue with the attributes that the filter was compiled against
  public BitSet matches(Catalogue catalogue) {
    BitSet everywhere = new BitSet(catalogue.size());
    everywhere.set(0, catalogue.size());
    return condition.over(Sheet.of(catalogue, attributes), everywhere).holds();
  }
}
