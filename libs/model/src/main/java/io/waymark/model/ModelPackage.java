package io.waymark.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.waymark.model.Manifest.PackagedFile;
import io.waymark.model.ModelPackageException.Fault;
import io.waymark.model.content.ContentModel;
import io.waymark.tenancy.ItemId;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/// A package whose files were all found as its manifest says.
///
/// @param items the model's items in index order; empty for a predictor without any
/// @param popularity what training counted per item, decayed by time; in index order, read-only
/// @param daily what training counted per item and day
/// @param content what attributes say of items that the model does not know
public record ModelPackage(
    Path folder,
    Manifest manifest,
    ItemIndex items,
    Optional<FloatBuffer> popularity,
    Optional<DailyCounts> daily,
    Optional<ContentModel> content) {
  public static final String MODEL = "model.onnx";
  public static final String ITEMS = "items.jsonl.gz";
  public static final String POPULARITY = "popularity.bin";
  public static final String DAILY = "daily.bin";
  public static final String CONTENT = "content.json.gz";
  public static final String SCAN = "scan.json";

  /// What a package may take at most.
  ///
  /// @param modelBytes of `model.onnx`; ONNX itself ends at 2 GB
  /// @param totalBytes of all files, and of what `items.jsonl.gz` unfolds to
  public record Limits(long modelBytes, long totalBytes, int items) {
    public static final Limits DEFAULT =
        new Limits(Integer.MAX_VALUE, 4L * Integer.MAX_VALUE, 10_000_000);
  }

  /// Reads and verifies a package.
  ///
  /// @throws ModelPackageException naming the first file that is missing, too large, changed, or
  ///   not what it should be
  public static ModelPackage read(Path folder, Limits limits) throws IOException {
    Manifest manifest = readManifest(folder);
    long left = limits.totalBytes();
    for (PackagedFile file : manifest.files()) {
      left -= Math.min(file.bytes(), left + 1);
      if (file.name().equals(MODEL) && file.bytes() > limits.modelBytes()) {
        throw new ModelPackageException(
            Fault.TOO_LARGE, MODEL, "is larger than " + limits.modelBytes() + " bytes");
      }
    }
    if (left < 0) {
      throw new ModelPackageException(
          Fault.TOO_LARGE, Manifest.FILE, "lists more than " + limits.totalBytes() + " bytes");
    }
    for (PackagedFile file : manifest.files()) {
      verify(folder.resolve(file.name()), file);
    }
    requireListed(manifest, MODEL);
    boolean recommender = manifest.about().kind().equals(Manifest.RECOMMENDER);
    if (recommender) {
      requireListed(manifest, ITEMS);
    }
    ItemIndex items = lists(manifest, ITEMS) ? items(folder, limits) : ItemIndex.of(List.of());
    if (recommender && items.size() != manifest.about().training().items()) {
      throw new ModelPackageException(
          Fault.ITEMS_MISMATCH,
          ITEMS,
          "has %d items, the manifest says %d"
              .formatted(items.size(), manifest.about().training().items()));
    }
    Optional<FloatBuffer> popularity =
        lists(manifest, POPULARITY)
            ? Optional.of(readPopularity(folder.resolve(POPULARITY), items.size()))
            : Optional.empty();
    Optional<DailyCounts> daily =
        lists(manifest, DAILY) ? Optional.of(readDaily(folder, items.size())) : Optional.empty();
    Optional<ContentModel> content =
        lists(manifest, CONTENT) ? Optional.of(readContent(folder)) : Optional.empty();
    return new ModelPackage(folder, manifest, items, popularity, daily, content);
  }

  /// Makes a package of a folder that already holds `model.onnx` and any further files: adds
  /// `items.jsonl.gz` where it is a recommender's, then `manifest.json` with the size and sum of
  /// every file there.
  ///
  /// @param items of a recommender, in index order
  public static Manifest write(
      Path folder,
      Manifest.About about,
      ModelVersion version,
      Instant createdAt,
      List<ItemId> items)
      throws IOException {
    if (about.kind().equals(Manifest.RECOMMENDER)) {
      ItemFile.write(folder.resolve(ITEMS), items);
    }
    return seal(folder, about, version, createdAt);
  }

  /// Makes a package of a folder that already holds all further files: writes `manifest.json` with
  /// the size and sum of each.
  public static Manifest seal(
      Path folder, Manifest.About about, ModelVersion version, Instant createdAt)
      throws IOException {
    List<PackagedFile> files = new ArrayList<>();
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (!name.equals(Manifest.FILE)) {
          files.add(new PackagedFile(name, Files.size(file), sha256(file)));
        }
      }
    }
    Manifest manifest = new Manifest(about, version, createdAt, files);
    Files.writeString(folder.resolve(Manifest.FILE), manifest.toJson());
    return manifest;
  }

  /// Reads the items of a folder that is no package yet.
  ///
  /// @throws ModelPackageException where there are more than the limits allow, or the file holds no
  ///   list of items
  public static ItemIndex items(Path folder, Limits limits) throws IOException {
    return ItemFile.read(folder.resolve(ITEMS), limits);
  }

  public Path model() {
    return folder.resolve(MODEL);
  }

  /// What the graph computes, so that it can be done without its runtime; empty where nobody says.
  public Optional<Path> scan() {
    return lists(manifest, SCAN) ? Optional.of(folder.resolve(SCAN)) : Optional.empty();
  }

  private static Manifest readManifest(Path folder) throws IOException {
    Path file = folder.resolve(Manifest.FILE);
    if (!Files.isRegularFile(file)) {
      throw missing(Manifest.FILE);
    }
    if (Files.size(file) > 1 << 20) {
      throw new ModelPackageException(Fault.TOO_LARGE, Manifest.FILE, "is larger than 1 MiB");
    }
    try {
      return Manifest.parse(Files.readString(file));
    } catch (CharacterCodingException binary) {
      throw new ModelPackageException(Fault.MALFORMED, Manifest.FILE, "is not UTF-8", binary);
    }
  }

  private static void verify(Path file, PackagedFile expected) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw missing(expected.name());
    }
    if (Files.size(file) != expected.bytes()) {
      throw new ModelPackageException(
          Fault.WRONG_SIZE,
          expected.name(),
          "has %d bytes, the manifest says %d".formatted(Files.size(file), expected.bytes()));
    }
    if (!sha256(file).equals(expected.sha256())) {
      throw new ModelPackageException(
          Fault.WRONG_SUM, expected.name(), "is damaged: its SHA-256 is not the manifest's");
    }
  }

  private static boolean lists(Manifest manifest, String name) {
    return manifest.files().stream().anyMatch(file -> file.name().equals(name));
  }

  private static void requireListed(Manifest manifest, String name) {
    if (!lists(manifest, name)) {
      throw new ModelPackageException(Fault.MISSING_FILE, name, "is not in the manifest");
    }
  }

  private static ModelPackageException missing(String name) {
    return new ModelPackageException(Fault.MISSING_FILE, name, "is missing");
  }

  private static FloatBuffer readPopularity(Path file, int items) throws IOException {
    if (Files.size(file) != 4L * items) {
      throw new ModelPackageException(
          Fault.ITEMS_MISMATCH,
          POPULARITY,
          "has %d bytes, %d items need four each".formatted(Files.size(file), items));
    }
    FloatBuffer counts =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int item = 0; item < items; item++) {
      if (!(counts.get(item) >= 0 && Float.isFinite(counts.get(item)))) {
        throw new ModelPackageException(
            Fault.MALFORMED,
            POPULARITY,
            "counts %s of item %d; it must be 0 or more".formatted(counts.get(item), item));
      }
    }
    return counts.asReadOnlyBuffer();
  }

  private static DailyCounts readDaily(Path folder, int items) throws IOException {
    try {
      DailyCounts daily = DailyCounts.read(folder.resolve(DAILY));
      if (daily.items() != items) {
        throw new ModelPackageException(
            Fault.ITEMS_MISMATCH, DAILY, "has %d items, not %d".formatted(daily.items(), items));
      }
      return daily;
    } catch (IllegalArgumentException wrong) {
      throw new ModelPackageException(
          Fault.MALFORMED, DAILY, String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private static ContentModel readContent(Path folder) throws IOException {
    try {
      return ContentModel.read(folder.resolve(CONTENT));
    } catch (ZipException
        | EOFException
        | CharConversionException
        | JsonProcessingException
        | IllegalArgumentException wrong) {
      throw new ModelPackageException(
          Fault.MALFORMED, CONTENT, "is malformed: " + wrong.getMessage(), wrong);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[1 << 16];
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
