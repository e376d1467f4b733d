package io.waymark.edge;

/// Asks one dependency of a function whether it works. Each bean of this type is one check.
public interface HealthCheck {
  /// Names the dependency in the answer: `dynamodb`, `postgresql`.
  String name();

  /// Really asks.
  ///
  /// @return a few words for an operator, like `18 tables`
  /// @throws Exception where it does not work, with the reason as its message
  String ask() throws Exception;
}
