package io.waymark.model.filter;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Names of attributes in expressions: `item.price` is the attribute `price`.
final class Attributes {
  private static final String ITEM = "item.";

  private Attributes() {}

  /// As an expression names it.
  static String variable(String attribute) {
    return ITEM + attribute;
  }

  static String named(String variable) {
    return variable.substring(ITEM.length());
  }

  /// The one that `expression` is, where it is nothing else.
  static Optional<String> is(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
            && expression.ident().name().startsWith(ITEM)
        ? Optional.of(named(expression.ident().name()))
        : Optional.empty();
  }

  /// All that stand somewhere in `expression`.
  static Set<String> in(CelExpr expression) {
    return CelNavigableExpr.fromExpr(expression)
        .allNodes()
        .flatMap(node -> is(node.expr()).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  static Set<String> both(Set<String> some, Set<String> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
  }
}
