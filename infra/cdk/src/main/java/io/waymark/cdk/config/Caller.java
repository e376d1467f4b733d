package io.waymark.cdk.config;

import java.util.Map;
import java.util.Optional;

/// The account and region of the credentials with which the CDK's command line runs, as far as it
/// knows them.
public record Caller(Optional<String> account, Optional<String> region) {
  /// From the variables that the command line sets.
  public static Caller of(Map<String, String> environment) {
    return new Caller(
        Optional.ofNullable(environment.get("CDK_DEFAULT_ACCOUNT")),
        Optional.ofNullable(environment.get("CDK_DEFAULT_REGION")));
  }
}
