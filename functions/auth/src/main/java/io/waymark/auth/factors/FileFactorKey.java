package io.waymark.auth.factors;

import io.micronaut.context.annotation.Requires;
import io.waymark.edge.KeyFile;
import io.waymark.edge.WaymarkConfig;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The file `second-factor.key` of the key folder, readable by its owner alone; made where it is
/// missing. Of several processes that start at once, one makes it and the others read it.
@Singleton
@Requires(property = "waymark.keys")
final class FileFactorKey implements FactorKey {
  private static final int BYTES = 32;

  private final Path folder;
  private volatile @Nullable SecretKey known;

  FileFactorKey(WaymarkConfig config) {
    this.folder = config.keys().orElseThrow();
  }

  @Override
  public SecretKey get() {
    @Nullable SecretKey key = known;
    if (key == null) {
      key = readOrMake();
      known = key;
    }
    return key;
  }

  @Override
  public void prepare() {
    SecretKey _ = get();
  }

  private SecretKey readOrMake() {
    try {
      return new SecretKeySpec(KeyFile.random(folder.resolve("second-factor.key"), BYTES), "AES");
    } catch (IOException e) {
      // The store's name reaches callers; where the folder is, they need not know.
      throw new StoreUnavailableException(
          "key file second-factor.key", new IOException(folder.toString(), e));
    }
  }
}
