package io.waymark.cdk.config;

/// What `cdk destroy` does with data; `-c removal=…`.
public enum Removal {
  /// Everything that holds data stays, and the stack refuses to be deleted.
  RETAIN,
  /// Nothing stays: for stages made for a test.
  DESTROY
}
