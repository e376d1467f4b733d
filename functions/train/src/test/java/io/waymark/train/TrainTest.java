package io.waymark.train;

import static java.util.Comparator.comparingDouble;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.model.ItemIndex;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.Signature;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.catalogue.DynamoCatalogueStore;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.DynamoModelRegistry;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.ModelState;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.model.registry.S3PackageStore;
import io.waymark.model.registry.Standing;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import io.waymark.train.Function.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Training from the request to the active model, over real stores.
class TrainTest {
  private static final ModelRegistry REGISTRY =
      new DynamoModelRegistry(_ -> LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION);

  @TempDir Path folder;

  private static Caller caller(String name) {
    return Caller.of(name, "models:read", "models:write");
  }

  private static String start(Caller caller, String body) {
    Answer answer = Function.call(caller, "POST", "", body);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
    return answer.body().path("job_id").asText();
  }

  private static JsonNode job(Caller caller, String id) {
    Answer answer = Function.call(caller, "GET", "/" + id, "");
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
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

  /// T1, T3, T6.
  @Test
  void publishesAndActivatesAModelThatBeatsPopularity() throws Exception {
    Caller caller = caller("tastes");
    Accepted.tastes(caller.tenant());
    String id = start(caller, "{}");
    assertThat(job(caller, id).path("state").asText()).isEqualTo("queued");

    String state = Function.invoke(caller.tenant(), id);
    JsonNode job = job(caller, id);
    assertThat(state).as(job.toString()).isEqualTo("done");
    assertThat(job.path("state").asText()).isEqualTo("done");
    assertThat(job.path("progress").asDouble()).isEqualTo(1);
    assertThat(job.path("metrics").path("ndcg@20").asDouble())
        .isGreaterThan(job.path("baseline").path("ndcg@20").asDouble());
    ModelVersion version = new ModelVersion(job.path("model_version").asText());
    assertThat(REGISTRY.active(caller.tenant(), ModelName.DEFAULT).orElseThrow().version())
        .isEqualTo(version);
    new S3PackageStore(_ -> LocalAws.shared().s3(), LocalAws.INSTALLATION)
        .download(caller.tenant(), ModelName.DEFAULT, version, folder);
    ItemIndex items = ModelPackage.read(folder, ModelPackage.Limits.DEFAULT).items();
    assertThat(items.size()).isEqualTo(60);
    Map<String, float[]> ofUsers = vectors(Bucket.USER_DATA, caller.tenant());
    Map<String, float[]> ofItems = vectors(Bucket.ITEM_DATA, caller.tenant());
    assertThat(ofUsers.keySet())
        .isEqualTo(IntStream.range(0, 120).mapToObj(at -> "key" + at).collect(toSet()));
    assertThat(ofItems.keySet())
        .isEqualTo(IntStream.range(0, 60).mapToObj(at -> "item" + at).collect(toSet()));
    for (int user = 0; user < 120; user++) {
      float[] vector = Objects.requireNonNull(ofUsers.get("key" + user));
      double[] ofKinds = new double[4];
      ofItems.forEach((item, other) -> ofKinds[number(item) % 4] += product(vector, other) / 15);
      // Accepted#tastes gave each user one kind of items for the most part.
      assertThat(IntStream.range(0, 4).boxed().max(comparingDouble(kind -> ofKinds[kind])))
          .as("key%d: %s", user, Arrays.toString(ofKinds))
          .hasValue(user % 4);
    }

    assertThat(Function.invoke(caller.tenant(), id)).isEqualTo("skipped");
    assertThat(REGISTRY.versions(caller.tenant(), ModelName.DEFAULT)).hasSize(1);
  }

  private static int number(String item) {
    return Integer.parseInt(item.substring("item".length()));
  }

  private static double product(float[] one, float[] other) {
    return IntStream.range(0, one.length).mapToDouble(at -> (double) one[at] * other[at]).sum();
  }

  /// The tenant's one file of vectors, by id.
  private Map<String, float[]> vectors(Bucket bucket, TenantId tenant) throws SQLException {
    List<String> keys = keys(bucket, tenant);
    assertThat(keys).hasSize(1);
    Path file = folder.resolve(bucket + ".parquet");
    LocalAws.shared()
        .s3()
        .getObject(
            request -> request.bucket(LocalAws.INSTALLATION.name(bucket)).key(keys.getFirst()),
            file);
    Map<String, float[]> vectors = new HashMap<>();
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, array_to_string(vector, ' ') FROM read_parquet('" + file + "')")) {
      while (rows.next()) {
        String[] numbers = rows.getString(2).split(" ");
        float[] vector = new float[numbers.length];
        for (int at = 0; at < vector.length; at++) {
          vector[at] = Float.parseFloat(numbers[at]);
        }
        vectors.put(rows.getString(1), vector);
      }
    }
    return vectors;
  }

