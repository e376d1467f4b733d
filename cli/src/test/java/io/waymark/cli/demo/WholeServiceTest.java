package io.waymark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.cli.ImportCommand;
import io.waymark.cli.RunningService;
import io.waymark.cli.replay.ReplayCommand;
import io.waymark.embedded.Progress;
import io.waymark.embedded.Waymark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The real functions, from the archives that are deployed, in the service that `demo` and `up`
/// start.
final class WholeServiceTest {
  private static final int CALLERS = 8;
  private static final int ACKNOWLEDGED_BEFORE_THE_STOP = 200;
  private static final int AT_ONCE = 400;
  private static final int REQUESTS = 25;

  private static final Pattern LOG_IN = Pattern.compile("log-in +(\\S+) / (\\S+)");

  private static final Map<String, String> ADMIN =
      Map.of(
          "WAYMARK_EMAIL", LogIn.DEMO.email(), //
          "WAYMARK_PASSWORD", LogIn.DEMO.password());

  /// A service that keeps nothing, as that of `demo`.
  @Nested
  @ExtendWith(RunningService.class)
  final class Started {
    /// As `docs/how-to/deploy.md` has it told on a stage of one's own: by the operator, who makes a
    /// tenant for it.
    @Test
    void theStoryComesOut(Waymark waymark) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Screen screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false, false);
      Map<String, String> operator =
          Map.of(
              "WAYMARK_PLATFORM_EMAIL", RunningService.OPERATOR.email(),
              "WAYMARK_PLATFORM_PASSWORD", RunningService.OPERATOR.password());

      int code =
          new CommandLine(new DemoCommand(operator, () -> screen))
              .execute("--service=" + waymark.url() + "/", "--tenant=told");

