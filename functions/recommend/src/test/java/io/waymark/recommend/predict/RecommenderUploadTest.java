package io.waymark.recommend.predict;

import static io.waymark.recommend.Function.call;
import static io.waymark.recommend.Function.get;
import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.model.Manifest;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.scan.ScanPlan;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.testing.onnx.PredictorGraphs;
import io.waymark.testing.onnx.ToyGraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// R23
class RecommenderUploadTest {
  /// Who has an item gets the one after it first.
  private static final float[][] NEXT = {{0, 9, 2, 1}, {1, 0, 9, 2}, {2, 1, 0, 9}, {9, 2, 1, 0}};

  private final Shop shop = new Shop();
  private final Uploading own = new Uploading(shop, "recommender", "default");

  @TempDir Path folder;

  @Test
  void answersForTheCatalogueAloneAndWithoutPopularityByWhatIsNew() {
    shop.offers(Shop.item(1)).offers(Shop.item(2)).offers(Shop.item(7));
    String version = own.upload(files(ToyGraph.of(NEXT)));
    JsonNode waiting = get(shop, own.at(version)).body();
    assertThat(waiting.path("kind").asText()).isEqualTo("recommender");
    assertThat(waiting.path("state").asText()).isEqualTo("waiting");

    JsonNode validated = own.validate(version, "").body();
    assertThat(validated.path("state").asText()).as(validated.toString()).isEqualTo("ready");
    assertThat(own.activate(version).status()).isEqualTo(200);
    Reply reply = recommend(shop, "{\"session_items\": [\"item-0\"]}");
    assertThat(reply.items()).containsExactly("item-1", "item-2", "item-7");
    assertThat(reply.sources()).containsExactly("session", "session", "latest");
    assertThat(reply.body().path("model").path("version").asText()).isEqualTo(version);
    JsonNode shown = get(shop, own.at(version)).body();
    assertThat(shown.path("algorithm").asText()).isEqualTo("uploaded");
    assertThat(shown.path("inputs")).hasSize(4);
    assertThat(shown.path("outputs").path(2).path("name").asText()).isEqualTo("because");
  }

  @Test
  void takesAPackageAsTrainingWritesIt() throws IOException {
    String version = own.upload(packaged(Manifest.RECOMMENDER, 4));
    assertThat(own.validate(version, "").body().path("state").asText()).isEqualTo("ready");
    JsonNode shown = get(shop, own.at(version)).body();
    assertThat(shown.path("algorithm").asText()).isEqualTo("mine");
    assertThat(shown.path("metrics").path("ndcg@20").asDouble()).as("its claim").isEqualTo(0.75);
    assertThat(own.activate(version).status()).isEqualTo(200);
    assertThat(recommend(shop, "{}").items())
        .containsExactly("item-3", "item-2", "item-1", "item-0");
  }

  @Test
  void refusesWhatDoesNotKeepWhatItSays() throws IOException {
    Map<String, byte[]> files = packaged(Manifest.RECOMMENDER, 4);
    files.put(ModelPackage.ITEMS, lines(5));
    assertRefused(files, "items.jsonl.gz: ");
    assertRefused(packaged(Manifest.PREDICTOR, 4), "manifest.json: kind must be recommender");
    files = files(ToyGraph.of(NEXT));
    files.put(ModelPackage.ITEMS, gzip(""));
    assertRefused(files, "items.jsonl.gz: lists no item");
  }

  @Test
  void refusesAGraphThatGivesWhatIsForbidden() {
    ModelProto.Builder graph = ToyGraph.of(NEXT);
    graph.getGraphBuilder().getNodeBuilderList().stream()
        .filter(node -> node.getOpType().equals("TopK"))
        .forEach(node -> node.setInput(0, "sums"));
    String version =
        assertRefused(
            files(graph),
            "model.onnx: its output 'items' holds 1 for every second item forbidden: 'allowed'"
                + " forbids it");
    assertThat(own.activate(version).status()).isEqualTo(409);
  }

  @Test
  void waitsForItsItems() {
    byte[] graph = ToyGraph.of(NEXT).build().toByteArray();
    JsonNode begun =
        own.begin(Map.of(ModelPackage.MODEL, (long) graph.length, ModelPackage.ITEMS, 20L)).body();
    String version = begun.path("version").asText();
    assertThat(own.validate(version, "").body().path("detail").asText())
        .startsWith("model.onnx has not been uploaded yet");
    assertThat(Uploading.put(begun, ModelPackage.MODEL, graph)).isEqualTo(200);
    Reply awaited = own.validate(version, "");
    assertThat(awaited.status()).isEqualTo(409);
    assertThat(awaited.body().path("detail").asText())
        .startsWith("items.jsonl.gz has not been uploaded yet");
    assertThat(own.validate(version, "{\"inputs\": {\"count\": [1]}}").error())
        .startsWith("inputs are a predictor's");
  }

