package io.waymark.recommend;

import io.waymark.edge.KeyFile;
import io.waymark.edge.Parameters;
import io.waymark.edge.WaymarkConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;

/// The key that signs the names of answers and cursors: the file `recommendation-id.key` of the key
/// folder, made where it is missing, or without a folder the secure parameter
/// `/waymark/<stage>/recommendation-id-key` (base64 of 32 bytes).
final class ParameterIdKey {
  private static final int BYTES = 32;

  private ParameterIdKey() {}

  static byte[] of(WaymarkConfig config, Parameters parameters) {
    String parameter = config.installation().recommendationIdKeyParameter();
    return config
        .keys()
        .map(ParameterIdKey::fromFolder)
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
