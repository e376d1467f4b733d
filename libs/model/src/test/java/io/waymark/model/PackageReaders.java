package io.waymark.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.waymark.model.answers.RecommendationIds;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.content.AttributeSpace;
import io.waymark.model.content.ContentModel;
import io.waymark.model.scan.ScanPlan;
import io.waymark.testing.fuzz.FuzzedReader;
import io.waymark.testing.fuzz.FuzzedReader.Answer;
import io.waymark.testing.onnx.PredictorGraphs;
import io.waymark.testing.onnx.ToyGraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// What reads packages, graphs and catalogues of strangers, and names that they send back.
public final class PackageReaders implements FuzzedReader.All {
  /// Small, so that what is too large is met.
  private static final ModelPackage.Limits LIMITS =
      new ModelPackage.Limits(1 << 20, 1 << 21, 10_000);

  private static final Set<Class<? extends Exception>> PACKAGE =
      Set.of(ModelPackageException.class);

  private static final String ITEMS =
      """
      {"item_id":"a"}
      {"item_id":"\\u00fc b","name":"x","tags":["y",{"z":[1.5,null]}]}
      {"name":"c","item_id":"d"}
      """;

  /// For a class that is looked up by its name.
  public PackageReaders() {}

  @Override
  public List<FuzzedReader> readers() {
    List<byte[]> graphs = graphs();
    return List.of(
        new FuzzedReader("manifest", List.of(manifest()), PACKAGE, PackageReaders::manifest),
        new FuzzedReader(
            "items-gz", List.of(gzip(ITEMS.getBytes(UTF_8))), PACKAGE, PackageReaders::items),
        new FuzzedReader(
            "items",
            List.of(ITEMS.getBytes(UTF_8)),
            PACKAGE,
            (input, folder) -> items(gzip(input), folder)),
        packaged("daily", ModelPackage.DAILY, daily()),
        packaged("popularity", ModelPackage.POPULARITY, new byte[16]),
        packaged("content-gz", ModelPackage.CONTENT, content()),
        new FuzzedReader(
            "content",
            List.of(unpackedContent()),
            PACKAGE,
            (input, folder) -> packaged(ModelPackage.CONTENT, gzip(input), folder)),
        new FuzzedReader("scan-plan", List.of(plan()), PACKAGE, PackageReaders::plan),
        new FuzzedReader("graph", graphs, PACKAGE, PackageReaders::graph),
        new FuzzedReader("constants", graphs, PACKAGE, PackageReaders::constants),
        new FuzzedReader(
            "item-texts",
            List.of("item_id=a\nname=b\nprice=19.90\ntags=x|y\nGr\u00f6\u00dfe=5".getBytes(UTF_8)),
            Set.of(),
            PackageReaders::itemTexts),
        new FuzzedReader(
            "recommendation-id",
            List.of("FAGh_H9acRJpVzWl8OHSBGRlbW9kYXlzOTDD99nGpDASXw".getBytes(UTF_8)),
            Set.of(),
            PackageReaders::recommendationId));
  }

  private static Answer manifest(byte[] input, Path folder) throws IOException {
    // As a whole package, since bytes that are no text are refused by who opens the file.
    Path _ = Files.write(folder.resolve(Manifest.FILE), input);
    try {
      ModelPackage _ = ModelPackage.read(folder, LIMITS);
    } catch (ModelPackageException missing) {
      if (missing.file().equals(Manifest.FILE)) {
        throw missing;
      }
    }
    Manifest read = Manifest.parse(Files.readString(folder.resolve(Manifest.FILE)));
    // Uploaded packages are sealed anew.
    Path again = Files.writeString(folder.resolve("again"), read.toJson());
    if (!Manifest.parse(Files.readString(again)).equals(read)) {
      throw new IllegalStateException("is another once written");
    }
    return Answer.READ;
  }

  private static Answer items(byte[] input, Path folder) throws IOException {
    Path _ = Files.write(folder.resolve(ModelPackage.ITEMS), input);
    ItemIndex items = ModelPackage.items(folder, LIMITS);
    for (int at = 0; at < items.size(); at++) {
      if (items.position(items.id(at)) != at) {
        throw new IllegalStateException("item " + at + " is not found");
      }
    }
    return Answer.READ;
  }

  /// A package whose manifest has the right sum of the file.
  private static FuzzedReader packaged(String reader, String name, byte[] seed) {
    return new FuzzedReader(
        reader, List.of(seed), PACKAGE, (input, folder) -> packaged(name, input, folder));
  }

  private static Answer packaged(String name, byte[] input, Path folder) throws IOException {
    ItemFile.write(folder.resolve(ModelPackage.ITEMS), Packages.ITEMS);
    Path _ = Files.write(folder.resolve(ModelPackage.MODEL), new byte[1]);
    Path _ = Files.write(folder.resolve(name), input);
    Manifest _ =
        ModelPackage.seal(
            folder, Packages.about(4), Packages.VERSION, Instant.parse("2026-01-02T03:04:05Z"));
    ModelPackage read = ModelPackage.read(folder, LIMITS);
    read.daily().ifPresent(daily -> finite(daily.weighed(DailyCounts.DAYS, 3)));
    return Answer.READ;
  }