      String text = out.toString(StandardCharsets.UTF_8);
      assertThat(code).as(text).isZero();
      assertThat(text)
          .contains(
              "Make the tenant told",
              "admin@told.example, admin of tenant told",
              "quality report: approved. 500 read, 500 accepted, 0 duplicate, 0 rejected",
              "quality report: approved. 10,000 read, 10,000 accepted, 0 duplicate, 0 rejected",
              "better than popularity, so it is active",
              "Because you bought")
          .doesNotContain("/metrics");
      Matcher admin = LOG_IN.matcher(text);
      assertThat(admin.find()).isTrue();
      try (Api api = new Api(waymark.url())) {
        api.authorize(token(api, new LogIn(admin.group(1), admin.group(2))));
        JsonNode job = api.get("/api/v1/models").path("models").path(0);
        assertThat(job.isMissingNode()).isFalse();
        List<String> categories =
            api.post(
                    "/api/v1/recommend",
                    Map.of("user_id", "user_001", "count", 10, "fields", List.of("category")))
                .path("recommendations")
                .valueStream()
                .map(slot -> slot.path("fields").path("category").asText())
                .toList();
        assertThat(categories)
            .as("the planted tastes of user_001, and one thing near what was just bought")
            .hasSize(10)
            .filteredOn(category -> List.of("coffee", "cycling").contains(category))
            .hasSizeGreaterThanOrEqualTo(8);
      }
    }

    /// `recommend` names the answer, `ingest` reads the name by the same key, and `recommend` tells
    /// what came of it.
    @Test
    void whatBecameOfAListIsCounted(Waymark waymark) {
      try (Api api = loggedIn(waymark)) {
        String name =
            api.post("/api/v1/recommend", Map.of("user_id", "ann", "placement", "trending"))
                .path("recommendation_id")
                .asText();
        Map<String, String> shown =
            Map.of(
                "user_id", "ann",
                "interaction_type", "impression",
                "event_id", "shown",
                "recommendation_id", name);
        Map<String, Object> both = new HashMap<>(shown);
        both.put("item_ids", List.of("one", "two"));
        Map<String, Object> click = new HashMap<>(shown);
        click.putAll(Map.of("interaction_type", "click", "event_id", "click", "item_id", "one"));
        Map<String, Object> stranger = new HashMap<>(click);
        stranger.putAll(Map.of("event_id", "stranger", "recommendation_id", "made-up"));
        for (int time = 0; time < 2; time++) {
          JsonNode sent =
              api.post("/api/v1/data/ingest", Map.of("events", List.of(both, click, stranger)));
          assertThat(sent.path("rejected").asInt()).as(sent.toString()).isZero();
        }
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String path =
            "/api/v1/metrics/recommendations?from=%s&to=%s"
                .formatted(today.minusDays(1), today.plusDays(1));
        await(
            () -> {
              JsonNode all = api.get(path).path("all");
              return all.path("clicks").asInt() > 0 && all.path("impressions").asInt() > 1;
            });
        JsonNode trending = api.get(path).path("placements").path(0);
        assertThat(trending.path("placement").asText()).isEqualTo("trending");
        assertThat(trending.path("figures").path("impressions").asInt()).isEqualTo(2);
        assertThat(trending.path("figures").path("clicks").asInt()).isEqualTo(1);
        assertThat(trending.path("figures").path("click_rate").path("value").asDouble())
            .isEqualTo(0.5);
      }
    }

    /// Not within a second, which it would be on a machine that has nothing else to do, but at
    /// once.
    @Test
    void theNextListOfEachUserKnowsTheEvent(Waymark waymark) {
      List<String> items = List.of("bought", "left");
      try (Api api = loggedIn(waymark);
          HttpClient http = HttpClient.newHttpClient()) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder()
                .header("Authorization", "Bearer " + token(api))
                .header("Content-Type", "application/json");
        for (String item : items) {
          URI place = waymark.url().resolve("/api/v1/items/" + item);
          assertThat(status(http, request.uri(place).PUT(BodyPublishers.ofString("{}"))))
              .isEqualTo(204);
        }
        await(() -> listed(api, "nobody").containsAll(items));
        int known = 0;
        for (int user = 0; user < 200; user++) {
          String id = "next-" + user;
          JsonNode sent =
              api.post(
                  "/api/v1/data/ingest",
                  Map.of("user_id", id, "item_id", "bought", "interaction_type", "purchase"));
          assertThat(sent.path("accepted").asInt()).as(sent.toString()).isEqualTo(1);
          List<String> next = listed(api, id);
          assertThat(next).contains("left");
          known += next.contains("bought") ? 0 : 1;
        }
        assertThat(known).isEqualTo(200);
      }
    }

    private static List<String> listed(Api api, String user) {
      return api.post(
              "/api/v1/recommend",
              Map.of("user_id", user, "count", 100, "exclude_interacted", List.of("purchase")))
          .path("recommendations")
          .valueStream()
          .map(slot -> slot.path("item_id").asText())
          .toList();
    }

    @Test
    void anItemIsAddressedWhateverItsIdHolds(Waymark waymark) {
      List<String> ids = List.of("a%2Fb", "a%25b", "a%252Fb", "a%5Cb", "a%2F..%2Fb");
      try (Api api = new Api(waymark.url());
          HttpClient http = HttpClient.newHttpClient()) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder()
                .header("Authorization", "Bearer " + token(api))
                .header("Content-Type", "application/json");
        URI items = waymark.url().resolve("/api/v1/items/");
        for (String id : ids) {
          BodyPublisher boot = BodyPublishers.ofString("{\"name\": \"Boot\"}");
          assertThat(status(http, request.uri(URI.create(items + id)).PUT(boot)))
              .as("put " + id)
              .isEqualTo(204);
        }
        await(() -> ids.stream().allMatch(id -> similar(http, request, items + id) == 200));
        List<String> deleted = List.of(ids.get(0), ids.get(2), ids.get(4));
        List<String> kept = List.of(ids.get(1), ids.get(3));
        delete(http, request, items, deleted);
        await(() -> deleted.stream().allMatch(id -> similar(http, request, items + id) == 404));
        assertThat(kept).allMatch(id -> similar(http, request, items + id) == 200);
        delete(http, request, items, kept);
        await(() -> kept.stream().allMatch(id -> similar(http, request, items + id) == 404));
      }
    }

    private static void delete(
        HttpClient http, HttpRequest.Builder request, URI items, List<String> ids) {
      for (String id : ids) {
        assertThat(status(http, request.copy().uri(URI.create(items + id)).DELETE()))
            .as("delete " + id)
            .isEqualTo(204);
      }
    }

    private static int similar(HttpClient http, HttpRequest.Builder request, String item) {
      return status(http, request.copy().uri(URI.create(item + "/similar")).GET());
    }
  }

  /// A service that was stopped amid requests, and started again over what it kept.
  @Nested
  final class StartedAgain {
    private static final String COUNTED = "GET /api/v1/models";

    @TempDir private static Path folder;

    private static final Queue<String> ACKNOWLEDGED = new ConcurrentLinkedQueue<>();
    private static Waymark waymark;

    @BeforeAll
    static void stopAmidRequestsAndStart() throws Exception {
      CountDownLatch underWay = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_STOP);
      List<CompletableFuture<Void>> callers;
      try (Waymark stopped = start();
          Api api = loggedIn(stopped)) {
        for (int at = 0; at < REQUESTS; at++) {
          api.get("/api/v1/models");
        }
        await(() -> counted(api) == REQUESTS);
        for (int at = 0; at < REQUESTS; at++) {
          api.get("/api/v1/models");
        }
        callers =
            IntStream.range(0, CALLERS)
                .mapToObj(
                    caller ->
                        CompletableFuture.runAsync(
                            () -> sendUntilTheStop(stopped, caller, ACKNOWLEDGED, underWay),
                            task -> Thread.ofVirtual().start(task)))
                .toList();
        underWay.await();
      }
      callers.forEach(CompletableFuture::join);
      try (var left = Files.list(folder.resolve("postgresql"))) {
        assertThat(left).noneMatch(file -> file.endsWith("postmaster.pid"));
      }
      waymark = start();
    }

    @AfterAll
    static void stop() {
      waymark.close();
    }

    private static Waymark start() {
      return Waymark.start(RunningService.options(Optional.of(folder)), Progress.SILENT);
    }

    @Test
    void hasLostNothingThatWasAcknowledged() {
      List<String> sent = List.copyOf(ACKNOWLEDGED);
      assertThat(sent).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_THE_STOP);
      try (Api api = loggedIn(waymark)) {
        for (int from = 0; from < sent.size(); from += AT_ONCE) {
          List<String> some = sent.subList(from, Math.min(sent.size(), from + AT_ONCE));
          JsonNode answer =
              api.post(
                  "/api/v1/data/ingest",
                  Map.of("events", some.stream().map(WholeServiceTest::event).toList()));
          assertThat(answer.path("duplicate").asInt()).as(answer.toString()).isEqualTo(some.size());
        }
      }
    }

    @Test
    void hasCountedEveryRequest() {
      try (Api api = loggedIn(waymark)) {
        assertThat(counted(api)).as("the stop counted the rest").isEqualTo(2 * REQUESTS);
      }
    }

    @Test
    void takesWhatAnotherProductExportedOnce() throws Exception {
      Path export =
          Files.writeString(
              folder.resolve("feedback.jsonl"),
              """
              {"FeedbackType":"star","UserId":"imported","ItemId":"i1","Timestamp":"2026-01-01T00:00:00Z"}
              {"FeedbackType":"read","UserId":"imported","ItemId":"i2","Timestamp":"2026-01-02T00:00:00Z"}
              {"FeedbackType":"read","UserId":"imported"}
              """);
      try (Api api = loggedIn(waymark)) {
        for (int accepted : List.of(2, 0)) {
          Path out = folder.resolve("imported-" + accepted);
          int code =
              new CommandLine(new ImportCommand(ADMIN))
                  .setCaseInsensitiveEnumValuesAllowed(true)
                  .execute(
                      "--format=gorse",
                      "--json",
                      "--host=" + waymark.url(),
                      "--out=" + out,
                      export + "");
          JsonNode upload = api.get("/api/v1/data/uploads").path("uploads").path(0);
          assertThat(code).isZero();
          assertThat(upload.path("accepted").asInt()).isEqualTo(accepted);
          assertThat(upload.path("duplicate").asInt()).isEqualTo(2 - accepted);
          assertThat(out.resolve("refused.jsonl")).content().contains("\"line\":3");
        }
      }
    }

    @Test
    void putsBackWhatOfTheStreamWasGivenUp() throws Exception {
      String event =
          record(
                  "demo#again",
                  "{'tenant_id':'demo','user_id':'again','item_id':'i1','timestamp':'2026-01-01T00:00:00Z','event_id':'again-1'}",
                  1)
              + ","
              + record(
                  "demo#again", "{'tenant_id':'demo','user_id':'again','event_id':'again-2'}", 2);
      for (int time = 0; time < 2; time++) {
        Path batch = givenUp("{\"Records\":[" + event + "]}");
        StringWriter out = new StringWriter();
        assertThat(replay(out, "--data=" + folder)).isZero();
        assertThat(out.toString()).contains("ingest-stream, 2 records", "RetryAttemptsExhausted");
        assertThat(replay(out, "--data=" + folder, "--all")).isZero();
        assertThat(out.toString()).contains("1 taken");
        assertThat(batch).doesNotExist();
      }
      try (Api api = loggedIn(waymark)) {
        assertThat(api.post("/api/v1/data/ingest", event("again-1")).path("duplicate").asInt())
            .isEqualTo(1);
      }
      String host = "--host=" + waymark.url();
      StringWriter listed = new StringWriter();
      assertThat(replay(listed, host)).isZero();
      assertThat(listed.toString())
          .contains("shardId-7-2", "item_id is required", "again-2", "1 dead letters");
      StringWriter replayed = new StringWriter();
      assertThat(replay(replayed, host, "shardId-7-2")).isEqualTo(1);
      assertThat(replayed.toString()).contains("rejected: item_id is required");
      assertThat(replay(replayed, host, "shardId-7-3")).isEqualTo(2);
    }

    private static int replay(StringWriter out, String... arguments) throws IOException {
      ReplayCommand command = new ReplayCommand(ADMIN);
      CommandLine line = new CommandLine(command).setOut(new PrintWriter(out, true));
      if (!arguments[arguments.length - 1].equals("--all")) {
        return line.execute(arguments);
      }
      // With --data it would start a service over the folder that this one uses.
      CommandLine.ParseResult _ = line.parseArgs(arguments);
      return command.batches(folder, waymark);
    }

    private static Path givenUp(String event) throws IOException {
      ObjectNode kept = new ObjectMapper().createObjectNode();
      kept.putObject("requestContext")
          .put(
              "functionArn",
              "arn:aws:lambda:eu-central-1:000000000000:function:waymark-local-ingest-stream")
          .put("condition", "RetryAttemptsExhausted");
      kept.put("payload", event);
      Path file = folder.resolve("failed/stream-to-ingest/shard-1.json");
      Files.createDirectories(file.getParent());
      return Files.writeString(file, kept.toString());
    }

    private static String record(String key, String data, int number) {
      String base64 =
          Base64.getEncoder()
              .encodeToString(data.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      return """
      {"eventID":"shardId-7:%d","eventName":"aws:kinesis:record","eventSource":"aws:kinesis",\
      "eventVersion":"1.0","awsRegion":"eu-central-1","eventSourceARN":"arn:aws:kinesis:x",\
      "kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"%s","sequenceNumber":"%d",\
      "data":"%s","approximateArrivalTimestamp":1767312000.987}}"""
          .formatted(number, key, number, base64);
    }

    private static int counted(Api api) {
      return api.get("/api/v1/usage?by=endpoint")
          .path("rows")
          .valueStream()
          .filter(row -> row.path("group").asText().equals(COUNTED))
          .mapToInt(row -> row.path("requests").asInt())
          .sum();
    }
  }

  private static int status(HttpClient http, HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the condition comes true in time").isLessThan(until);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  /// Sends one event after the other until an answer is no acknowledgement.
  private static void sendUntilTheStop(
      Waymark waymark, int caller, Queue<String> acknowledged, CountDownLatch underWay) {
    try (Api api = loggedIn(waymark)) {
      for (int at = 0; ; at++) {
        String id = "event-" + caller + "-" + at;
        JsonNode answer = api.post("/api/v1/data/ingest", event(id));
        assertThat(answer.path("accepted").asInt()).isEqualTo(1);
        acknowledged.add(id);
        underWay.countDown();
      }
    } catch (StepException stopped) {
      // From here on nothing was acknowledged.
    }
  }

  private static Api loggedIn(Waymark waymark) {
    Api api = new Api(waymark.url());
    api.authorize(token(api));
    return api;
  }

  private static String token(Api api) {
    return token(api, LogIn.DEMO);
  }

  private static String token(Api api, LogIn logIn) {
    return api.post(
            "/api/v1/auth/login", Map.of("email", logIn.email(), "password", logIn.password()))
        .path("access_token")
        .asText();
  }

  private static Map<String, Object> event(String id) {
    return Map.of("user_id", "u-" + id.charAt(6), "item_id", "item", "event_id", id);
  }
}