  /// T1, with a catalogue: what it says of items nobody met goes into the package.
  @Test
  void learnsFromAttributesOfTheCatalogue() throws Exception {
    Caller caller = caller("attributes");
    Accepted.tastes(caller.tenant());
    new DynamoCatalogueStore(
            _ -> LocalAws.shared().dynamoDb(),
            _ -> LocalAws.shared().s3(),
            LocalAws.INSTALLATION,
            Clock.systemUTC())
        .publish(
            caller.tenant(),
            IntStream.range(0, 70).mapToObj(at -> item("item" + at, "kind " + at % 4)).toList());
    String id = start(caller, "{\"algorithm\":\"popularity\"}");
    assertThat(Function.invoke(caller.tenant(), id)).isEqualTo("done");
    new S3PackageStore(_ -> LocalAws.shared().s3(), LocalAws.INSTALLATION)
        .download(
            caller.tenant(),
            ModelName.DEFAULT,
            new ModelVersion(job(caller, id).path("model_version").asText()),
            folder);
    ModelPackage files = ModelPackage.read(folder, ModelPackage.Limits.DEFAULT);
    assertThat(files.content().orElseThrow().space().tokens())
        .containsExactly(
            "category=kind 0", "category=kind 1", "category=kind 2", "category=kind 3");
    assertThat(files.manifest().about().metrics().get("new_items.ndcg@10"))
        .isGreaterThan(files.manifest().about().baseline().get("new_items.ndcg@10"));
    assertThat(files.daily()).isPresent();
  }

  private static CatalogueItem item(String id, String category) {
    return switch (CatalogueItem.parse(Map.of("item_id", id, "category", category))) {
      case CatalogueItem.Parsed.Accepted(CatalogueItem parsed) -> parsed;
      case CatalogueItem.Parsed.Rejected rejected ->
          throw new IllegalStateException(rejected.toString());
    };
  }

  /// T3: the gate.
  @Test
  void refusesAModelThatDoesNotBeatPopularity() {
    Caller caller = caller("same");
    Accepted.sameForAll(caller.tenant());
    String id = start(caller, "{\"algorithm\":\"ials\"}");
    String state = Function.invoke(caller.tenant(), id);
    JsonNode job = job(caller, id);
    assertThat(state).as(job.toString()).isEqualTo("refused");
    assertThat(job.path("error").asText()).contains("did not beat popularity");
    assertThat(job.path("metrics").has("ndcg@20")).isTrue();
    assertThat(job.path("baseline").has("ndcg@20")).isTrue();
    assertThat(REGISTRY.active(caller.tenant(), ModelName.DEFAULT)).isEmpty();
    assertThat(keys(Bucket.MODELS, caller.tenant())).isEmpty();
  }

  /// T12.
  @Test
  void keepsAModelFromAnsweringThatIsMuchWorseThanTheActiveOne() {
    Caller caller = caller("worse");
    Accepted.tastes(caller.tenant());
    String first = start(caller, "{}");
    assertThat(Function.invoke(caller.tenant(), first)).isEqualTo("done");
    ModelVersion active = new ModelVersion(job(caller, first).path("model_version").asText());
    assertThat(model(caller, active).created().by()).contains("job:" + first);
    assertThat(model(caller, active).activated().orElseThrow().by()).contains("job:" + first);

    String second = start(caller, "{\"algorithm\":\"popularity\"}");
    assertThat(Function.invoke(caller.tenant(), second)).isEqualTo("refused");
    JsonNode job = job(caller, second);
    ModelVersion held = new ModelVersion(job.path("model_version").asText());
    assertThat(job.path("error").asText())
        .startsWith(
            "model %s is published but not activated: it is worse than the active version %s"
                .formatted(held, active));
    assertThat(job.path("stage").asText()).isEqualTo("gate");
    assertThat(REGISTRY.active(caller.tenant(), ModelName.DEFAULT).orElseThrow().version())
        .isEqualTo(active);
    assertThat(model(caller, held).standing().isReady()).isTrue();
    assertThat(model(caller, held).activated()).isEmpty();
  }

