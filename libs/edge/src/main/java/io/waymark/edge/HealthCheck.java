package io.waymark.edge;

/// Asks one dependency of a function whether it works. Each bean of this type is one check.
public interface HealthCheck {
  /// Names the dependency in the answer: `dynamodb`, `postgresql`.
  String name();

  /// Really asks.
  ///
  /// @return a few words that anyone may read, like `18 tables`
  /// @throws Exception where it does not work; goes to the log alone
  String ask() throws Exception;
}
