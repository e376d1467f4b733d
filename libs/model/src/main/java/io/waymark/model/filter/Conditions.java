package io.waymark.model.filter;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationException;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.filter.Condition.Among;
import io.waymark.model.filter.Condition.Compared;
import io.waymark.model.filter.Condition.Order;
import io.waymark.model.filter.Quantity.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Turns a checked expression into conditions on columns, with the answers that the CEL library
/// has.
///
/// `&&`, `||`, `!` and `? :` combine what their parts come to. Of the parts, sums and comparisons
/// of numbers run over arrays, and common questions on texts and tags are put to each distinct
/// value. All others are the library's: it is asked once where a part names no attribute, for each
/// distinct value where it names one that is no number, and else for each item.
final class Conditions {
  /// Whole numbers up to here are numbers of the columns' kind too.
  private static final long EXACT = 1L << 53;

  private static final Quantity MINUS_ONE = new Quantity.Fixed(-1, false);

  private static final Map<String, Order> ORDERS =
      Map.of(
          "_==_", Order.EQUAL,
          "_!=_", Order.UNEQUAL,
          "_<_", Order.LESS,
          "_<=_", Order.AT_MOST,
          "_>_", Order.GREATER,
          "_>=_", Order.AT_LEAST);
  private static final Map<String, Operation> OPERATIONS =
      Map.of(
          "_+_", Operation.ADD,
          "_-_", Operation.SUBTRACT,
          "_*_", Operation.MULTIPLY,
          "_/_", Operation.DIVIDE);

  private final CelAbstractSyntaxTree checked;
  private final SortedMap<String, Catalogue.Kind> attributes;

  private Conditions(CelAbstractSyntaxTree checked, SortedMap<String, Catalogue.Kind> attributes) {
    this.checked = checked;
    this.attributes = attributes;
  }

  /// @param checked that the library can plan as a whole
  static Condition of(CelAbstractSyntaxTree checked, SortedMap<String, Catalogue.Kind> attributes) {
    return new Conditions(checked, attributes).condition(checked.getExpr());
  }

  private Condition condition(CelExpr expression) {
    if (expression.getKind() != CelExpr.ExprKind.Kind.CALL) {
      return asked(expression);
    }
    CelExpr.CelCall call = expression.call();
    List<CelExpr> parts = call.args();
    return switch (call.function()) {
      case "_&&_", "_||_", "!_", "_?_:_" -> combined(expression, call.function(), parts);
      case "@in" -> in(parts.get(0), parts.get(1)).orElseGet(() -> asked(expression));
      case "contains", "startsWith", "endsWith" -> onText(call).orElseGet(() -> asked(expression));
      default -> compared(call).orElseGet(() -> asked(expression));
    };
  }

  /// Where the library is asked about each item for every part, it is asked once for all of them.
  private Condition combined(CelExpr expression, String operator, List<CelExpr> parts) {
    List<Condition> of = parts.stream().map(this::condition).toList();
    if (of.stream().allMatch(Condition.EachItem.class::isInstance)) {
      return asked(expression);
    }
    return switch (operator) {
      case "_&&_" -> new Condition.And(of.get(0), of.get(1));
      case "_||_" -> new Condition.Or(of.get(0), of.get(1));
      case "!_" -> new Condition.Not(of.get(0));
      default -> new Condition.Choice(of.get(0), of.get(1), of.get(2));
    };
  }

  private Condition asked(CelExpr expression) {
    RowProgram program = program(expression);
    Set<String> named = Attributes.in(expression);
    if (named.isEmpty()) {
      return new Condition.Always(program.answer(_ -> Optional.empty()));
    }
    String first = named.iterator().next();
    return named.size() == 1 && attributes.get(first) != Catalogue.Kind.NUMBER
        ? new Condition.EachValue(first, value -> program.answer(_ -> value))
        : new Condition.EachItem(program::answer);
  }

  private Optional<Condition> compared(CelExpr.CelCall call) {
    @Nullable Order order = ORDERS.get(call.function());
    if (order == null) {
      return Optional.empty();
    }
    CelExpr left = call.args().get(0);
    CelExpr right = call.args().get(1);
    Optional<Condition> ofNumbers =
        bound(left)
            .flatMap(ours -> bound(right).flatMap(theirs -> Compared.of(order, ours, theirs)));
    return ofNumbers.or(() -> equal(order, left, right)).or(() -> equal(order, right, left));
  }

