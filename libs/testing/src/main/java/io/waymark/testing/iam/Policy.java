package io.waymark.testing.iam;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A policy as AWS evaluates it: what no statement allows is denied, and a statement that denies
/// outdoes those that allow. Knows what Waymark's policies hold; anything else is refused when it
/// is read.
public final class Policy {
  private static final String VERSION = "2012-10-17";

  private final List<Statement> statements;

  private Policy(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  /// Reads a policy.
  ///
  /// @param document as a JSON library gives it: maps, lists and texts
  /// @throws IllegalArgumentException where it holds something this does not know
  public static Policy of(Map<?, ?> document) {
    if (!VERSION.equals(document.get("Version"))) {
      throw new IllegalArgumentException("a policy's Version must be " + VERSION);
    }
    Object statements = Objects.requireNonNull(document.get("Statement"), "Statement");
    return new Policy(
        (statements instanceof List<?> more ? more : List.of(statements))
            .stream().map(each -> Statement.of((Map<?, ?>) each)).toList());
  }

  /// Whether this alone allows the request.
  public boolean allows(AccessRequest request) {
    return statements.stream()
            .filter(statement -> !statement.allows())
            .noneMatch(statement -> statement.matches(request))
        && statements.stream()
            .filter(Statement::allows)
            .anyMatch(statement -> statement.matches(request));
  }

  /// Whether a session of a role may do it: the role's policy must allow it and the session's too.
  public static boolean allow(Policy role, Policy session, AccessRequest request) {
    return role.allows(request) && session.allows(request);
  }
}
