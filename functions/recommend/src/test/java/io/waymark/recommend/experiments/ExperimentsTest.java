package io.waymark.recommend.experiments;

import static io.waymark.recommend.Function.call;
import static io.waymark.recommend.Function.get;
import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.edge.notes.AuditNote;
import io.waymark.model.answers.RecommendationIds;
import io.waymark.recommend.Function;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.tenancy.UserId;
import io.waymark.testing.onnx.ToyGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentsTest {
  private static final String PATH = "/api/v1/experiments";
  private static final int ITEMS = 6;

  /// Its usual model puts the last item first, `other` the second one.
  private static Shop shopWithTwoModels() {
    Shop shop = new Shop().offers(ITEMS);
    Object _ = shop.trains(ITEMS, (left, right) -> right);
    Object _ = shop.trains("other", ITEMS, (left, right) -> -right);
    return shop;
  }

  private static String trial(double control) {
    return arms("trial", "default", control, "other", 1 - control);
  }

  private static String arms(String name, String one, double first, String two, double second) {
    return """
    {"experiment": {"name": "%s", "arms": [
      {"name": "control", "model": "%s", "share": %s}, {"name": "more", "model": "%s", "share": %s}]}}
    """
        .formatted(name, one, first, two, second);
  }

  private static Reply put(Shop shop, String body) {
    return call(shop, "PUT", PATH, body);
  }

  private static JsonNode begin(Shop shop, String body) {
    Reply reply = put(shop, body);
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(200);
    return reply.body();
  }

  private static Reply ask(Shop shop, String user) {
    return recommend(
        shop, "{\"user_id\": \"" + user + "\", \"session_items\": [\"item-0\"], \"count\": 2}");
  }

  private static String arm(Reply reply) {
    return reply.body().path("experiment").path("arm").asText("none");
  }

  private static String model(Reply reply) {
    return reply.body().path("model").path("name").asText("none");
  }

  private static int code(Reply reply) {
    return Function.bean(RecommendationIds.class)
        .read(reply.body().path("recommendation_id").asText())
        .orElseThrow()
        .arm();
  }

  /// A user of the arm, by the same hash as the function's.
  private static String userOf(Shop shop, String arm) {
    Experiment running =
        Function.bean(ExperimentStore.class).find(shop.tenant()).running().orElseThrow();
    for (int at = 0; ; at++) {
      String user = "user-" + at;
      if (running.exposureOf(shop.tenant(), new UserId(user)).arm().equals(arm)) {
        return user;
      }
    }
  }

  @Test
  void beginChangeAndEnd() {
    Shop shop = shopWithTwoModels();
    assertThat(get(shop, PATH).whole().body()).isEqualTo("{\"experiment\":null,\"revision\":0}");
    JsonNode begun = begin(shop, trial(0.5));
    assertThat(begun).isEqualTo(get(shop, PATH).body());
    assertThat(begun.path("revision").asInt()).isEqualTo(1);
    assertThat(begun.path("experiment").path("name").asText()).isEqualTo("trial");
    assertThat(begun.path("experiment").path("started_by").asText()).isEqualTo(shop.keyId());
    assertThat(begun.path("experiment").path("arms").path(1).toString())
        .isEqualTo("{\"name\":\"more\",\"model\":\"other\",\"share\":0.5}");
    assertThat(begin(shop, trial(0.5))).as("once more").isEqualTo(begun);

    JsonNode changed = begin(shop, trial(0.75));
    assertThat(changed.path("revision").asInt()).isEqualTo(2);
    assertThat(changed.path("experiment").path("started_at"))
        .isEqualTo(begun.path("experiment").path("started_at"));
    assertThat(begin(shop, "{\"experiment\": null}").toString())
        .isEqualTo("{\"experiment\":null,\"revision\":3}");
    assertThat(begin(shop, "{\"experiment\": null}").path("revision").asInt()).isEqualTo(3);
  }

  @Test
  void areToldToTheAuditLog() {
    Shop shop = shopWithTwoModels();
    JsonNode _ = begin(shop, trial(0.5));
    JsonNode _ = begin(shop, trial(0.5));
    JsonNode _ = begin(shop, "{\"experiment\": null}");
    Map<String, String> told =
        Map.of("name", "trial", "arm control", "default 0.5", "arm more", "other 0.5");
    assertThat(shop.notes())
        .extracting(
            AuditNote::action,
            AuditNote::actor,
            AuditNote::source,
            AuditNote::before,
            AuditNote::after)
        .containsExactlyInAnyOrder(
            tuple("experiment.changed", shop.keyId(), "127.0.0.1", Map.of(), told),
            tuple("experiment.changed", shop.keyId(), "127.0.0.1", told, Map.of()));
  }

  @Test
  void areNotBegunWithAModelThatCannotAnswer() {
    Shop shop = shopWithTwoModels();
    Object _ = shop.predicts("churn", ToyGraph.of(new float[2][2]).build().toByteArray());
    for (String model : List.of("nowhere", "churn")) {
      Reply reply = put(shop, arms("trial", "default", 0.5, model, 0.5));
      assertThat(reply.status()).as(model).isEqualTo(409);
      assertThat(reply.body().path("detail").asText())
          .isEqualTo("no version of a recommender is active of " + model);
    }
    assertThat(get(shop, PATH).body().path("revision").asInt()).isZero();
  }

  @Test
  void doNotUndoWhatSomebodyElseChanged() {
    Shop shop = shopWithTwoModels();
    JsonNode _ = begin(shop, trial(0.5));
    JsonNode changed = begin(shop, trial(0.6).replace("]}}", "]}, \"revision\": 1}"));
    Reply late = put(shop, "{\"experiment\": null, \"revision\": 1}");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.body().path("detail").asText()).contains("somebody else");
    assertThat(get(shop, PATH).body()).isEqualTo(changed);
    assertThat(put(shop, trial(0.6).replace("]}}", "]}, \"revision\": 1}")).status())
        .as("the same again, whose answer was lost")
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'name': 'Trial', 'arms': []}                            | experiment.name must be 1-63",
        "{'arms': [ONE, TWO]}                                     | experiment.name must be given",
        "{'name': 'a', 'arms': [ONE]}                             | experiment.arms must have 2-8 entries",
        "{'name': 'a', 'arms': [ONE, null]}                       | experiment.arms[1] must not be null",
        "{'name': 'a', 'arms': [ONE, ONE]}                        | experiment.arms[1].name is that of another arm",
        "{'name': 'a', 'arms': [ONE, {'name': 'b', 'share': 0.5}]} | experiment.arms[1].model must be given",
        "{'name': 'a', 'arms': [ONE, {'name': 'b', 'model': 'train', 'share': 0.5}]} | experiment.arms[1].model is not valid",
        "{'name': 'a', 'arms': [ONE, {'name': 'b', 'model': 'c', 'share': 1}]} | experiment.arms[1].share must be 0.001-0.999",
        "{'name': 'a', 'arms': [ONE, {'name': 'b', 'model': 'c', 'share': 0.4}]} | experiment.arms must have shares that together make 1, not 0.9",
        "{'name': 'a', 'arms': [ONE, TWO], 'split': 1}            | split",
      })
  void areRefusedByTheFieldThatIsWrong(String experiment, String error) {
    String body =
        experiment
            .replace("ONE", "{'name': 'one', 'model': 'default', 'share': 0.5}")
            .replace("TWO", "{'name': 'two', 'model': 'default', 'share': 0.5}")
            .replace("'", "\"");
    Reply reply = put(new Shop(), "{\"experiment\": " + body + "}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains(error);
  }

  @Test
  void giveEachUserTheModelOfOneArm() { // R33, R34
    Shop shop = shopWithTwoModels();
    JsonNode _ = begin(shop, trial(0.5));
    Map<String, String> first = Map.of("control", "item-5", "more", "item-1");
    Map<String, String> models = Map.of("control", "default", "more", "other");
    Map<String, Integer> met = new HashMap<>();
    for (int user = 0; user < 30; user++) {
      Reply reply = ask(shop, "user-" + user);
      String arm = arm(reply);
      assertThat(reply.items().getFirst()).isEqualTo(first.get(arm));
      assertThat(model(reply)).isEqualTo(models.get(arm));
      assertThat(reply.body().path("experiment").path("name").asText()).isEqualTo("trial");
      assertThat(arm(ask(shop, "user-" + user))).isEqualTo(arm);
      met.merge(arm + " " + code(reply), 1, Integer::sum);
    }
    assertThat(met).containsOnlyKeys("control 9", "more 10");

    JsonNode _ = begin(shop, "{\"experiment\": null}");
    Reply after = ask(shop, "user-1");
    assertThat(after.body().path("experiment").isNull()).isTrue();
    assertThat(model(after)).isEqualTo("default");
    assertThat(code(after)).isZero();
  }

  @Test
  void leaveOutGuestsAndWhoeverNamesAModel() {
    Shop shop = shopWithTwoModels();
    JsonNode _ = begin(shop, trial(0.001));
    String user = userOf(shop, "more");
    assertThat(arm(ask(shop, user))).isEqualTo("more");
    for (String other :
        List.of(
            "{\"session_items\": [\"item-0\"]}",
            "{\"user_id\": \"%s\", \"model\": \"default\"}".formatted(user),
            "{\"user_id\": \"%s\", \"placement\": \"trending\"}".formatted(user))) {
      Reply reply = recommend(shop, other);
      assertThat(reply.body().path("experiment").isNull()).as(other).isTrue();
      assertThat(model(reply)).as(other).isEqualTo("default");
      assertThat(code(reply)).as(other).isZero();
    }
    for (String placement : List.of("similar", "cart")) {
      Reply reply =
          recommend(
              shop,
              "{\"user_id\": \"%s\", \"placement\": \"%s\", \"seed_items\": [\"item-0\"]}"
                  .formatted(user, placement));
      assertThat(arm(reply)).as(placement).isEqualTo("more");
    }
  }

  @Test
  void standInBatchesAndExplanations() {
    Shop shop = shopWithTwoModels();
    JsonNode _ = begin(shop, trial(0.5));
    String user = userOf(shop, "more");
    Reply batch =
        call(
            shop,
            "POST",
            "/api/v1/recommend/batch",
            "{\"requests\": [{\"user_id\": \"%s\", \"session_items\": [\"item-0\"], \"explain\": true}, {\"session_items\": [\"item-0\"]}]}"
                .formatted(user));
    JsonNode results = batch.body().path("results");
    JsonNode first = results.path(0).path("result");
    assertThat(first.path("experiment").toString())
        .isEqualTo("{\"name\":\"trial\",\"arm\":\"more\"}");
    JsonNode explanation = first.path("recommendations").path(0).path("explanation");
    assertThat(explanation.path("arm").asText()).isEqualTo("more");
    assertThat(explanation.path("model").path("name").asText()).isEqualTo("other");
    assertThat(results.path(1).path("result").path("experiment").isNull()).isTrue();
  }

  @Test
  void leaveAListThatWasBegunToItsModel() {
    Shop shop = shopWithTwoModels();
    String page = "{\"user_id\": \"%s\", \"count\": 1, \"cursor\": %s}";
    Reply usual = recommend(shop, page.formatted("ann", "null"));
    JsonNode _ = begin(shop, arms("trial", "other", 0.5, "other", 0.5));
    Reply more = recommend(shop, page.formatted("ann", cursor(usual)));
    assertThat(model(more)).as("begun before the experiment").isEqualTo("default");
    assertThat(arm(more)).isEqualTo("none");

    Reply first = recommend(shop, page.formatted("ann", "null"));
    Reply second = recommend(shop, page.formatted("ann", cursor(first)));
    assertThat(arm(second)).isEqualTo(arm(first)).isNotEqualTo("none");
    assertThat(code(second)).isEqualTo(code(first));
    JsonNode _ = begin(shop, "{\"experiment\": null}");
    Reply third = recommend(shop, page.formatted("ann", cursor(second)));
    assertThat(model(third)).as("begun in the experiment").isEqualTo("other");
    assertThat(arm(third)).isEqualTo("none");
    assertThat(code(third)).isZero();
    assertThat(List.of(first.items(), second.items(), third.items())).doesNotHaveDuplicates();
  }

  private static JsonNode cursor(Reply reply) {
    return reply.body().path("next_cursor");
  }

  @Test
  void countNobodyForAModelThatDidNotAnswer() { // R34, R7
    Shop shop = new Shop().offers(ITEMS);
    Object _ = shop.trains(ITEMS, (left, right) -> right);
    shop.trainsBroken("other", ITEMS);
    JsonNode _ = begin(shop, trial(0.5));
    Reply broken = ask(shop, userOf(shop, "more"));
    assertThat(model(broken)).isEqualTo("default");
    assertThat(arm(broken)).isEqualTo("none");
    assertThat(code(broken)).isZero();
    assertThat(broken.items()).startsWith("item-5");
    assertThat(broken.body().path("degraded").toString()).isEqualTo("[\"model\"]");
    assertThat(arm(ask(shop, userOf(shop, "control")))).isEqualTo("control");
  }

  @Test
  void areOfOneTenantAlone() { // R8
    Shop shop = shopWithTwoModels();
    Shop rival = shopWithTwoModels();
    JsonNode _ = begin(shop, trial(0.5));
    assertThat(get(rival, PATH).body().path("experiment").isNull()).isTrue();
    for (int user = 0; user < 10; user++) {
      assertThat(model(ask(rival, "user-" + user))).isEqualTo("default");
    }
    JsonNode theirs = begin(rival, arms("theirs", "other", 0.5, "other", 0.5));
    assertThat(theirs.path("revision").asInt()).isEqualTo(1);
    assertThat(get(shop, PATH).body().path("experiment").path("name").asText()).isEqualTo("trial");
  }
}