  private static void finite(float[] weights) {
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        throw new IllegalStateException("weighs " + weight);
      }
    }
  }

  private static Answer plan(byte[] input, Path folder) throws IOException {
    ScanPlan plan = ScanPlan.read(Files.write(folder.resolve(ModelPackage.SCAN), input));
    plan.write(folder);
    if (!ScanPlan.read(folder.resolve(ModelPackage.SCAN)).equals(plan)) {
      throw new IllegalStateException("is another once written");
    }
    return Answer.READ;
  }

  private static Answer graph(byte[] input, Path folder) throws IOException {
    Path file = Files.write(folder.resolve(ModelPackage.MODEL), input);
    long asked = GraphGate.check(file, LIMITS.modelBytes());
    if (asked < 0 || asked > LIMITS.modelBytes()) {
      throw new IllegalStateException("lets a graph ask for " + asked + " bytes");
    }
    return Answer.READ;
  }

  private static Answer constants(byte[] input, Path folder) throws IOException {
    Path file = Files.write(folder.resolve(ModelPackage.MODEL), input);
    try (GraphConstants constants = GraphConstants.open(file)) {
      return constants.floats(ToyGraph.SIMILARITY, 16).byteSize() == 64
          ? Answer.READ
          : Answer.REFUSED;
    }
  }

  /// A line for each field.
  private static Answer itemTexts(byte[] input, Path folder) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : new String(input, UTF_8).split("\n", -1)) {
      int equals = line.indexOf('=');
      String name = equals < 0 ? line : line.substring(0, equals);
      String _ = fields.putIfAbsent(name, line.substring(equals + 1));
    }
    return switch (CatalogueItem.parse(fields)) {
      case CatalogueItem.Parsed.Accepted _ -> Answer.READ;
      case CatalogueItem.Parsed.Rejected _ -> Answer.REFUSED;
    };
  }

  private static Answer recommendationId(byte[] input, Path folder) {
    String name = new String(input, UTF_8);
    boolean _ = RecommendationIds.mayBe(name);
    return new RecommendationIds(new byte[32]).read(name).isPresent()
        ? Answer.READ
        : Answer.REFUSED;
  }

  private static List<byte[]> graphs() {
    return List.of(
        ToyGraph.of(Packages.SIMILARITY).build().toByteArray(),
        PredictorGraphs.linear(1, 2, 3).build().toByteArray(),
        PredictorGraphs.table().build().toByteArray(),
        PredictorGraphs.endless().build().toByteArray(),
        PredictorGraphs.wasteful("ConstantOfShape", 1_000).build().toByteArray());
  }

  private static byte[] manifest() {
    return new Manifest(
            Packages.about(4),
            Packages.VERSION,
            Instant.parse("2026-01-02T03:04:05Z"),
            List.of(new Manifest.PackagedFile(ModelPackage.MODEL, 7, "0123456789abcdef".repeat(4))))
        .toJson()
        .getBytes(UTF_8);
  }

  private static byte[] daily() {
    return written(
        file ->
            new DailyCounts(new int[] {0, 1, 1, 3, 3}, new byte[] {0, 1, 29}, new int[] {1, 7, 2})
                .write(file));
  }

  private static byte[] content() {
    return written(file -> model().write(file));
  }

  private static byte[] unpackedContent() {
    return """
    {"format_version":1,"tokens":["brand=x"],"bands":{"price":[1.5,20]},"weights":"AACAPwAAAD8AAAAAAACAvw=="}
    """
        .getBytes(UTF_8);
  }

  private static ContentModel model() {
    return new ContentModel(
        new AttributeSpace(
            List.of("brand=x", "price#1"), new TreeMap<>(Map.of("price", List.of(1.5, 20.0)))),
        new float[] {1, 0, 0.5f, 0, 1, 0, -1, 0, 2});
  }

  private static byte[] plan() {
    return written(
        file -> {
          Path folder = Files.createTempDirectory("plan-");
          new ScanPlan.Fading(
                  new ScanPlan.Blend(
                      new ScanPlan.FoldIn("table", 8, "penalties", 1, 0),
                      0.5f,
                      new ScanPlan.Neighbours("neighbours", "strengths", 4, 2)),
                  0.25f,
                  10)
              .write(folder);
          Path _ =
              Files.move(
                  folder.resolve(ModelPackage.SCAN),
                  file,
                  java.nio.file.StandardCopyOption.REPLACE_EXISTING);
          Files.delete(folder);
        });
  }

  private interface Writing {
    void write(Path file) throws IOException;
  }

  private static byte[] written(Writing writing) {
    try {
      Path file = Files.createTempFile("seed-", ".bin");
      writing.write(file);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
