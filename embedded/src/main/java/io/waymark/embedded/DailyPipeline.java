package io.waymark.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.tenancy.installation.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a state machine does on AWS once a day, here in one thread: the same functions with the
/// same events in the same order. One tenant's failure stops no other's.
public final class DailyPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(DailyPipeline.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TENANT = "tenant_id";
  private static final String AFTER = "after";

  private final Invocations invocations;
  private final Clock clock;
  private final Progress progress;

  /// Runs a function's event to its answer; throws where the function does.
  @FunctionalInterface
  public interface Invocations {
    byte[] invoke(Handler handler, byte[] event);
  }

  /// Told of each stage of a tenant when it is over.
  @FunctionalInterface
  public interface Progress {
    void over(String tenant, String stage, String outcome);
  }

  /// How a tenant's run ended.
  public enum Outcome {
    TRAINED,
    /// Nothing was accepted since the active model was trained.
    UNCHANGED,
    /// The quality gate wants a person to look at the day's data.
    HELD,
    /// The model gate kept the model back.
    REFUSED,
    FAILED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What became of a tenant.
  public record Result(String tenant, Outcome outcome) {}

  public DailyPipeline(Invocations invocations, Clock clock, Progress progress) {
    this.invocations = invocations;
    this.clock = clock;
    this.progress = progress;
  }

  /// Runs all stages for `tenant`, or for every active tenant that has accepted interactions.
  public List<Result> run(Optional<String> tenant) {
    List<Result> results = new ArrayList<>();
    String run = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    for (String each : tenant.map(List::of).orElseGet(this::tenants)) {
      results.add(new Result(each, outcome(each, run)));
    }
    return results;
  }

  private List<String> tenants() {
    List<String> tenants = new ArrayList<>();
    ObjectNode event = JSON.createObjectNode();
    JsonNode page;
    do {
      page = invoke(Handler.TRAIN_TENANTS, event);
      page.path("tenants").forEach(each -> tenants.add(each.path(TENANT).asText()));
      event.set(AFTER, page.path(AFTER));
    } while (page.path(AFTER).isTextual());
    return tenants;
  }

  private Outcome outcome(String tenant, String run) {
    try {
      return stages(tenant, run);
    } catch (RuntimeException failed) {
      LOG.error("the daily pipeline failed for {}", tenant, failed);
      progress.over(tenant, "pipeline", "failed: " + failed.getMessage());
      return Outcome.FAILED;
    }
  }

  private Outcome stages(String tenant, String run) {
    JsonNode collected = collected(tenant);
    String decision = collected.path("decision").asText();
    progress.over(
        tenant,
        "collect",
        "%s, %d rows, %d files, before %d"
            .formatted(
                decision.replace('_', ' '),
                collected.path("rows").asLong(),
                collected.path("files_after").asLong(),
                collected.path("files_before").asLong()));
    if (decision.equals("held")) {
      return Outcome.HELD;
    }
    JsonNode trained = invoke(Handler.TRAIN_DAILY, of(tenant));
    String state = trained.path("state").asText();
    progress.over(tenant, "train", state + with(trained.path("model_version")));
    Outcome outcome =
        switch (state) {
          case "done" -> Outcome.TRAINED;
          case "unchanged" -> Outcome.UNCHANGED;
          case "refused" -> Outcome.REFUSED;
          default -> Outcome.FAILED;
        };
    if (outcome != Outcome.FAILED) {
      makeLists(tenant, run);
    }
    if (outcome == Outcome.TRAINED) {
      progress.over(tenant, "warm", "done" + with(warmed(tenant).path("model_version")));
    }
    return outcome;
  }

  private static String with(JsonNode version) {
    return version.isTextual() ? ", model " + version.asText() : "";
  }

  private JsonNode collected(String tenant) {
    long before = Long.MAX_VALUE;
    while (true) {
      JsonNode answer = invoke(Handler.INGEST_COLLECT, of(tenant));
      if (answer.path("done").asBoolean()) {
        return answer;
      }
      long left = answer.path("left").asLong(Long.MAX_VALUE);
      if (left >= before) {
        throw comesNoFurther(Handler.INGEST_COLLECT);
      }
      before = left;
    }
  }

  private void makeLists(String tenant, String run) {
    long lists = 0;
    String before = "";
    while (true) {
      JsonNode answer = invoke(Handler.RECOMMEND_LISTS, of(tenant).put("run", run));
      lists += answer.path("lists").asLong();
      if (!answer.path(AFTER).isTextual()) {
        progress.over(tenant, "lists", lists + " users");
        return;
      }
      String after = answer.path(AFTER).asText();
      if (after.equals(before)) {
        throw comesNoFurther(Handler.RECOMMEND_LISTS);
      }
      before = after;
    }
  }

  private static IllegalStateException comesNoFurther(Handler handler) {
    return new IllegalStateException(handler.shortName() + " comes no further");
  }

  /// In the shape of API Gateway's events, since the function takes those.
  private JsonNode warmed(String tenant) {
    ObjectNode event = JSON.createObjectNode();
    event.putObject("stageVariables").put("warm", tenant);
    return read(invoke(Handler.RECOMMEND_API, event).path("body").asText().getBytes(UTF_8));
  }

  private static ObjectNode of(String tenant) {
    return JSON.createObjectNode().put(TENANT, tenant);
  }

  private JsonNode invoke(Handler handler, JsonNode event) {
    return read(invocations.invoke(handler, bytes(event)));
  }

  private static byte[] bytes(JsonNode event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(byte[] answer) {
    try {
      return JSON.readTree(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
