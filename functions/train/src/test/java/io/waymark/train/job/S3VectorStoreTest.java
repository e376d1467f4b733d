package io.waymark.train.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3VectorStoreTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final ModelName OTHER = new ModelName("default2");

  private final TenantId tenant = new TenantId("vectors-" + UUID.randomUUID());
  private final TenantId rival = new TenantId("rival-" + UUID.randomUUID());
  private final VectorStore store =
      new S3VectorStore(_ -> LocalAws.shared().s3(), LocalAws.INSTALLATION);

  @TempDir Path folder;

  private static ModelVersion version(int at) {
    return ModelVersion.at(NOW.plusSeconds(at), at);
  }

  private static List<String> keys(Bucket bucket, TenantId tenant) {
    return LocalAws.shared()
        .s3()
        .listObjectsV2(
            request -> request.bucket(LocalAws.INSTALLATION.name(bucket)).prefix(tenant + "/"))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  @Test
  void removesOlderVersionsButThoseThatAreKeptAndOtherNames() throws IOException {
    Path file = Files.write(folder.resolve("vectors"), new byte[] {1});
    for (int at = 1; at <= 5; at++) {
      store.put(tenant, ModelName.DEFAULT, version(at), file, file);
    }
    store.put(tenant, OTHER, version(1), file, file);
    store.put(rival, ModelName.DEFAULT, version(1), file, file);
    store.removeOlder(tenant, ModelName.DEFAULT, version(4), Set.of(version(2)));
    for (Bucket bucket : List.of(Bucket.USER_DATA, Bucket.ITEM_DATA)) {
      assertThat(keys(bucket, tenant))
          .containsExactlyInAnyOrder(
              tenant + "/vectors/default/" + version(2) + ".parquet",
              tenant + "/vectors/default/" + version(4) + ".parquet",
              tenant + "/vectors/default/" + version(5) + ".parquet",
              tenant + "/vectors/default2/" + version(1) + ".parquet");
      assertThat(keys(bucket, rival)).hasSize(1);
    }
  }
}
