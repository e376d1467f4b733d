package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.waymark.model.ModelPackageException.Fault;
import io.waymark.tenancy.ItemId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPackageTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Path _ = Packages.write(folder);
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    ModelPackage read = Packages.read(folder);
    assertThat(read.items().ids()).isEqualTo(Packages.ITEMS);
    assertThat(read.manifest().about()).isEqualTo(Packages.about(4));
    assertThat(read.manifest().version()).isEqualTo(Packages.VERSION);
    assertThat(read.manifest().files())
        .extracting(Manifest.PackagedFile::name)
        .containsExactly(ModelPackage.ITEMS, ModelPackage.MODEL, ModelPackage.POPULARITY);
    assertThat(read.popularity().orElseThrow().get(1)).isEqualTo(8f);
  }

  @Test
  void writesTheSameBytesForTheSameModel(@TempDir Path other) throws IOException {
    Path _ = Packages.write(other);
    for (String file : List.of(Manifest.FILE, ModelPackage.ITEMS)) {
      assertThat(other.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
    }
  }

  @Test
  void namesTheFileWhereOneBitFlipped() throws IOException {
    for (String file : List.of(ModelPackage.MODEL, ModelPackage.ITEMS, ModelPackage.POPULARITY)) {
      byte[] bytes = Files.readAllBytes(folder.resolve(file));
      byte[] flipped = bytes.clone();
      flipped[bytes.length / 2] ^= 1;
      Files.write(folder.resolve(file), flipped);
      assertRefused(Fault.WRONG_SUM, file, "is damaged");
      Files.write(folder.resolve(file), bytes);
    }
  }

  @Test
  void namesTheFileThatIsCutShortOrMissing() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(ModelPackage.MODEL));
    Files.write(folder.resolve(ModelPackage.MODEL), List.of("short"));
    assertRefused(Fault.WRONG_SIZE, ModelPackage.MODEL, "has 6 bytes, the manifest says");
    Files.delete(folder.resolve(ModelPackage.MODEL));
    assertRefused(Fault.MISSING_FILE, ModelPackage.MODEL, "is missing");
    Files.write(folder.resolve(ModelPackage.MODEL), bytes);
    Files.delete(folder.resolve(Manifest.FILE));
    assertRefused(Fault.MISSING_FILE, Manifest.FILE, "is missing");
  }

  @Test
  void refusesAFormatItDoesNotKnow() throws IOException {
    editManifest("\"format_version\" : 1", "\"format_version\" : 2");
    assertRefused(Fault.UNKNOWN_FORMAT, Manifest.FILE, "format_version is 2");
  }

  @Test
  void refusesAManifestThatLacksAFieldOrNamesAForeignPath() throws IOException {
    editManifest("\"algorithm\" : \"toy\"", "\"algorithm\" : 5");
    assertRefused(Fault.MALFORMED, Manifest.FILE, "algorithm must be a text");
    editManifest("\"algorithm\" : 5", "\"algorithm\" : \"toy\"");
    editManifest("\"name\" : \"popularity.bin\"", "\"name\" : \"../popularity.bin\"");
    assertRefused(Fault.MALFORMED, Manifest.FILE, "is no name of a file");
    Files.writeString(folder.resolve(Manifest.FILE), "{");
    assertRefused(Fault.MALFORMED, Manifest.FILE, "is not JSON");
  }

  @Test
  void refusesMoreThanTheLimits() {
    assertThatThrownBy(() -> ModelPackage.read(folder, new ModelPackage.Limits(10, 1 << 20, 9)))
        .hasMessageContaining("model.onnx: is larger than 10 bytes");
    assertThatThrownBy(() -> ModelPackage.read(folder, new ModelPackage.Limits(1 << 20, 10, 9)))
        .hasMessageContaining("manifest.json: lists more than 10 bytes");
    assertThatThrownBy(
            () -> ModelPackage.read(folder, new ModelPackage.Limits(1 << 20, 1 << 20, 3)))
        .hasMessageContaining("items.jsonl.gz: has more than 3 items");
  }

  @Test
  void refusesItemsThatUnfoldToMoreThanAnyHonestFile() throws IOException {
    assertThatThrownBy(() -> items("{\"item_id\": \"" + "x".repeat(1 << 22) + "\"}"))
        .hasMessageContaining("items.jsonl.gz: is malformed after line 0");
    write();
    assertThatThrownBy(() -> items("{\"item_id\": \"a\"}\n" + " ".repeat(1 << 22)))
        .hasMessageContaining("items.jsonl.gz: is malformed after line 1");
  }

  @Test
  void keepsNothingOfALineButTheId() throws IOException {
    String first = "{\"item_id\": \"a\", \"item_id\": \"x\", \"of\": {\"item_id\": \"y\"}}\n";
    items(
        first + "{\"item_id\": \"b\"} {\"tags\": [1, []], \"item_id\": \"c\"}{\"item_id\": \"d\"}");
    assertThat(ModelPackage.items(folder, ModelPackage.Limits.DEFAULT).ids())
        .extracting(ItemId::value)
        .containsExactly("x", "b", "c", "d");
    write();
    for (String line :
        List.of("[\"a\"]", "\"a\"", "{\"item_id\": 1}", "{\"item_id\": \"\"}", "{")) {
      assertThatThrownBy(() -> items("{\"item_id\": \"a\"}\n" + line))
          .hasMessageContaining("items.jsonl.gz: is malformed after line 1");
      write();
    }
  }

  @Test
  void refusesItemsThatUnfoldToMoreThanAllFilesMayHave() throws IOException {
    String line = "{\"item_id\": \"a\", \"all\": [" + "1,".repeat(100_000) + "1]}\n";
    assertThatThrownBy(() -> items(line, new ModelPackage.Limits(1 << 20, 100_000, 1_000)))
        .hasMessageContaining("items.jsonl.gz: is malformed after line 0")
        .hasMessageContaining("100000");
  }

  @Test
  void refusesPopularityThatNothingCanBeRankedBy() throws IOException {
    for (float wrong : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      ByteBuffer counts = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      counts.putFloat(4, wrong);
      Files.write(folder.resolve(ModelPackage.POPULARITY), counts.array());
      Manifest _ = ModelPackage.seal(folder, Packages.about(4), Packages.VERSION, Instant.EPOCH);
      assertRefused(Fault.MALFORMED, ModelPackage.POPULARITY, "counts " + wrong + " of item 1");
    }
  }

  @Test
  void refusesItemsThatEndTooEarly() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(ModelPackage.ITEMS));
    assertThatThrownBy(
            () ->
                replaceItems(
                    Arrays.copyOf(whole, whole.length - 12),
                    new ModelPackage.Limits(1 << 20, 1 << 20, 10)))
        .hasMessageContaining("items.jsonl.gz: is malformed after line");
  }

  private void items(String lines) throws IOException {
    items(lines, new ModelPackage.Limits(1 << 20, 1 << 20, 10));
  }

  private void items(String lines, ModelPackage.Limits limits) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zipped = new GZIPOutputStream(bytes)) {
      zipped.write(lines.getBytes(StandardCharsets.UTF_8));
    }
    replaceItems(bytes.toByteArray(), limits);
  }

  /// Reads the package with another `items.jsonl.gz`, which its manifest knows.
  private void replaceItems(byte[] items, ModelPackage.Limits limits) throws IOException {
    Manifest before = Packages.read(folder).manifest();
    List<Manifest.PackagedFile> files =
        before.files().stream()
            .map(file -> file.name().equals(ModelPackage.ITEMS) ? packaged(items) : file)
            .toList();
    Files.write(folder.resolve(ModelPackage.ITEMS), items);
    Files.writeString(
        folder.resolve(Manifest.FILE),
        new Manifest(before.about(), before.version(), before.createdAt(), files).toJson());
    ModelPackage _ = ModelPackage.read(folder, limits);
  }

  private static Manifest.PackagedFile packaged(byte[] items) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(items);
      return new Manifest.PackagedFile(
          ModelPackage.ITEMS, items.length, HexFormat.of().formatHex(sum));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void refusesAnotherNumberOfItemsThanTheManifestSays() throws IOException {
    editManifest("\"items\" : 4", "\"items\" : 5");
    assertRefused(Fault.ITEMS_MISMATCH, ModelPackage.ITEMS, "has 4 items, the manifest says 5");
  }

  @Test
  void refusesAnItemThatStandsTwice() {
    assertThatThrownBy(
            () -> ItemIndex.of(List.of(new ItemId("x"), new ItemId("y"), new ItemId("x"))))
        .hasMessageContaining("x stands twice");
  }

  private void editManifest(String from, String to) throws IOException {
    Path file = folder.resolve(Manifest.FILE);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private void assertRefused(Fault fault, String file, String message) {
    assertThatThrownBy(() -> Packages.read(folder))
        .hasMessageContaining(file + ": ")
        .hasMessageContaining(message)
        .asInstanceOf(type(ModelPackageException.class))
        .extracting(ModelPackageException::fault)
        .isEqualTo(fault);
  }
}
