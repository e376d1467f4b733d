package io.waymark.recommend.predict;

import static io.waymark.recommend.Function.call;
import static io.waymark.recommend.Function.get;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.registry.Examiner;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.testing.Caller;
import io.waymark.testing.onnx.PredictorGraphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// R23
class ModelUploadTest {
  private static final String VERSIONS = "/api/v1/models/own/versions";

  private final Shop shop = new Shop();

  @TempDir Path folder;

  @Test
  void takesABareModelFromUploadToAnswers() {
    byte[] graph = PredictorGraphs.linear(1, 10).build().toByteArray();
    JsonNode begun = begin(Map.of(ModelPackage.MODEL, (long) graph.length));
    String version = begun.path("version").asText();
    assertThat(begun.path("state").asText()).isEqualTo("waiting");
    assertThat(validate(version, "").status()).as("nothing there yet").isEqualTo(409);
    assertThat(activate(version).status()).isEqualTo(409);

    assertThat(Uploading.put(begun, ModelPackage.MODEL, graph)).isEqualTo(200);
    Reply validated = validate(version, "");
    assertThat(validated.status()).as(validated.whole().body()).isEqualTo(200);
    assertThat(validated.body().path("state").asText()).isEqualTo("ready");
    assertThat(activate(version).status()).isEqualTo(200);

    Reply answer =
        call(
            shop,
            "POST",
            "/api/v1/ml/predict",
            "{\"model\": \"own\", \"inputs\": {\"features\": [[1, 2]]}}");
    assertThat(answer.body().path("outputs")).hasToString("{\"score\":[[21.0]]}");
    JsonNode shown = get(shop, VERSIONS + "/" + version).body();
    assertThat(shown.path("kind").asText()).isEqualTo("predictor");
    assertThat(shown.path("inputs").path(0).path("name").asText()).isEqualTo("features");
  }

  @Test
  void doesNotChangeOnceItIsReady() {
    byte[] graph = PredictorGraphs.linear(1).build().toByteArray();
    JsonNode begun = begin(Map.of(ModelPackage.MODEL, (long) graph.length));
    String version = begun.path("version").asText();
    assertThat(Uploading.put(begun, ModelPackage.MODEL, graph)).isEqualTo(200);
    assertThat(validate(version, "").body().path("state").asText()).isEqualTo("ready");
    assertThat(Uploading.put(begun, ModelPackage.MODEL, new byte[graph.length])).isEqualTo(200);
    assertThat(validate(version, "").body().path("state").asText()).isEqualTo("ready");
    Reply answer =
        call(
            shop,
            "POST",
            "/api/v1/ml/predict",
            "{\"model\": \"own\", \"version\": \"%s\", \"inputs\": {\"features\": [[3]]}}"
                .formatted(version));
    assertThat(answer.body().path("outputs")).hasToString("{\"score\":[[3.0]]}");
  }

