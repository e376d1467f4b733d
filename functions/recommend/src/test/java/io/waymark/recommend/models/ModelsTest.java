package io.waymark.recommend.models;

import static io.waymark.recommend.Function.call;
import static io.waymark.recommend.Function.get;
import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.edge.notes.AuditNote;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.testing.Eventually;
import io.waymark.testing.LocalAws;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class ModelsTest {
  private static final String BODY = "{\"user_id\": \"ann\", \"count\": 1}";

  @Test
  void showsVersionsAndWhichOneAnswers() {
    Shop shop = new Shop().offers(4);
    ModelVersion first = shop.trains(4, (left, right) -> right);
    ModelVersion second = shop.publishes(4, (left, right) -> -right);
    Reply reply = get(shop, "/api/v1/ml/models/list");
    assertThat(reply.body().path("models").path(0).path("name").asText()).isEqualTo("default");
    assertThat(reply.body().path("models").path(0).path("active").asText())
        .isEqualTo(first.value());
    assertThat(reply.body().path("models").path(0).path("versions")).hasSize(2);
    assertThat(reply.body()).isEqualTo(get(shop, "/api/v1/models").body());
    Reply one = get(shop, "/api/v1/models/default/versions/" + second);
    assertThat(one.body().path("active").asBoolean()).isFalse();
    assertThat(one.body().path("metrics").path("ndcg@20").asDouble()).isEqualTo(0.5);
    assertThat(one.body().path("state").asText()).isEqualTo("ready");
    assertThat(one.body().path("activated_at").isNull()).isTrue();
    JsonNode active = get(shop, "/api/v1/models/default/versions/" + first).body();
    assertThat(active.path("state").asText()).isEqualTo("active");
    assertThat(active.path("active").asBoolean()).isTrue();
  }

  @Test
  void saysWhoLetAVersionAnswerAndTellsTheAuditLog() { // R35
    Shop shop = new Shop().offers(4);
    ModelVersion first = shop.trains(4, (left, right) -> right);
    ModelVersion second = shop.publishes(4, (left, right) -> -right);
    assertThat(activate(shop, second, "").status()).isEqualTo(200);
    JsonNode active = version(shop, second);
    assertThat(active.path("activated_at").asText()).isNotEmpty();
    assertThat(version(shop, first).path("state").asText()).isEqualTo("retired");
    assertThat(active.path("activated_by").asText()).isEqualTo(shop.keyId());
    AuditNote activated = shop.notes().getLast();
    assertThat(activated.action()).isEqualTo("model.activated");
    assertThat(activated.target()).isEqualTo("model default");
    assertThat(activated.actor()).isEqualTo(shop.keyId());
    assertThat(activated.before()).isEqualTo(Map.of("version", first.value()));
    assertThat(activated.after()).isEqualTo(Map.of("version", second.value()));
    assertThat(activate(shop, second, "").status()).as("again").isEqualTo(200);
    assertThat(call(shop, "POST", "/api/v1/models/default/rollback", "").status()).isEqualTo(200);
    assertThat(shop.notes())
        .extracting(AuditNote::action)
        .containsExactlyInAnyOrder("model.activated", "model.rolled_back");
    assertThat(version(shop, second).path("state").asText()).isEqualTo("retired");
    assertThat(version(shop, first).path("activated_by").asText()).isEqualTo(shop.keyId());
  }

  @Test
  void activatesWhatTheGateObjectsToWhereForcedAlone() { // R35
    Shop shop = new Shop().offers(4);
    ModelVersion good = shop.publishes(4, 0.5, 0.25);
    ModelVersion worse = shop.publishes(4, 0.375, 0.25);
    assertThat(activate(shop, good, "{}").body().path("forced").asBoolean()).isFalse();
    String objection =
        "it is worse than the active version %s by more than a tenth (ndcg@20 0.3750 against 0.5000)"
            .formatted(good);
    for (String body : List.of("", "{}", "{\"force\":false}", "{\"force\":null}")) {
      Reply held = activate(shop, worse, body);
      assertThat(held.status()).as(body).isEqualTo(409);
      assertThat(held.body().path("detail").asText())
          .isEqualTo(objection + "; send {\"force\": true} to activate it all the same");
    }
    assertThat(shop.notes()).hasSize(1);
    assertThat(activate(shop, worse, "{\"forse\":true}").error()).startsWith("forse ");
    assertThat(activate(shop, worse, "{\"force\":\"true\"}").status()).isEqualTo(400);
    assertThat(activate(shop, worse, "[true]").status()).isEqualTo(400);
    Reply forced = activate(shop, worse, "{\"force\":true}");
    assertThat(forced.status()).isEqualTo(200);
    assertThat(forced.body().path("forced").asBoolean()).isTrue();
    assertThat(forced.body().path("objection").asText()).isEqualTo(objection);
    assertThat(shop.notes())
        .extracting(AuditNote::after)
        .contains(Map.of("version", worse.value(), "forced", "true", "objection", objection));
    Reply back = call(shop, "POST", "/api/v1/models/default/rollback", "");
    assertThat(back.body().path("version").asText()).isEqualTo(good.value());
  }

  @Test
  void objectsToAnUploadedModelOfItemsThatAreNotOffered() { // R35
    Shop without = new Shop();
    assertThat(activate(without, without.handsIn(4), "").status()).isEqualTo(200);
    Shop shop = new Shop().offers(Shop.item(9));
    Reply held = activate(shop, shop.handsIn(4), "");
    assertThat(held.status()).isEqualTo(409);
    assertThat(held.body().path("detail").asText())
        .startsWith("none of its 4 items is among the 1 of your catalogue; send");
    assertThat(activate(shop, shop.handsIn(10), "").status()).isEqualTo(200);
  }

  private static Reply activate(Shop shop, ModelVersion version, String body) {
    return call(shop, "POST", "/api/v1/models/default/versions/" + version + "/activate", body);
  }

  private static JsonNode version(Shop shop, ModelVersion version) {
    return get(shop, "/api/v1/models/default/versions/" + version).body();
  }

  @Test
  void switchesAndBack() throws Exception { // R9
    Shop shop = new Shop().offers(4).event("ann", "view", 0, 1);
    ModelVersion first = shop.trains(4, (left, right) -> right);
    assertThat(recommend(shop, BODY).items()).containsExactly("item-3");
    ModelVersion second = shop.publishes(4, (left, right) -> -right);
    Reply activated =
        call(shop, "POST", "/api/v1/models/default/versions/" + second + "/activate", "");
    assertThat(activated.status()).as(activated.whole().body()).isEqualTo(200);
    assertThat(activated.body().path("previous").asText()).isEqualTo(first.value());
    awaitFirst(shop, "item-1");
    Reply back = call(shop, "POST", "/api/v1/models/default/rollback", "");
    assertThat(back.body().path("version").asText()).isEqualTo(first.value());
    awaitFirst(shop, "item-3");
    assertThat(call(shop, "POST", "/api/v1/models/default/rollback", "").status()).isEqualTo(409);
  }

  @Test
  void leavesOutAModelWithAFlippedBit() { // R7, R10
    Shop shop = new Shop().offers(4).event("ann", "view", 0, 1);
    ModelVersion good = shop.trains(4, (left, right) -> right);
    assertThat(recommend(shop, BODY).sources()).containsExactly("model");
    ModelVersion broken = shop.publishes(4, (left, right) -> -right);
    flipABit(shop, broken);
    Object _ = call(shop, "POST", "/api/v1/models/default/versions/" + broken + "/activate", "");
    for (int round = 0; round < 20; round++) {
      Reply reply = recommend(shop, BODY);
      assertThat(reply.body().path("model").path("version").asText()).isEqualTo(good.value());
    }

    Shop other = new Shop().offers(4).event("ann", "view", 0, 1);
    ModelVersion only = other.publishes(4, (left, right) -> -right);
    flipABit(other, only);
    Object _ = call(other, "POST", "/api/v1/models/default/versions/" + only + "/activate", "");
    Reply reply = recommend(other, BODY);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.sources()).containsExactly("latest");
    assertThat(reply.body().path("degraded").path(0).asText()).isEqualTo("model");
    assertThat(reply.body().path("model").isNull()).isTrue();
  }

  @Test
  void hidesAModelFromEveryOtherTenant() { // R8
    Shop owner = new Shop().offers(4);
    ModelVersion version = owner.trains(4, (left, right) -> right);
    Shop other = new Shop();
    String path = "/api/v1/models/default/versions/" + version;
    assertThat(get(other, path).status()).isEqualTo(404);
    assertThat(call(other, "POST", path + "/activate", "").status()).isEqualTo(404);
    assertThat(call(other, "POST", "/api/v1/models/default/rollback", "").status()).isEqualTo(404);
    assertThat(get(other, "/api/v1/models").body().path("models")).isEmpty();
    assertThat(get(owner, "/api/v1/models/No%20Name").status()).isEqualTo(404);
    assertThat(get(owner, "/api/v1/models/default/versions/latest").status()).isEqualTo(404);
  }

  private static void awaitFirst(Shop shop, String item) throws Exception {
    Eventually.await(() -> recommend(shop, BODY).items().contains(item));
  }

  private static void flipABit(Shop shop, ModelVersion version) {
    String bucket = LocalAws.INSTALLATION.name(Bucket.MODELS);
    String key = shop.tenant() + "/default/" + version + "/" + ModelPackage.MODEL;
    byte[] bytes =
        LocalAws.shared()
            .s3()
            .getObjectAsBytes(request -> request.bucket(bucket).key(key))
            .asByteArray();
    bytes[bytes.length / 2] ^= 4;
    Object _ =
        LocalAws.shared()
            .s3()
            .putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
  }
}
