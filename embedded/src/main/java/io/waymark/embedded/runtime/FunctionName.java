package io.waymark.embedded.runtime;

import io.waymark.tenancy.installation.Installation;

/// The full name of a function: `waymark-<stage>-<function>`.
///
/// @param value the name in API calls and logs
public record FunctionName(String value, String arn) {
  /// Names a function of an installation.
  ///
  /// @param function like `recommend-api` or `train-job`
  public static FunctionName of(Installation installation, String function) {
    String value = "waymark-" + installation.stage() + "-" + function;
    return new FunctionName(
        value,
        "arn:aws:lambda:"
            + installation.region()
            + ":"
            + installation.account()
            + ":function:"
            + value);
  }
}
