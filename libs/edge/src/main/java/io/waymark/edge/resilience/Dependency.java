package io.waymark.edge.resilience;

/// What functions call over the network. Each has a breaker of its own: while one is down, what
/// needs only the others goes on.
public enum Dependency {
  DYNAMODB("DynamoDB"),
  S3("S3"),
  STS("STS"),
  LAMBDA("Lambda"),
  SECRETS_MANAGER("Secrets Manager"),
  SYSTEMS_MANAGER("Systems Manager"),
  POSTGRESQL("PostgreSQL");

  private final String text;

  Dependency(String text) {
    this.text = text;
  }

  /// As an operator knows it.
  @Override
  public String toString() {
    return text;
  }
}
