package io.waymark.cdk.config;

/// Where PostgreSQL is; `-c database=…`.
public sealed interface DatabaseChoice {
  /// A cluster of this stage's own.
  ///
  /// @param maxCapacity Aurora capacity units it may grow to (2 GiB of memory each)
  record Aurora(int maxCapacity) implements DatabaseChoice {}

  /// One that is there already, such as LocalStack's.
  ///
  /// @param url `jdbc:postgresql://…`, with the user and without a password
  /// @param secretArn a secret `{"username": …, "password": …}`
  record External(String url, String secretArn) implements DatabaseChoice {}
}
