package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.ModelPackageException.Fault;
import io.waymark.model.scan.ScanPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parts of packages that fuzzing found, or that are of the kind that it found.
class HostilePackagesTest {
  private static final List<Charset> ODD =
      List.of(Charset.forName("UTF-32BE"), Charset.forName("UTF-32LE"));

  @TempDir Path folder;

  @Test
  void itemsInAnotherEncodingAreRefused() throws IOException {
    for (Charset charset : ODD) {
      byte[] broken = ("{\"item_id\":\"a\"}" + "\n").getBytes(charset);
      broken[20] = 0x7f;
      broken[23] = 0x7f;
      Files.write(folder.resolve(ModelPackage.ITEMS), gzip(broken));
      assertRefused(
          ModelPackage.ITEMS, () -> ModelPackage.items(folder, ModelPackage.Limits.DEFAULT));
    }
  }

  @Test
  void contentInAnotherEncodingIsRefused() throws IOException {
    for (Charset charset : ODD) {
      byte[] broken = "{\"format_version\":1}".getBytes(charset);
      broken[20] = 0x7f;
      broken[23] = 0x7f;
      Files.createDirectories(folder);
      Files.write(folder.resolve(ModelPackage.MODEL), new byte[1]);
      Files.write(folder.resolve(ModelPackage.CONTENT), gzip(broken));
      Manifest _ =
          ModelPackage.write(
              folder, Packages.about(4), Packages.VERSION, Instant.EPOCH, Packages.ITEMS);
      assertRefused(ModelPackage.CONTENT, () -> Packages.read(folder));
    }
  }

  @Test
  void aPlanThatIsNoTextIsRefused() throws IOException {
    Path plan = Files.write(folder.resolve(ModelPackage.SCAN), new byte[] {'{', '"', -1, '"'});
    assertRefused(ModelPackage.SCAN, () -> ScanPlan.read(plan));
  }

  @Test
  void aManifestThatCouldNotBeWrittenAgainIsRefused() {
    String manifest =
        new Manifest(Packages.about(4), Packages.VERSION, Instant.EPOCH, List.of()).toJson();
    assertRefused(Manifest.FILE, () -> Manifest.parse(manifest.replace("0.25", "1e999")));
    assertRefused(Manifest.FILE, () -> Manifest.parse(manifest.replace("toy", "\\ud800")));
  }

  private static void assertRefused(String file, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOf(ModelPackageException.class)
        .hasMessageStartingWith(file + ": ")
        .asInstanceOf(InstanceOfAssertFactories.type(ModelPackageException.class))
        .extracting(ModelPackageException::fault)
        .isEqualTo(Fault.MALFORMED);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
