package io.waymark.testing.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One statement of a policy.
record Statement(
    boolean allows, List<String> actions, List<String> resources, List<Condition> conditions) {
  private static final Set<String> KNOWN =
      Set.of("Sid", "Effect", "Action", "Resource", "Condition");

  /// Reads a statement.
  ///
  /// @throws IllegalArgumentException where it holds something this does not know
  static Statement of(Map<?, ?> document) {
    for (Object element : document.keySet()) {
      if (!KNOWN.contains(element.toString())) {
        throw new IllegalArgumentException("unknown element of a statement: " + element);
      }
    }
    String effect = Objects.requireNonNull(document.get("Effect")).toString();
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw new IllegalArgumentException("unknown effect: " + effect);
    }
    return new Statement(
        effect.equals("Allow"),
        texts(document.get("Action")),
        texts(document.get("Resource")),
        conditions(document.get("Condition")));
  }

  private static List<Condition> conditions(@Nullable Object written) {
    List<Condition> conditions = new ArrayList<>();
    if (written instanceof Map<?, ?> operators) {
      operators.forEach(
          (operator, keys) ->
              ((Map<?, ?>) keys)
                  .forEach(
                      (key, expected) ->
                          conditions.add(
                              Condition.of(operator.toString(), key.toString(), texts(expected)))));
    }
    return conditions;
  }

  private static List<String> texts(@Nullable Object oneOrMore) {
    return switch (oneOrMore) {
      case null -> throw new IllegalArgumentException("a statement without Action or Resource");
      case List<?> more -> more.stream().map(Object::toString).toList();
      default -> List.of(oneOrMore.toString());
    };
  }

  /// Whether it speaks of that request. Actions do not distinguish cases, resources do.
  boolean matches(AccessRequest request) {
    String action = request.action().toLowerCase(Locale.ROOT);
    return actions.stream()
            .anyMatch(each -> Patterns.matches(each.toLowerCase(Locale.ROOT), action))
        && resources.stream().anyMatch(each -> Patterns.matches(each, request.resource()))
        && conditions.stream().allMatch(condition -> condition.holds(request));
  }
}
