package io.waymark.auth.signing;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import io.micronaut.context.annotation.Requires;
import io.waymark.edge.KeyFile;
import io.waymark.edge.WaymarkConfig;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Keys in a folder: `signing-keys.json`, readable by its owner alone, and beside it `jwks.json`,
/// the public halves. Both appear whole or not at all; of several processes that start at once, one
/// makes the keys and the others read them.
@Singleton
@Requires(property = "waymark.keys")
final class FileSigningKeys implements SigningKeys {
  private final Path folder;
  private final Clock clock;
  private volatile @Nullable KeyRing ring;

  FileSigningKeys(WaymarkConfig config, Clock clock) {
    this.folder = config.keys().orElseThrow();
    this.clock = clock;
  }

  @Override
  public ECKey current() {
    return ring().current(clock.instant());
  }

  @Override
  public JWKSet published() {
    return ring().published();
  }

  @Override
  public void prepare() {
    ring();
  }

  private KeyRing ring() {
    @Nullable KeyRing known = ring;
    if (known == null) {
      synchronized (this) {
        known = ring;
        if (known == null) {
          known = readOrMake();
          ring = known;
        }
      }
    }
    return known;
  }

  private KeyRing readOrMake() {
    Path file = folder.resolve("signing-keys.json");
    try {
      byte[] kept =
          KeyFile.readOrMake(
              file,
              () ->
                  KeyRing.generate(clock.instant()).privateJson().getBytes(StandardCharsets.UTF_8));
      KeyRing read = KeyRing.parse(new String(kept, StandardCharsets.UTF_8));
      publish(read);
      return read;
    } catch (IOException | ParseException | IllegalArgumentException e) {
      // The store's name reaches callers; where the folder is, they need not know.
      throw new StoreUnavailableException(
          "key file signing-keys.json", new IOException(folder.toString(), e));
    }
  }

  private void publish(KeyRing made) throws IOException {
    Path file = folder.resolve("jwks.json");
    String json = made.published().toString();
    if (Files.exists(file) && Files.readString(file).equals(json)) {
      return;
    }
    Path draft = Files.createTempFile(folder, ".jwks", ".json");
    Files.move(Files.writeString(draft, json), file, StandardCopyOption.ATOMIC_MOVE);
  }
}
