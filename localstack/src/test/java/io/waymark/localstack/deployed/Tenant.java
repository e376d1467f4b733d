package io.waymark.localstack.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.tenancy.installation.Handler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// A tenant of a test's own, and its admin, logged in.
///
/// @param email of the admin
/// @param access of the admin's latest log-in
record Tenant(Stacks stacks, String id, String email, AtomicReference<Access> access) {
  /// An access token, and when it was given.
  record Access(Api caller, Instant since) {
    static Access of(Stacks stacks, String email) {
      Instant before = Instant.now();
      return new Access(stacks.api().bearing(token(stacks, email)), before);
    }
  }

  /// A third of an access token's life.
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(5);

  static final String PASSWORD = "correct horse battery staple";

  private static final String OPERATOR = "operator@waymark.test";

  /// Makes one, as the operator of the installation does.
  static Tenant create(Stacks stacks, String name) {
    Api operator = operator(stacks);
    String id = name + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    String email = "admin@" + id + ".test";
    operator
        .post(
            "/api/v1/tenants",
            Map.of(
                "id",
                id,
                "name",
                "Tenant " + name,
                "admin",
                Map.of("email", email, "password", PASSWORD)))
        .expecting(201);
    return new Tenant(stacks, id, email, new AtomicReference<>(Access.of(stacks, email)));
  }

  /// A caller with the admin's access token.
  Api admin() {
    if (access.get().since().plus(AGAIN_AFTER).isBefore(Instant.now())) {
      access.set(Access.of(stacks, email));
    }
    return access.get().caller();
  }

  /// Makes the operator of the installation, where there is none.
  static void makeOperator(Stacks stacks) {
    stacks.invoke(
        Handler.AUTH_MIGRATIONS,
        Map.of("platform_admin", Map.of("email", OPERATOR, "password", PASSWORD)));
  }

  static Api operator(Stacks stacks) {
    return stacks.api().bearing(token(stacks, OPERATOR));
  }

  static JsonNode logIn(Stacks stacks, String email) {
    return stacks
        .api()
        .post("/api/v1/auth/login", Map.of("email", email, "password", PASSWORD))
        .expecting(200);
  }

  /// Suspends the tenant, as the operator does.
  void suspend() {
    operator(stacks).patch("/api/v1/tenants/" + id, Map.of("status", "suspended")).expecting(200);
  }

  private static String token(Stacks stacks, String email) {
    return logIn(stacks, email).path("access_token").asText();
  }

  /// A new key.
  JsonNode key(String... scopes) {
    return admin()
        .post("/api/v1/api-keys", Map.of("name", "of a test", "scopes", List.of(scopes)))
        .expecting(201);
  }

  Api withKey(String... scopes) {
    return stacks.api().withKey(key(scopes).path("key").asText());
  }

  /// Begins an upload; answers where to put the file.
  JsonNode beginUpload(String kind, String format, byte[] file) {
    return admin()
        .post(
            "/api/v1/data/uploads",
            Map.of("kind", kind, "format", format, "size_bytes", file.length))
        .expecting(201);
  }

  /// Uploads and waits for the end, which is the upload's last state.
  JsonNode upload(String kind, String format, String content) {
    return upload(kind, format, content.getBytes(StandardCharsets.UTF_8));
  }

  JsonNode upload(String kind, String format, byte[] file) {
    JsonNode begun = beginUpload(kind, format, file);
    Api.upload(begun, begun.path("url").asText(), file).expecting(200);
    return ended(begun.path("upload_id").asText());
  }

  JsonNode ended(String upload) {
    return Await.until(
        "the upload ends",
        () -> upload(upload),
        now -> Set.of("done", "refused", "failed").contains(now.path("state").asText()));
  }

  JsonNode upload(String id) {
    return admin().get("/api/v1/data/uploads/" + id).expecting(200);
  }

  JsonNode report(String upload) {
    return admin().get("/api/v1/data/uploads/" + upload + "/report").expecting(200);
  }

  /// Trains and waits for the end, which is the job's last state.
  JsonNode train() {
    String job =
        admin()
            .post("/api/v1/models/train", Map.of("algorithm", "ials"))
            .expecting(202)
            .path("job_id")
            .asText();
    return trained(job);
  }

  JsonNode trained(String job) {
    return Await.until(
        "the training ends",
        () -> job(job),
        now -> Set.of("done", "refused", "failed").contains(now.path("state").asText()));
  }

  JsonNode job(String id) {
    return admin().get("/api/v1/models/train/" + id).expecting(200);
  }

  JsonNode recommend(String user) {
    return admin().post("/api/v1/recommend", Map.of("user_id", user, "count", 5)).expecting(200);
  }

  /// A list of everything without what the user is known to have bought.
  Set<String> notBought(String user) {
    return admin()
        .post(
            "/api/v1/recommend",
            Map.of("user_id", user, "count", 100, "exclude_interacted", List.of("purchase")))
        .expecting(200)
        .path("recommendations")
        .valueStream()
        .map(slot -> slot.path("item_id").asText())
        .collect(Collectors.toSet());
  }

  boolean bought(String user, String item) {
    return !notBought(user).contains(item);
  }

  void awaitBought(String user, String item) {
    Await.until(user + " bought " + item, () -> bought(user, item), known -> known);
  }

  /// Sends one event and says what became of it: `accepted`, `duplicate` or `rejected`.
  String send(String user, String item, String event) {
    return admin()
        .post(
            "/api/v1/data/ingest",
            Map.of(
                "user_id", user,
                "item_id", item,
                "interaction_type", "purchase",
                "event_id", event))
        .expecting(202)
        .path("results")
        .path(0)
        .path("status")
        .asText();
  }

  /// A purchase as the operator's producers put it on the stream.
  StreamRecord purchase(String user, String item, String event) {
    return purchaseAt(user, item, event, Instant.now().toString());
  }

  StreamRecord purchaseAt(String user, String item, String event, String at) {
    return new StreamRecord(
        id + "#" + user,
        Api.text(
            Map.of(
                "tenant_id", id,
                "user_id", user,
                "item_id", item,
                "interaction_type", "purchase",
                "event_id", event,
                "timestamp", at)));
  }
}