  private Optional<Condition> equal(Order order, CelExpr text, CelExpr given) {
    boolean equality = order == Order.EQUAL || order == Order.UNEQUAL;
    return equality && constant(given).orElse(this) instanceof String wanted
        ? attribute(text, Catalogue.Kind.TEXT)
            .map(each -> onValues(each, value -> value.equals(wanted) == (order == Order.EQUAL)))
        : Optional.empty();
  }

  private Optional<Condition> in(CelExpr element, CelExpr list) {
    if (constant(element).orElse(this) instanceof String wanted) {
      return attribute(list, Catalogue.Kind.TEXTS)
          .map(each -> onValues(each, value -> ((List<?>) value).contains(wanted)));
    }
    if (!(constant(list).orElse(this) instanceof List<?> given)) {
      return Optional.empty();
    }
    if (given.stream().allMatch(String.class::isInstance)) {
      Set<Object> wanted = new HashSet<>(given);
      return attribute(element, Catalogue.Kind.TEXT).map(each -> onValues(each, wanted::contains));
    }
    return given.stream().allMatch(Double.class::isInstance)
        ? attribute(element, Catalogue.Kind.NUMBER)
            .map(each -> new Among(each, given.stream().map(Double.class::cast).toList()))
        : Optional.empty();
  }

  private Optional<Condition> onText(CelExpr.CelCall call) {
    Optional<String> attribute =
        call.target().flatMap(each -> attribute(each, Catalogue.Kind.TEXT));
    if (attribute.isEmpty()
        || !(constant(call.args().get(0)).orElse(this) instanceof String part)) {
      return Optional.empty();
    }
    Predicate<String> holds =
        switch (call.function()) {
          case "contains" -> text -> text.contains(part);
          case "startsWith" -> text -> text.startsWith(part);
          default -> text -> text.endsWith(part);
        };
    return attribute.map(each -> onValues(each, value -> holds.test((String) value)));
  }

  /// Of an attribute that is never missing.
  private static Condition onValues(String attribute, Predicate<Object> holds) {
    return new Condition.EachValue(attribute, value -> value.map(holds::test));
  }

  /// One side of a comparison.
  private Optional<Quantity> bound(CelExpr expression) {
    return constant(expression).orElse(this) instanceof Long whole && Math.abs(whole) <= EXACT
        ? Optional.of(new Quantity.Fixed(whole, true))
        : quantity(expression);
  }

  private Optional<Quantity> quantity(CelExpr expression) {
    if (constant(expression).orElse(this) instanceof Double number) {
      return Optional.of(new Quantity.Fixed(number, false));
    }
    if (expression.getKind() == CelExpr.ExprKind.Kind.CALL) {
      List<CelExpr> parts = expression.call().args();
      if (expression.call().function().equals("-_")) {
        return quantity(parts.get(0))
            .map(of -> new Quantity.Computed(Operation.MULTIPLY, MINUS_ONE, of));
      }
      @Nullable Operation operation = OPERATIONS.get(expression.call().function());
      return operation == null
          ? Optional.empty()
          : quantity(parts.get(0))
              .flatMap(
                  left ->
                      quantity(parts.get(1))
                          .map(right -> new Quantity.Computed(operation, left, right)));
    }
    return attribute(expression, Catalogue.Kind.NUMBER).map(Quantity.Named::new);
  }

  /// The attribute that `expression` is, where it is one of this kind.
  private Optional<String> attribute(CelExpr expression, Catalogue.Kind kind) {
    return Attributes.is(expression).filter(each -> attributes.get(each) == kind);
  }

  /// What `expression` comes to, where it names no attribute and evaluating it goes well.
  private Optional<Object> constant(CelExpr expression) {
    return Attributes.in(expression).isEmpty()
        ? program(expression).value(_ -> Optional.empty())
        : Optional.empty();
  }

  private RowProgram program(CelExpr part) {
    try {
      return RowProgram.of(
          CelAbstractSyntaxTree.newCheckedAst(
              part, checked.getSource(), checked.getReferenceMap(), checked.getTypeMap()));
    } catch (CelEvaluationException unplannable) {
      throw new IllegalArgumentException("a part of what the library planned", unplannable);
    }
  }
}
