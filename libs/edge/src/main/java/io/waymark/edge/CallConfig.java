package io.waymark.edge;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How long calls of stores and services may take. Each caller has a limit of its own, by what
/// waits for it; a machine that is much slower than AWS, as in tests, may need more for any of
/// them.
///
/// @param patience for how long no call is given up, where the caller's own limit is shorter
@ConfigurationProperties("waymark.calls")
public record CallConfig(@Bindable(defaultValue = "0s") Duration patience) {
  /// The default: callers' own limits hold.
  public static final CallConfig USUAL = new CallConfig(Duration.ZERO);

  public CallConfig {
    if (patience.isNegative()) {
      throw new IllegalArgumentException("waymark.calls.patience must not be negative");
    }
  }

  /// The limit of a call.
  ///
  /// @param own the caller's
  public Duration limit(Duration own) {
    return own.compareTo(patience) < 0 ? patience : own;
  }
}
