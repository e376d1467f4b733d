package io.waymark.recommend.predict;

import static io.waymark.recommend.Function.call;
import static io.waymark.recommend.Function.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.model.ModelVersion;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.testing.Caller;
import io.waymark.testing.onnx.PredictorGraphs;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictTest {
  private static final String PATH = "/api/v1/ml/predict";
  private static final Shop SHOP = new Shop();
  private static final ModelVersion LINEAR =
      SHOP.predicts("linear", PredictorGraphs.linear(1, 10).build().toByteArray());

  @Test
  void answersABatchByTheNamesOfTheTensors() {
    Reply reply = predict("linear", "{\"features\": [[1, 2], [0.5, -1e1], [3.0, 4]]}");
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(200);
    assertThat(reply.body().path("model").path("name").asText()).isEqualTo("linear");
    assertThat(reply.body().path("model").path("version").asText()).isEqualTo(LINEAR.value());
    assertThat(reply.body().path("outputs")).hasToString("{\"score\":[[21.0],[-99.5],[43.0]]}");
  }

  @Test
  void answersBatchesOfUpTo128() { // R22
    assertThat(predict("linear", rows(128)).body().path("outputs").path("score")).hasSize(128);
    assertWrong("linear", rows(129), "inputs.features must have a batch of 1-128, not 129");
    assertWrong(
        "linear",
        "{\"features\": []}",
        "inputs.features must have the shape of float32[?,2], not [0]");
  }

  @Test
  void takesAndGivesEveryType() { // R22
    SHOP.predicts("echo", PredictorGraphs.echo().build().toByteArray());
    JsonNode outputs =
        predict(
                "echo",
                """
                {"float32": [[0.1, 2]], "float64": [[0.1, 1e300]], "int32": [[1, -2.0]],
                 "int64": [[9223372036854775807, -3]], "bool": [[true, false]],
                 "string": [["a", ""]]}
                """)
            .body()
            .path("outputs");
    assertThat(outputs.path("same_float32")).hasToString("[[0.1,2.0]]");
    assertThat(outputs.path("same_float64")).hasToString("[[0.1,1.0E300]]");
    assertThat(outputs.path("same_int32")).hasToString("[[1,-2]]");
    assertThat(outputs.path("same_int64")).hasToString("[[9223372036854775807,-3]]");
    assertThat(outputs.path("same_bool")).hasToString("[[true,false]]");
    assertThat(outputs.path("same_string")).hasToString("[[\"a\",\"\"]]");
  }

  @Test
  void answersNullForNumbersThatJsonDoesNotHave() { // R22
    SHOP.predicts("ratio", PredictorGraphs.ratio().build().toByteArray());
    Reply reply = predict("ratio", "{\"a\": [[1], [0], [3]], \"b\": [[0], [0], [2]]}");
    assertThat(reply.body().path("outputs")).hasToString("{\"ratio\":[[null],[null],[1.5]]}");
    assertThat(predict("linear", "{\"features\": [[NaN, 1]]}").status()).isEqualTo(400);
    assertWrong(
        "linear",
        "{\"features\": [[1e39, 1]]}",
        "inputs.features [0][0] must be a number that float32 can hold");
    assertWrong("linear", "{\"features\": [[1, null]]}", "inputs.features [0][1] must be a number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                  | inputs.features is required: float32[?,2]
          {"features": [[1, 2]], "mood": [1]} | inputs.mood is no input of this model, which takes features float32[?,2]
          {"features": [[1, 2, 3]]}           | inputs.features must have the shape of float32[?,2], not [1, 3]
          {"features": [1, 2]}                | inputs.features must have the shape of float32[?,2], not [2]
          {"features": 1}                     | inputs.features must have the shape of float32[?,2], not []
          {"features": [[1, 2], [3]]}         | inputs.features [1] must be an array of 2, as the others are
          {"features": [[1, 2], [3, [4]]]}    | inputs.features [1][1] must be a number
          {"features": [[1, "2"]]}            | inputs.features [0][1] must be a number
          """)
  void refusesInputsThatTheModelDoesNotTake(String inputs, String error) { // R22
    assertWrong("linear", inputs, error);
  }

  @Test
  void refusesWholeNumbersThatAreNone() {
    SHOP.predicts("table", PredictorGraphs.table().build().toByteArray());
    assertThat(predict("table", "{\"place\": [2, 0]}").body().path("outputs").path("value"))
        .hasToString("[30.0,10.0]");
    for (String place : new String[] {"1.5", "9223372036854775808", "1e400", "true"}) {
      assertWrong(
          "table",
          "{\"place\": [" + place + "]}",
          "inputs.place [0] must be a whole number of 64 bits");
    }
  }

  @Test
  void saysWhatTheGraphCouldNotDo() { // R22
    SHOP.predicts("table", PredictorGraphs.table().build().toByteArray());
    Reply failed = predict("table", "{\"place\": [7]}");
    assertThat(failed.status()).isEqualTo(422);
    assertThat(failed.error()).startsWith("inputs are not what the graph").contains("look_up");
    SHOP.predicts("endless", PredictorGraphs.endless().build().toByteArray());
    Reply endless = predict("endless", "{\"x\": [[1]]}");
    assertThat(endless.status()).isEqualTo(422);
    assertThat(endless.error()).contains("kept the graph busy for 3000 ms");
  }

  @Test
  void answersByTheVersionThatIsNamed() {
    Shop shop = new Shop();
    ModelVersion first = shop.predicts("linear", PredictorGraphs.linear(1).build().toByteArray());
    ModelVersion second = shop.predicts("linear", PredictorGraphs.linear(2).build().toByteArray());
    for (String version : new String[] {first.value(), second.value(), first.value()}) {
      Reply reply =
          call(
              shop,
              "POST",
              PATH,
              "{\"model\": \"linear\", \"version\": \"%s\", \"inputs\": {\"features\": [[1]]}}"
                  .formatted(version));
      assertThat(reply.body().path("model").path("version").asText()).isEqualTo(version);
      assertThat(reply.body().path("outputs").path("score").path(0).path(0).asInt())
          .isEqualTo(version.equals(first.value()) ? 1 : 2);
    }
  }

  @Test
  void knowsNoModelOfAnotherTenant() { // R8
    Shop other = new Shop();
    String inputs = "\"inputs\": {\"features\": [[1, 2]]}}";
    for (String asked :
        new String[] {
          "{\"model\": \"linear\", ",
          "{\"model\": \"no name\", ",
          "{\"model\": \"linear\", \"version\": \"" + LINEAR + "\", ",
          "{\"model\": \"linear\", \"version\": \"1\", "
        }) {
      assertThat(call(other, "POST", PATH, asked + inputs).status()).isEqualTo(404);
    }
    Reply foreign =
        call(
            other,
            "POST",
            PATH,
            "{\"tenant_id\": \"" + SHOP.tenant() + "\", \"model\": \"linear\", " + inputs);
    assertThat(foreign.status()).isEqualTo(403);
  }

  @Test
  void asksNoRecommender() {
    Shop shop = new Shop();
    ModelVersion version = shop.trains(4, (left, right) -> right);
    for (String named : new String[] {"", "\"version\": \"" + version + "\", "}) {
      Reply reply =
          call(shop, "POST", PATH, "{\"model\": \"default\", " + named + "\"inputs\": {}}");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.error())
          .isEqualTo("model is a recommender; ask it by POST /api/v1/recommend");
    }
  }

  @Test
  void needsModelAndInputs() {
    assertThat(call(SHOP, "POST", PATH, "{\"inputs\": {}}").error())
        .startsWith("model is required");
    assertThat(call(SHOP, "POST", PATH, "{\"model\": \"linear\"}").error())
        .startsWith("inputs is required");
    assertThat(call(SHOP, "POST", PATH, "{\"model\": \"linear\", \"inputs\": [1]}").status())
        .isEqualTo(400);
    assertThat(call(SHOP, "POST", PATH, "{\"model\": \"linear\", \"input\": {}}").error())
        .startsWith("input is not a field");
  }

  @ParameterizedTest
  @CsvSource({
    "models:read, 200",
    "admin, 403",
    "recommend:read, 403",
    "models:write, 403",
    "events:write, 403"
  })
  void needsTheScopeThatReadsModels(String scope, int status) {
    Caller caller = Caller.of("predicts", scope);
    String body = "{\"model\": \"none\", \"inputs\": {}}";
    assertThat(call(caller.key(), "POST", PATH, body).status())
        .isEqualTo(status == 200 ? 404 : status);
    assertThat(call(caller.key(), "GET", "/api/v1/ml/models/list", "").status()).isEqualTo(status);
    assertThat(call("none", "POST", PATH, body).status()).isEqualTo(401);
  }

  @Test
  void listsWhatEachModelTakesAndGives() {
    Shop shop = new Shop();
    shop.trains(4, (left, right) -> right);
    shop.predicts("linear", PredictorGraphs.linear(1, 10).build().toByteArray());
    JsonNode models = get(shop, "/api/v1/ml/models/list").body().path("models");
    assertThat(models.path(0).path("kind").asText()).isEqualTo("recommender");
    JsonNode history = models.path(0).path("versions").path(0).path("inputs").path(0);
    assertThat(history).hasToString("{\"name\":\"history\",\"type\":\"int64\",\"shape\":[-1,-1]}");
    assertThat(models.path(1).path("kind").asText()).isEqualTo("predictor");
    JsonNode linear = models.path(1).path("versions").path(0);
    assertThat(linear.path("state").asText()).isEqualTo("active");
    assertThat(linear.path("active").asBoolean()).isTrue();
    assertThat(linear.path("inputs"))
        .hasToString("[{\"name\":\"features\",\"type\":\"float32\",\"shape\":[-1,2]}]");
    assertThat(linear.path("outputs"))
        .hasToString("[{\"name\":\"score\",\"type\":\"float32\",\"shape\":[-1,1]}]");
  }

  private static String rows(int count) {
    return "{\"features\": [" + String.join(",", Collections.nCopies(count, "[1, 2]")) + "]}";
  }

  private static void assertWrong(String model, String inputs, String error) {
    Reply reply = predict(model, inputs);
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(400);
    assertThat(reply.error()).isEqualTo(error);
  }

  private static Reply predict(String model, String inputs) {
    return call(SHOP, "POST", PATH, "{\"model\": \"" + model + "\", \"inputs\": " + inputs + "}");
  }
}
