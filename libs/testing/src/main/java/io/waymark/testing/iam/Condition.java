package io.waymark.testing.iam;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/// One operator on one key: all conditions of a statement must hold.
///
/// @param set whether the operator asks all values of the request, any, or its one
/// @param ifExists whether it holds where the request comes without the key
/// @param key as the policy writes it
/// @param expected of which one must match
record Condition(Set set, Operator operator, boolean ifExists, String key, List<String> expected) {
  private static final String IF_EXISTS = "IfExists";

  enum Set {
    ONE,
    ALL,
    ANY
  }

  enum Operator {
    STRING_EQUALS(String::equals, false),
    STRING_LIKE(Patterns::matches, false),
    STRING_NOT_EQUALS(String::equals, true),
    STRING_NOT_LIKE(Patterns::matches, true),
    /// Whether the request comes without the key.
    NULL((expected, value) -> false, false);

    private final BiPredicate<String, String> match;
    private final boolean negated;

    Operator(BiPredicate<String, String> match, boolean negated) {
      this.match = match;
      this.negated = negated;
    }

    boolean test(List<String> expected, String value) {
      return expected.stream().anyMatch(each -> match.test(each, value)) != negated;
    }
  }

  /// Reads an operator as a policy writes it, like `ForAllValues:StringLike`.
  ///
  /// @throws IllegalArgumentException for one this does not know: passing over it would allow
  static Condition of(String written, String key, List<String> expected) {
    Set set = Set.ONE;
    String name = written;
    if (written.startsWith("ForAllValues:")) {
      set = Set.ALL;
      name = written.substring("ForAllValues:".length());
    } else if (written.startsWith("ForAnyValue:")) {
      set = Set.ANY;
      name = written.substring("ForAnyValue:".length());
    }
    boolean ifExists = name.endsWith(IF_EXISTS);
    if (ifExists) {
      name = name.substring(0, name.length() - IF_EXISTS.length());
    }
    return new Condition(set, operator(written, name), ifExists, key, List.copyOf(expected));
  }

  private static Operator operator(String written, String name) {
    return switch (name) {
      case "StringEquals" -> Operator.STRING_EQUALS;
      case "StringLike" -> Operator.STRING_LIKE;
      case "StringNotEquals" -> Operator.STRING_NOT_EQUALS;
      case "StringNotLike" -> Operator.STRING_NOT_LIKE;
      case "Null" -> Operator.NULL;
      default -> throw new IllegalArgumentException("unknown condition operator " + written);
    };
  }

  boolean holds(AccessRequest request) {
    List<String> values = request.values(key);
    if (operator == Operator.NULL) {
      return expected.stream()
          .map(each -> each.toLowerCase(Locale.ROOT))
          .anyMatch(each -> each.equals(Boolean.toString(values.isEmpty())));
    }
    if (values.isEmpty()) {
      return ifExists || set == Set.ALL || (operator.negated && set == Set.ONE);
    }
    return switch (set) {
      case ONE, ALL -> values.stream().allMatch(value -> operator.test(expected, value));
      case ANY -> values.stream().anyMatch(value -> operator.test(expected, value));
    };
  }
}