  private static RegisteredModel model(Caller caller, ModelVersion version) {
    return REGISTRY.find(caller.tenant(), ModelName.DEFAULT, version).orElseThrow();
  }

  /// T4.
  @Test
  void saysWhyNothingCouldBeTrained() {
    Caller without = caller("without");
    assertEnds(without, "failed", "no accepted interactions");
    Caller little = caller("little");
    Accepted.few(little.tenant());
    assertEnds(little, "refused", "too little");
    Caller damaged = caller("damaged");
    Accepted.put(
        damaged.tenant(), "upload-1-1.parquet", "PAR1 nothing".getBytes(StandardCharsets.UTF_8));
    assertEnds(damaged, "failed", "damaged");
  }

  private static void assertEnds(Caller caller, String state, String reason) {
    String id = start(caller, "{}");
    assertThat(Function.invoke(caller.tenant(), id)).isEqualTo(state);
    assertThat(job(caller, id).path("error").asText()).contains(reason);
    // Ended, so another may follow.
    assertThat(start(caller, "{}")).isNotEqualTo(id);
  }

  /// T2.
  @Test
  void refusesANameThatPredictorsHave() {
    Caller caller = caller("namesake");
    REGISTRY.register(
        caller.tenant(),
        new RegisteredModel(
            new ModelName("iris"),
            ModelVersion.at(Instant.EPOCH, 1),
            Standing.of(ModelState.WAITING),
            Signature.UNKNOWN_PREDICTOR,
            "uploaded",
            new TreeMap<>(),
            Deed.ofSomebody(Instant.EPOCH),
            "p/",
            Optional.empty()));
    Answer refused = Function.call(caller, "POST", "", "{\"name\":\"iris\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().path("detail").asText())
        .isEqualTo("iris is a name of predictors, which are uploaded; choose another");
    assertThat(start(caller, "{\"name\":\"tulips\"}")).isNotEmpty();
  }

  /// T2.
  @Test
  void refusesASecondJobOfTheSameNameWhileOneLives() {
    Caller caller = caller("eager");
    String id = start(caller, "{\"name\":\"shoes\"}");
    Answer second = Function.call(caller, "POST", "", "{\"name\":\"shoes\"}");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.body().path("detail").asText()).contains(id);
    assertThat(start(caller, "{\"name\":\"bags\"}")).isNotEqualTo(id);
    Answer list = Function.call(caller, "GET", "", "");
    assertThat(list.body().path("jobs")).hasSize(2);
  }

  /// T7.
  @Test
  void hidesJobsFromOtherTenants() {
    String id = start(caller("owner"), "{}");
    assertThat(Function.call(caller("stranger"), "GET", "/" + id, "").status()).isEqualTo(404);
    assertThat(Function.call(caller("stranger"), "GET", "/lock", "").status()).isEqualTo(404);
  }

  /// T4: what cannot be started is not left queued.
  @Test
  void saysWhenTheJobCannotBeStarted() {
    Caller caller = caller("unlucky");
    Answer answer = Function.call(caller, "POST", "", "{}");
    assertThat(answer.status()).isEqualTo(503);
    JsonNode listed = Function.call(caller, "GET", "", "").body().path("jobs").path(0);
    assertThat(listed.path("state").asText()).isEqualTo("failed");
    assertThat(listed.path("error").asText()).contains("could not be started");
  }

  @Test
  void namesTheFieldThatIsWrong() {
    Caller caller = caller("wrong");
    assertBlames(caller, "{\"algorithm\":\"magic\"}", 400, "algorithm");
    assertBlames(caller, "{\"name\":\"Ä\"}", 400, "name");
    assertBlames(caller, "{\"nmae\":\"x\"}", 400, "nmae");
    assertBlames(caller, "{\"a0\":0}", 400, "a0");
    assertBlames(caller, "{\"settings\":{\"lambda\":0}}", 400, "settings");
    assertBlames(caller, "{\"tenant_id\":\"another\"}", 403, "tenant_id");
    Caller reader = Caller.of("reader", "models:read");
    assertThat(Function.call(reader, "POST", "", "{}").status()).isEqualTo(403);
  }

  private static void assertBlames(Caller caller, String body, int status, String field) {
    Answer answer = Function.call(caller, "POST", "", body);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().path("errors").path(0).path("field").asText()).isEqualTo(field);
  }
}
