package io.waymark.edge.credentials;

import com.nimbusds.jose.jwk.JWKSet;
import io.micronaut.context.annotation.Requires;
import io.waymark.edge.WaymarkConfig;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;

/// The file `jwks.json` in the folder of keys.
@Singleton
@Requires(property = "waymark.keys")
final class FilePublicKeys implements PublicKeys {
  private final Path file;

  FilePublicKeys(WaymarkConfig config) {
    this.file = config.keys().orElseThrow().resolve("jwks.json");
  }

  @Override
  public JWKSet read() {
    try {
      return JWKSet.load(file.toFile());
    } catch (IOException | ParseException e) {
      throw new StoreUnavailableException("key file jwks.json", e);
    }
  }
}
