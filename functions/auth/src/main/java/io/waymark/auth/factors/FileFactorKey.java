package io.waymark.auth.factors;

import io.micronaut.context.annotation.Requires;
import io.waymark.edge.WaymarkConfig;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The file `second-factor.key` of the key folder, readable by its owner alone; made where it is
/// missing. Of several processes that start at once, one makes it and the others read it.
@Singleton
@Requires(property = "waymark.keys")
final class FileFactorKey implements FactorKey {
  private static final int BYTES = 32;
  private static final String OWNER_ONLY = "rw-------";

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
    Path file = folder.resolve("second-factor.key");
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      return new SecretKeySpec(Files.readAllBytes(file), "AES");
    } catch (IOException e) {
      // The store's name reaches callers; where the folder is, they need not know.
      throw new StoreUnavailableException(
          "key file second-factor.key", new IOException(folder.toString(), e));
    }
  }

  private void make(Path file) throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, ".second-factor", ".key");
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(OWNER_ONLY));
    }
    Files.write(draft, key);
    try {
      Path _ = Files.createLink(file, draft); // unlike a move, it fails where the file has appeared
    } catch (FileAlreadyExistsException e) {
      // Another process was first: its key is the one to read.
    } catch (UnsupportedOperationException e) {
      Path _ = Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