  @Test
  void isExaminedByOneAlone() {
    String version = uploaded(PredictorGraphs.linear(1));
    Examiner other = new Examiner("other", Instant.now().plusSeconds(60));
    ModelName own = new ModelName("own");
    assertThat(
            shop.registry()
                .claim(shop.tenant(), own, new ModelVersion(version), other, Instant.now()))
        .isPresent();
    Reply refused = validate(version, "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().path("detail").asText())
        .isEqualTo("the version is being examined; ask again");
    assertThat(refused.whole().headers().firstValue("Retry-After")).hasValue("5");
    shop.registry().release(shop.tenant(), own, new ModelVersion(version), other);
    assertThat(validate(version, "").body().path("state").asText()).isEqualTo("ready");
  }

  @Test
  void takesAPackageWithItsMetrics() throws IOException {
    String version = uploadedWith(new TreeMap<>(Map.of("auc", 0.75)));
    assertThat(validate(version, "").body().path("state").asText()).isEqualTo("ready");
    JsonNode shown = get(shop, VERSIONS + "/" + version).body();
    assertThat(shown.path("algorithm").asText()).isEqualTo("boosting");
    assertThat(shown.path("metrics").path("auc").asDouble()).isEqualTo(0.75);
  }

  @ParameterizedTest
  @CsvSource({"1e126", "-1e200", "1e-200"})
  void refusesMetricsThatNoListCanHold(double value) throws IOException {
    Reply refused = validate(uploadedWith(new TreeMap<>(Map.of("loss", value))), "");
    assertThat(refused.body().path("state").asText()).isEqualTo("refused");
    assertThat(refused.body().path("reason").asText())
        .startsWith("manifest.json: metrics.loss is " + value);
  }

  @Test
  void refusesTensorsWhoseNamesNoListCanHold() {
    ModelProto.Builder graph = PredictorGraphs.linear(1);
    graph.getGraphBuilder().getInputBuilder(0).setName("n".repeat(257));
    graph.getGraphBuilder().getNodeBuilder(0).setInput(0, "n".repeat(257));
    Reply refused = validate(uploaded(graph), "");
    assertThat(refused.body().path("state").asText()).isEqualTo("refused");
    assertThat(refused.body().path("reason").asText()).contains("has more than 256 bytes");
  }

  @Test // R24
  void refusesAGraphThatHidesHowMuchItAsksFor() {
    Reply refused = validate(uploaded(PredictorGraphs.wasteful("Range", 4_000_000_000L)), "");
    assertThat(refused.body().path("state").asText()).isEqualTo("refused");
    assertThat(refused.body().path("reason").asText()).contains("more memory than it may take");
  }

  private String uploadedWith(SortedMap<String, Double> metrics) throws IOException {
    byte[] graph = PredictorGraphs.linear(1).build().toByteArray();
    Files.write(folder.resolve(ModelPackage.MODEL), graph);
    Manifest _ =
        ModelPackage.write(
            folder,
            new Manifest.About(
                Manifest.PREDICTOR,
                "boosting",
                new TreeMap<>(),
                metrics,
                new TreeMap<>(),
                new Manifest.Training(0, 0, 0, "", "")),
            new ModelVersion("20200102T030405Z-00abcd"),
            Instant.EPOCH,
            List.of());
    byte[] manifest = Files.readAllBytes(folder.resolve(Manifest.FILE));
    JsonNode begun =
        begin(
            Map.of(ModelPackage.MODEL, (long) graph.length, Manifest.FILE, (long) manifest.length));
    String version = begun.path("version").asText();
    assertThat(Uploading.put(begun, ModelPackage.MODEL, graph)).isEqualTo(200);
    assertThat(Uploading.put(begun, Manifest.FILE, manifest)).isEqualTo(200);
    return version;
  }

  @Test
  void refusesAnUnsafeGraphByTheNameOfItsNode() {
    ModelProto.Builder unsafe = PredictorGraphs.linear(1);
    unsafe.getGraphBuilder().getNodeBuilder(0).setDomain("com.example");
    String version = uploaded(unsafe);
    Reply refused = validate(version, "");
    assertThat(refused.status()).isEqualTo(200);
    assertThat(refused.body().path("state").asText()).isEqualTo("refused");
    assertThat(refused.body().path("reason").asText())
        .contains("uses the custom operator com.example::MatMul")
        .contains("node 'sum'");
    assertThat(activate(version).status()).isEqualTo(409);
    assertThat(activate(version).body().path("detail").asText()).contains("com.example::MatMul");
    assertThat(get(shop, VERSIONS + "/" + version).body().path("reason").asText())
        .isEqualTo(refused.body().path("reason").asText());
  }

  @Test
  void refusesAGraphThatDoesNotEnd() {
    Reply refused = validate(uploaded(PredictorGraphs.endless()), "");
    assertThat(refused.body().path("state").asText()).isEqualTo("refused");
    assertThat(refused.body().path("reason").asText()).contains("was still running after 3000 ms");
  }

  @Test
  void runsItOnInputsThatTheCallerGives() {
    String version = uploaded(PredictorGraphs.table());
    Reply beyond = validate(version, "{\"inputs\": {\"place\": [7]}}");
    assertThat(beyond.status()).isEqualTo(422);
    assertThat(beyond.error()).startsWith("inputs do not fit: ").contains("look_up");
    Reply wrong = validate(version, "{\"inputs\": {\"place\": [[1]]}}");
    assertThat(wrong.error()).startsWith("inputs.place must have the shape of int64[?]");
    JsonNode shown = get(shop, VERSIONS + "/" + version).body();
    assertThat(shown.path("state").asText()).isEqualTo("validated");
    assertThat(validate(version, "{\"inputs\": {\"place\": [2]}}").body().path("state").asText())
        .isEqualTo("ready");
  }

  @Test
  void keepsRecommendersApart() {
    assertThat(beginsUnderTheUsualName().status()).as("before any training").isEqualTo(409);
    shop.publishes(4, (left, right) -> right);
    assertThat(beginsUnderTheUsualName().status()).isEqualTo(409);
  }

  private Reply beginsUnderTheUsualName() {
    return call(
        shop,
        "POST",
        "/api/v1/models/default/versions",
        "{\"files\": [{\"name\": \"model.onnx\", \"size_bytes\": 9}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                        | files must hold model.onnx with its size_bytes
          {"kind": "both"}                                          | kind must be predictor or recommender
          {"files": [{"name": "items.jsonl.gz", "size_bytes": 1}]}  | files[0].name must be model.onnx or manifest.json, each once
          {"files": [{"name": "../x", "size_bytes": 1}]}            | files[0].name must be model.onnx or manifest.json, each once
          {"files": [{"name": "manifest.json", "size_bytes": 1}]}   | files must hold model.onnx with its size_bytes
          {"files": [{"name": "model.onnx"}]}                       | files[0].size_bytes must be the length of the file, from 1 to 134217728 bytes
          {"files": [{"name": "model.onnx", "size_bytes": 1e12}]}   | files[0].size_bytes must be the length of the file, from 1 to 134217728 bytes
          """)
  void namesTheFieldThatIsWrong(String body, String error) {
    Reply reply = call(shop, "POST", VERSIONS, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).isEqualTo(error);
  }

  @Test
  void hidesAnUploadFromEveryOtherTenant() {
    String version = uploaded(PredictorGraphs.linear(1));
    Shop other = new Shop();
    assertThat(call(other, "POST", VERSIONS + "/" + version + "/validate", "").status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"models:write, 201, 404", "models:read, 403, 403", "recommend:read, 403, 403"})
  void needsTheScopeThatWritesModels(String scope, int begin, int validate) {
    Caller caller = Caller.of("uploads", scope);
    String body = "{\"files\": [{\"name\": \"model.onnx\", \"size_bytes\": 9}]}";
    assertThat(call(caller.key(), "POST", VERSIONS, body).status()).isEqualTo(begin);
    assertThat(call(caller.key(), "POST", VERSIONS + "/1/validate", "").status())
        .isEqualTo(validate);
  }

  private String uploaded(ModelProto.Builder graph) {
    byte[] bytes = graph.build().toByteArray();
    JsonNode begun = begin(Map.of(ModelPackage.MODEL, (long) bytes.length));
    assertThat(Uploading.put(begun, ModelPackage.MODEL, bytes)).isEqualTo(200);
    return begun.path("version").asText();
  }

  private JsonNode begin(Map<String, Long> files) {
    Reply reply = new Uploading(shop, "predictor", "own").begin(files);
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(201);
    return reply.body();
  }

  private Reply validate(String version, String body) {
    return call(shop, "POST", VERSIONS + "/" + version + "/validate", body);
  }

  private Reply activate(String version) {
    return call(shop, "POST", VERSIONS + "/" + version + "/activate", "");
  }
}
