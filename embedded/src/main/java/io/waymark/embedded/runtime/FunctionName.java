package io.waymark.embedded.runtime;

import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;

/// The full name of a function: `waymark-<stage>-<function>`.
///
/// @param value the name in API calls and logs
public record FunctionName(String value, String arn) {
  /// Names a function of an installation.
  public static FunctionName of(Installation installation, Handler handler) {
    String value = installation.name(handler);
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
