package io.waymark.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageStoreTest {
  private static final ModelVersion VERSION = new ModelVersion("20260102T030405Z-00abcd");
  private final TenantId tenant = new TenantId("packages");

  @TempDir Path folder;

  @Test
  void bringsBackWhatWasUploaded() throws IOException {
    Path written = Files.createDirectory(folder.resolve("written"));
    Files.write(written.resolve(ModelPackage.MODEL), new byte[] {1, 2, 3});
    Manifest manifest =
        ModelPackage.write(
            written,
            new Manifest.About(
                Manifest.RECOMMENDER,
                "toy",
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new Manifest.Training(1, 1, 1, "00", "none")),
            VERSION,
            Instant.EPOCH,
            List.of(new ItemId("a")));
    List<PackageStore> stores =
        List.of(
            new S3PackageStore(_ -> LocalAws.shared().s3(), LocalAws.INSTALLATION),
            new FolderPackageStore(folder.resolve("root")));
    for (PackageStore store : stores) {
      assertThat(store.upload(tenant, ModelName.DEFAULT, VERSION, written))
          .isEqualTo("packages/default/20260102T030405Z-00abcd/");
      Path read = folder.resolve(store.getClass().getSimpleName());
      store.download(tenant, ModelName.DEFAULT, VERSION, read);
      assertThat(ModelPackage.read(read, ModelPackage.Limits.DEFAULT).manifest())
          .isEqualTo(manifest);
      Path none = Files.createDirectory(folder.resolve("none-" + store.getClass().getSimpleName()));
      store.download(new TenantId("other"), ModelName.DEFAULT, VERSION, none);
      assertThat(none).isEmptyDirectory();
    }
  }
}
