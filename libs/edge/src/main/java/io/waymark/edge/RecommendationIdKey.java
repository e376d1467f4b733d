package io.waymark.edge;

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
  /// @throws io.waymark.tenancy.StoreUnavailableException where the parameter cannot be read
  public static byte[] of(WaymarkConfig config, Parameters parameters) {
    String parameter = config.installation().recommendationIdKeyParameter();
    return config
        .keys()
        .map(RecommendationIdKey::fromFolder)
        .orElseGet(() -> Base64.getDecoder().decode(parameters.get(parameter)));
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
