package io.waymark.auth.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.waymark.edge.WaymarkConfig;
import io.waymark.tenancy.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSigningKeysTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  /// A17
  @Test
  void theOwnerAloneReadsThePrivateKeys() throws IOException, ParseException {
    FileSigningKeys keys = keys();
    keys.prepare();
    Path file = folder.resolve("keys/signing-keys.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    JWKSet published = JWKSet.load(folder.resolve("keys/jwks.json").toFile());
    assertThat(published.getKeys()).hasSize(1).noneMatch(JWK::isPrivate);
    assertThat(published.getKeys().getFirst().getKeyID()).isEqualTo(keys.current().getKeyID());
    assertThat(Files.readString(folder.resolve("keys/jwks.json"))).doesNotContain("\"d\"");
    try (java.util.stream.Stream<Path> files = Files.list(folder.resolve("keys"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void theKeysStayOverAStart() {
    String first = keys().current().getKeyID();
    assertThat(keys().current().getKeyID()).isEqualTo(first);
  }

  @Test
  void oneOfManyThatStartAtOnceMakesTheKeys() throws Exception {
    List<Future<String>> ids = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int each = 0; each < 8; each++) {
        FileSigningKeys keys = keys();
        ids.add(threads.submit(() -> keys.current().getKeyID()));
      }
    }
    for (Future<String> id : ids) {
      assertThat(id.get()).isEqualTo(keys().current().getKeyID());
    }
  }

  @Test
  void aBrokenFileIsSaidSoAndKept() throws IOException {
    Files.createDirectories(folder.resolve("keys"));
    Path file = folder.resolve("keys/signing-keys.json");
    for (String broken :
        List.of("", "{", "{\"keys\": []}", "{\"keys\": [{\"kty\": \"oct\", \"k\": \"AA\"}]}")) {
      Files.writeString(file, broken);
      assertThatThrownBy(() -> keys().current())
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("signing-keys.json");
      assertThat(file).hasContent(broken);
    }
  }

  @Test
  void theNewestThatMaySignSigns() throws ParseException {
    KeyRing old = KeyRing.generate(NOW.instant().minusSeconds(1000));
    KeyRing newer = KeyRing.generate(NOW.instant().minusSeconds(10));
    JWK later =
        new com.nimbusds.jose.jwk.ECKey.Builder(
                KeyRing.generate(NOW.instant()).current(NOW.instant()))
            .notBeforeTime(java.util.Date.from(NOW.instant().plusSeconds(600)))
            .build();
    List<JWK> all = new ArrayList<>(newer.set().getKeys());
    all.addAll(old.set().getKeys());
    all.add(later);
    KeyRing ring = KeyRing.parse(new JWKSet(all).toString(false));
    assertThat(ring.current(NOW.instant()).getKeyID())
        .isEqualTo(newer.set().getKeys().getFirst().getKeyID());
    assertThat(ring.current(NOW.instant().plusSeconds(601)).getKeyID()).isEqualTo(later.getKeyID());
    assertThat(ring.published().getKeys()).hasSize(3);
    assertThat(ring.toString()).doesNotContain("\"d\"");
  }

  private FileSigningKeys keys() {
    WaymarkConfig config =
        new WaymarkConfig(
            "test",
            "000000000000",
            "eu-central-1",
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(folder.resolve("keys")));
    return new FileSigningKeys(config, NOW);
  }
}
