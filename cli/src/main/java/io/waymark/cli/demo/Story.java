package io.waymark.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// From log-in to a list that changes with a purchase, told over HTTP alone. Every step throws
/// [StepException] where it does not come out.
final class Story {
  private static final int COUNT = 10;
  private static final List<String> METRICS = List.of("ndcg@20", "recall@20");

  private final Api api;
  private final Screen screen;
  private final Material material;
  private final LogIn logIn;
  private final Addresses addresses;
  private final Waits waits;

  Story(Api api, Screen screen, Material material, LogIn logIn, Addresses addresses, Waits waits) {
    this.api = api;
    this.screen = screen;
    this.material = material;
    this.logIn = logIn;
    this.addresses = addresses;
    this.waits = waits;
  }

  void tell() {
    logIn();
    Uploads uploads = new Uploads(api, screen, waits);
    material
        .items()
        .ifPresent(
            items -> {
              screen.step("Upload the items");
              uploads.upload("items", items);
              screen.done();
            });
    screen.step("Upload the interactions");
    uploads.upload("interactions", material.interactions());
    screen.done();
    String version = train();
    Listing before = recommend(version);
    String bought = buy(before);
    recommendAgain(before, bought);
    whereToGoOn();
  }

  private void logIn() {
    screen.step("Log in");
    JsonNode tokens =
        api.post(
            "/api/v1/auth/login", Map.of("email", logIn.email(), "password", logIn.password()));
    api.authorize(tokens.path("access_token").asText());
    JsonNode user = tokens.path("user");
    screen.line(
        "%s, %s of tenant %s"
            .formatted(
                user.path("email").asText(logIn.email()),
                user.path("role").asText("member"),
                user.path("tenant_id").asText("?")));
    screen.done();
  }

  /// Returns the version of the new model.
  private String train() {
    screen.step("Train a model");
    String path =
        "/api/v1/models/train/"
            + api.post("/api/v1/models/train", Map.of()).path("job_id").asText();
    JsonNode job;
    try (Meter meter = screen.meter("training")) {
      job =
          waits.until(
              "training",
              () -> api.get(path),
              now -> {
                meter.at(now.path("progress").asDouble(), now.path("stage").asText(""));
                return switch (now.path("state").asText()) {
                  case "done", "refused", "failed" -> true;
                  default -> false;
                };
              });
    }
    String state = job.path("state").asText();
    printMetrics(job);
    if (!state.equals("done")) {
      throw new StepException(
          "training was %s: %s".formatted(state, job.path("error").asText("no reason was given")));
    }
    screen.line("better than popularity, so it is active: version " + versionOf(job));
    screen.done();
    return versionOf(job);
  }

  private static String versionOf(JsonNode job) {
    return job.path("model_version").asText();
  }

  private void printMetrics(JsonNode job) {
    JsonNode model = job.path("metrics");
    JsonNode popularity = job.path("baseline");
    if (model.isEmpty() || popularity.isEmpty()) {
      return;
    }
    List<List<String>> rows =
        METRICS.stream()
            .map(
                metric ->
                    List.of(
                        metric.toUpperCase(Locale.ROOT),
                        decimal(model.path(metric).asDouble()),
                        decimal(popularity.path(metric).asDouble()),
                        factor(model.path(metric).asDouble(), popularity.path(metric).asDouble())))
            .toList();
    screen.line("measured on each user's newest interactions, which it had not seen:");
    screen.table(List.of("", "model", "popularity", "times"), rows);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String factor(double model, double popularity) {
    return popularity > 0 ? String.format(Locale.ROOT, "%.1f", model / popularity) : "-";
  }

  private Listing recommend(String version) {
    screen.step("Recommend for " + material.user());
    material.taste().forEach(screen::line);
    screen.blank();
    JsonNode answer =
        waits.until(
            "the new model",
            this::ask,
            now -> version.equals(Listing.of(now, material).modelVersion()));
    Listing listing = Listing.of(answer, material);
    if (listing.slots().isEmpty()) {
      throw new StepException("the list for " + material.user() + " is empty");
    }
    listing.print(screen);
    screen.done();
    return listing;
  }

  private JsonNode ask() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("user_id", material.user());
    body.put("count", COUNT);
    if (material.items().isPresent()) {
      body.put("fields", List.of("name", "category"));
    }
    return api.post("/api/v1/recommend", body);
  }

  /// Returns the item bought.
  private String buy(Listing listing) {
    String item =
        material.purchases().stream()
            .filter(candidate -> !listing.has(candidate))
            .findFirst()
            .orElseGet(() -> listing.slots().getLast().item());
    screen.step("%s buys %s".formatted(material.user(), material.name(item)));
    JsonNode answer =
        api.post(
            "/api/v1/data/ingest",
            Map.of("user_id", material.user(), "item_id", item, "interaction_type", "purchase"));
    JsonNode result = answer.path("results").path(0);
    if (!result.path("status").asText().equals("accepted")) {
      throw new StepException("the purchase was not accepted: " + result);
    }
    screen.line("one event sent; its id is " + result.path("event_id").asText());
    screen.done();
    return item;
  }

  private void recommendAgain(Listing before, String bought) {
    screen.step("Recommend for %s again, without training".formatted(material.user()));
    Listing after = Listing.of(ask(), material);
    after.printSince(before, screen);
    if (after.slots().equals(before.slots())) {
      screen.line("nothing moved: the model knows little about " + material.name(bought));
    }
    screen.done();
  }

  private void whereToGoOn() {
    screen.step("Where to go on");
    addresses.print(api, logIn, screen);
    screen.line("");
    screen.line("TOKEN=$(curl -s %s \\".formatted(api.at("/api/v1/auth/login")));
    screen.line("  -H 'Content-Type: application/json' \\");
    screen.line(
        "  -d '{\"email\":\"%s\",\"password\":\"%s\"}' | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')"
            .formatted(logIn.email(), logIn.password()));
    screen.line(
        "curl -s %s -H \"Authorization: Bearer $TOKEN\" \\".formatted(api.at("/api/v1/recommend")));
    screen.line("  -H 'Content-Type: application/json' \\");
    screen.line("  -d '{\"user_id\":\"%s\",\"count\":5}'".formatted(material.user()));
  }
}
