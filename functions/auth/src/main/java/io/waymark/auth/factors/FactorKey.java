package io.waymark.auth.factors;

import javax.crypto.SecretKey;

/// The installation's key that seals the secrets of second factors. It is made once and never
/// replaced: what it sealed could not be read any more.
public interface FactorKey {
  /// The key.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where it cannot be read
  SecretKey get();

  /// Makes it where there is none.
  void prepare();
}
