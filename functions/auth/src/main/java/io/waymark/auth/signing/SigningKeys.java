package io.waymark.auth.signing;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;

/// The keys of this installation's tokens (ES256). There may be several: the newest that may be
/// used yet signs, tokens of the others hold until they expire.
public interface SigningKeys {
  /// The private key to sign with now.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where the keys cannot be read
  ECKey current();

  /// The public halves of all keys.
  JWKSet published();

  /// Makes a first key where there is none, and publishes the public halves for the other
  /// functions.
  void prepare();
}
