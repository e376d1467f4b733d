package io.waymark.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Fills a tenant through the public API: items and interactions by presigned uploads, a model
/// trained and answering, an API key for the load. The key ends with [#close]; the data stays, as
/// long as the service does.
final class Seeding implements AutoCloseable {
  private static final String API = "/api/v1";
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// One, and not a search among all of them: the load is put on answers, and on the same model.
  private static final String ALGORITHM = "ials";

  private static final List<String> SCOPES =
      List.of("recommend:read", "events:write", "models:read", "admin");

  private final URI base;
  private final Screen screen;
  private final LogIn member;
  private final Api admin;
  private final JsonNode key;

  private Seeding(URI base, Screen screen, LogIn logIn, String run) {
    this.base = base;
    this.screen = screen;
    this.member = member(logIn, run);
    this.admin = Api.withToken(base, logIn(member).path("access_token").asText());
    this.key = admin.post(API + "/api-keys", Map.of("name", "load test " + run, "scopes", SCOPES));
  }

  /// @param run names what it makes
  /// @param interactions how many, [ShopData#INTERACTIONS] to measure with
  /// @param folder for the files, the caller's to delete
  static Seeding seed(
      URI base, LogIn logIn, String run, int interactions, Path folder, Screen screen) {
    Seeding seeding = new Seeding(base, screen, logIn, run);
    try {
      seeding.fill(folder, interactions);
      return seeding;
    } catch (IOException e) {
      seeding.close();
      throw new LoadTestException("cannot write the data to " + folder, e);
    } catch (LoadTestException e) {
      seeding.close();
      throw e;
    }
  }

  Target target() {
    return new Target(base, key.path("key").asText(), member);
  }

  @Override
  public void close() {
    admin.close();
    // Its token may have ended meanwhile.
    try (Api again = Api.withToken(base, logIn(member).path("access_token").asText())) {
      again.delete(API + "/api-keys/" + key.path("api_key").path("id").asText());
    }
  }

  /// A platform's admin makes a tenant of its own for the load; any other uses its tenant.
  private LogIn member(LogIn logIn, String run) {
    JsonNode entry = logIn(logIn);
    if (!entry.path("user").path("role").asText().equals("platform_admin")) {
      screen.line(
          "tenant %s, log-in %s".formatted(entry.at("/user/tenant_id").asText(), logIn.email()));
      return logIn;
    }
    String tenant = "load-test-" + run;
    LogIn first = LogIn.made(tenant);
    try (Api platform = Api.withToken(base, entry.path("access_token").asText())) {
      platform.post(
          API + "/tenants",
          Map.of(
              "id",
              tenant,
              "name",
              "Load test " + run,
              "admin",
              Map.of("email", first.email(), "password", first.password())));
    }
    screen.line("made tenant " + tenant);
    return first;
  }

  private JsonNode logIn(LogIn logIn) {
    try (Api anonymous = Api.anonymous(base)) {
      return anonymous.logIn(logIn);
    }
  }

  private void fill(Path folder, int rows) throws IOException {
    Path items = folder.resolve("items.csv");
    Path interactions = folder.resolve("interactions.csv");
    ShopData.writeItems(items);
    ShopData.until(Instant.now(), ShopData.SEED, rows).writeInteractions(interactions);
    upload("items", items, ShopData.ITEMS);
    upload("interactions", interactions, rows);
    String version = train();
    answering(version);
  }

  private void upload(String kind, Path file, int rows) throws IOException {
    JsonNode created =
        admin.post(
            API + "/data/uploads",
            Map.of("kind", kind, "format", "csv", "size_bytes", Files.size(file)));
    admin.send(created, file);
    String path = API + "/data/uploads/" + created.path("upload_id").asText();
    JsonNode ended = until("the upload of " + kind, () -> admin.get(path), Seeding::ended);
    if (!ended.path("state").asText().equals("done") || ended.path("accepted").asInt() != rows) {
      throw new LoadTestException("the upload of %s came to %s".formatted(kind, ended));
    }
    screen.line("uploaded %,d %s".formatted(rows, kind));
  }

  private String train() {
    String path =
        API
            + "/models/train/"
            + admin
                .post(API + "/models/train", Map.of("algorithm", ALGORITHM))
                .path("job_id")
                .asText();
    JsonNode job = until("training", () -> admin.get(path), Seeding::ended);
    if (!job.path("state").asText().equals("done")) {
      throw new LoadTestException("training came to " + job);
    }
    screen.line("trained model " + job.path("model_version").asText());
    return job.path("model_version").asText();
  }

  private void answering(String version) {
    until(
        "the new model",
        () -> admin.post(API + "/recommend", Map.of("user_id", ShopData.user(0), "count", 10)),
        answer -> answer.at("/model/version").asText().equals(version));
    screen.line("the model answers");
  }

  private static boolean ended(JsonNode work) {
    return switch (work.path("state").asText()) {
      case "done", "refused", "failed" -> true;
      default -> false;
    };
  }

  /// As long as answers differ it goes on.
  private static JsonNode until(
      String what, Supplier<JsonNode> question, Predicate<JsonNode> enough) {
    JsonNode last = question.get();
    long changed = System.nanoTime();
    while (!enough.test(last)) {
      if (System.nanoTime() - changed > PATIENCE.toNanos()) {
        throw new LoadTestException("%s did not go on; it last said %s".formatted(what, last));
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LoadTestException("waiting for " + what + " was interrupted", e);
      }
      JsonNode next = question.get();
      if (!next.equals(last)) {
        changed = System.nanoTime();
      }
      last = next;
    }
    return last;
  }
}
