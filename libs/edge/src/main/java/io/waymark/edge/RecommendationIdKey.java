package io.waymark.edge;

import io.waymark.tenancy.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;

/// The key that signs the names of answers and cursors: the file `recommendation-id.key` of the key
/// folder, made where it is missing, or without a folder the secure parameter
/// `/waymark/<stage>/recommendation-id-key` (base64 of 32 bytes).
public final class RecommendationIdKey {
  private static final int BYTES = 32;

  private RecommendationIdKey() {}

  /// Its 32 bytes.
  ///
  /// @throws StoreUnavailableException where the parameter cannot be read, or holds no key: until
  ///   whoever wrote it mends it, which no caller can
  public static byte[] of(WaymarkConfig config, Parameters parameters) {
    String parameter = config.installation().recommendationIdKeyParameter();
    return config
        .keys()
        .map(RecommendationIdKey::fromFolder)
        .orElseGet(() -> decoded(parameter, parameters.get(parameter)));
  }

  static byte[] decoded(String parameter, String value) {
    try {
      byte[] key = Base64.getDecoder().decode(value);
      if (key.length != BYTES) {
        throw new IllegalArgumentException(key.length + " bytes");
      }
      return key;
    } catch (IllegalArgumentException malformed) {
      throw new StoreUnavailableException(
          "parameter %s, which does not hold %d bytes in base64,".formatted(parameter, BYTES),
          malformed);
    }
  }

  private static byte[] fromFolder(Path folder) {
    Path file = folder.resolve("recommendation-id.key");
    try {
      return KeyFile.random(file, BYTES);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read or make " + file, failed);
    }
  }
}