  @Test
  void hasNamesOfItsOwn() {
    shop.predicts("iris", PredictorGraphs.linear(1).build().toByteArray());
    Map<String, Long> files = Map.of(ModelPackage.MODEL, 10L, ModelPackage.ITEMS, 20L);
    Reply taken = new Uploading(shop, "recommender", "iris").begin(files);
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.body().path("detail").asText()).startsWith("iris is a name of predictors");

    Reply begun = new Uploading(shop, "recommender", "books").begin(files);
    assertThat(begun.status()).isEqualTo(201);
    assertThat(begun.body().path("uploads")).hasSize(2);
    taken = new Uploading(shop, "predictor", "books").begin(Map.of(ModelPackage.MODEL, 10L));
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.body().path("detail").asText()).startsWith("books is a name of recommenders");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name": "model.onnx", "size_bytes": 9}                                              | files must hold model.onnx and items.jsonl.gz with their size_bytes
          {"name": "items.csv", "size_bytes": 9}                                               | files[0].name must be model.onnx, items.jsonl.gz, manifest.json, popularity.bin, daily.bin, content.json.gz or scan.json, each once
          {"name": "model.onnx", "size_bytes": 9}, {"name": "items.jsonl.gz"}                  | files[1].size_bytes must be the length of the file, from 1 to 134217728 bytes
          {"name": "items.jsonl.gz", "size_bytes": 9}, {"name": "items.jsonl.gz", "size_bytes": 9} | files[1].name must be model.onnx, items.jsonl.gz, manifest.json, popularity.bin, daily.bin, content.json.gz or scan.json, each once
          """)
  void namesTheFieldThatIsWrong(String files, String error) {
    Reply reply =
        call(
            shop,
            "POST",
            "/api/v1/models/own/versions",
            "{\"kind\": \"recommender\", \"files\": [" + files + "]}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).isEqualTo(error);
  }

  private String assertRefused(Map<String, byte[]> files, String reason) {
    String version = own.upload(files);
    JsonNode refused = own.validate(version, "").body();
    assertThat(refused.path("state").asText()).isEqualTo("refused");
    assertThat(refused.path("reason").asText()).startsWith(reason);
    return version;
  }

  private static Map<String, byte[]> files(ModelProto.Builder graph) {
    return new HashMap<>(
        Map.of(
            ModelPackage.MODEL,
            graph.build().toByteArray(),
            ModelPackage.ITEMS,
            lines(NEXT.length)));
  }

  /// A package over `items` items, the last of them the most popular.
  private Map<String, byte[]> packaged(String kind, int items) throws IOException {
    Path whole = Files.createTempDirectory(folder, "package");
    for (Map.Entry<String, byte[]> file : files(ToyGraph.of(NEXT)).entrySet()) {
      Files.write(whole.resolve(file.getKey()), file.getValue());
    }
    byte[] popularity = new byte[4 * items];
    IntStream.range(0, items).forEach(item -> popularity[4 * item + 3] = (byte) (0x40 + item));
    Files.write(whole.resolve(ModelPackage.POPULARITY), popularity);
    new ScanPlan.Popularity("a constant that the graph has not").write(whole); // is let go
    Manifest _ =
        ModelPackage.seal(
            whole,
            new Manifest.About(
                kind,
                "mine",
                new TreeMap<>(),
                new TreeMap<>(Map.of("ndcg@20", 0.75)),
                new TreeMap<>(),
                new Manifest.Training(9, 3, items, "00", "none")),
            new ModelVersion("20200102T030405Z-00abcd"),
            Instant.EPOCH);
    Map<String, byte[]> files = new HashMap<>();
    for (String file :
        List.of(
            ModelPackage.MODEL,
            ModelPackage.ITEMS,
            ModelPackage.POPULARITY,
            ModelPackage.SCAN,
            Manifest.FILE)) {
      files.put(file, Files.readAllBytes(whole.resolve(file)));
    }
    return files;
  }

  private static byte[] lines(int items) {
    StringBuilder lines = new StringBuilder();
    IntStream.range(0, items)
        .forEach(item -> lines.append("{\"item_id\": \"item-%d\"}\n".formatted(item)));
    return gzip(lines.toString());
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zipped = new GZIPOutputStream(bytes)) {
      zipped.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
