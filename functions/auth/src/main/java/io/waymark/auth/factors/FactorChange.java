package io.waymark.auth.factors;

import java.time.Duration;
import java.util.List;

/// What became of a wish of a member about its second factor.
sealed interface FactorChange {
  /// It is to be confirmed; all of this is shown this once.
  ///
  /// @param secret in base32
  /// @param uri the same for a QR code
  record Begun(String secret, String uri, List<String> recoveryCodes) implements FactorChange {
    public Begun {
      recoveryCodes = List.copyOf(recoveryCodes);
    }

    @Override
    public String toString() {
      return "Begun[]";
    }
  }

  /// It is so now, and every session of the member has ended.
  record Done() implements FactorChange {}

  /// The password or the code is wrong.
  record Wrong() implements FactorChange {}

  /// Nothing was looked at: too many wrong ones came before.
  ///
  /// @param pause after which it may be tried again
  record TooMany(Duration pause) implements FactorChange {}

  /// As the factor stands, or since it was changed at the same time, this cannot be.
  record NotNow(String reason) implements FactorChange {}
}
