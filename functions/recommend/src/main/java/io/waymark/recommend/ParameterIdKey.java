package io.waymark.recommend;

import io.waymark.edge.Parameters;
import io.waymark.edge.WaymarkConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
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
      if (!Files.exists(file)) {
        make(folder, file);
      }
      return Files.readAllBytes(file);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read or make " + file, failed);
    }
  }

  /// Another process may do the same; the first one wins and nobody reads half a key.
  private static void make(Path folder, Path file) throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "recommendation-id", ".new");
    Files.write(draft, key);
    try {
      Path _ = Files.createLink(file, draft);
    } catch (FileAlreadyExistsException made) {
      // The other's key counts.
    } catch (UnsupportedOperationException noLinks) {
      Path _ = Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Files.delete(draft);
  }
}
