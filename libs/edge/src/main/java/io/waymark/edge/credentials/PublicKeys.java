package io.waymark.edge.credentials;

import com.nimbusds.jose.jwk.JWKSet;

/// The public halves of the keys that sign our tokens, as `auth` last published them.
public interface PublicKeys {
  /// Reads them from where they are published.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where they cannot be read
  JWKSet read();
}
