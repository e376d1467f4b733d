package io.waymark.auth.attempts;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How often anybody may fail to log in. ADR 0012 has the reasons.
///
/// @param free failures in a row of one account from one address before each further one costs a
///   wait, which doubles; from an address that the account logged in from, `ofAccount`
/// @param longestWait what it doubles up to
/// @param ofAccount failures of one account from all addresses it never logged in from
/// @param accountEvery how long it takes for one of these to come back
/// @param ofAddress failures from one address at all accounts that never logged in from it
/// @param addressEvery how long it takes for one of these to come back
/// @param trusted how long an address is known as one that the account logged in from
@ConfigurationProperties("waymark.log-ins")
public record AttemptConfig(
    @Bindable(defaultValue = "10") int free,
    @Bindable(defaultValue = "15m") Duration longestWait,
    @Bindable(defaultValue = "100") int ofAccount,
    @Bindable(defaultValue = "10m") Duration accountEvery,
    @Bindable(defaultValue = "100") int ofAddress,
    @Bindable(defaultValue = "30s") Duration addressEvery,
    @Bindable(defaultValue = "30d") Duration trusted) {
  /// The defaults.
  public static final AttemptConfig USUAL =
      new AttemptConfig(
          10,
          Duration.ofMinutes(15),
          100,
          Duration.ofMinutes(10),
          100,
          Duration.ofSeconds(30),
          Duration.ofDays(30));

  public AttemptConfig {
    if (free < 1 || ofAccount < 1 || ofAddress < 1) {
      throw new IllegalArgumentException(
          "waymark.log-ins: free, of-account and of-address must be at least 1");
    }
    if (longestWait.isNegative() || trusted.isNegative()) {
      throw new IllegalArgumentException(
          "waymark.log-ins: longest-wait and trusted must not be negative");
    }
    if (!accountEvery.isPositive() || !addressEvery.isPositive()) {
      throw new IllegalArgumentException(
          "waymark.log-ins: account-every and address-every must be positive");
    }
  }

  /// Programs of one office may log in many at a time, each a failure until it has succeeded.
  BackOff backOff(boolean trusted) {
    return new BackOff(trusted ? Math.max(free, ofAccount) : free, longestWait);
  }

  Allowance account() {
    return new Allowance(ofAccount, accountEvery);
  }

  Allowance address() {
    return new Allowance(ofAddress, addressEvery);
  }
}
