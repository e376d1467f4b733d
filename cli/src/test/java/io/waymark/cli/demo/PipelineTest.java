package io.waymark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.cli.Main;
import io.waymark.cli.RunningService;
import io.waymark.embedded.DailyPipeline.Outcome;
import io.waymark.embedded.DailyPipeline.Result;
import io.waymark.embedded.Options;
import io.waymark.embedded.Options.PlatformAdmin;
import io.waymark.embedded.Progress;
import io.waymark.embedded.Waymark;
import io.waymark.embedded.gateway.Gateway;
import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `waymark pipeline run` over the real functions and a data folder.
final class PipelineTest {
  private static final PlatformAdmin OPERATOR =
      new PlatformAdmin("operator@example.com", "a password of an operator");

  /// A quarter of the users: each row is brought to the disk by itself.
  private static final String FIRST_LEFT_OUT = "user_101";

  @TempDir private Path folder;

  /// What the command said.
  private record Said(int code, String out, String err) {
    Map<String, String> outcomes() {
      try {
        JsonNode report = new ObjectMapper().readTree(out);
        return report
            .path("tenants")
            .valueStream()
            .collect(
                Collectors.toMap(
                    each -> each.path("tenant_id").asText(),
                    each -> each.path("outcome").asText()));
      } catch (JsonProcessingException e) {
        throw new AssertionError(out + err, e);
      }
    }
  }

  @BeforeAll
  static void theFunctionsAreBuilt() {
    Path functions = Path.of("..", "embedded", "target", "functions");
    assertThat(functions)
        .as("the functions' archives; ./mvnw verify builds them, from the root")
        .isDirectory();
    System.setProperty(Options.FUNCTIONS_PROPERTY, functions.toString());
  }

  @AfterAll
  static void nobodyElseIsToldOfThem() {
    System.clearProperty(Options.FUNCTIONS_PROPERTY);
  }

  @Test
  void trainsWhereSomethingIsNewAndHoldsWhatIsOdd() throws Exception {
    try (Waymark waymark = start();
        Api api = new Api(waymark.url())) {
      logIn(api, OPERATOR.email(), OPERATOR.password());
      JsonNode odd = api.post("/api/v1/tenants", Map.of("id", "odd", "name", "Odd"));
      assertThat(odd.path("id").asText()).isEqualTo("odd");
      logIn(api, LogIn.DEMO.email(), LogIn.DEMO.password());
      Uploads uploads =
          new Uploads(
              api,
              new Screen(new PrintStream(OutputStream.nullOutputStream()), false, false),
              Waits.USUAL);
      SampleData whole = SampleData.until(Instant.now());
      SampleData sample =
          new SampleData(
              whole.shop(),
              whole.visits().stream()
                  .filter(visit -> visit.user().compareTo(FIRST_LEFT_OUT) < 0)
                  .toList());
      Path items = folder.resolve("items.parquet");
      sample.writeItems(items);
      uploads.upload("items", items);
      Path interactions = folder.resolve("interactions.parquet");
      sample.writeInteractions(interactions);
      uploads.upload("interactions", interactions);
    }
    plantADayOfOneUser("odd", "stream-1.parquet", Instant.now().minus(Duration.ofDays(1)));

    Said first = run("--json");
    assertThat(first.outcomes())
        .as(first.err())
        .isEqualTo(Map.of("demo", "trained", "odd", "held"));
    assertThat(first.code()).isEqualTo(3);
    assertThat(first.err())
        .contains("odd collect: held, 600 rows, 1 files, before 1")
        .contains("demo train: done, model ", "demo lists: ", " users", "demo warm: done, model ")
        .doesNotContain("odd train");
    List<Path> lists = objects("user-data/demo/lists");
    assertThat(lists).isNotEmpty();
    assertThat(objects("data/pipeline/odd")).hasSize(1);

    for (Path object : lists) {
      Files.delete(object);
    }
    Said second = run("--tenant", "demo");
    assertThat(second.out()).as(second.err()).isEqualToIgnoringNewLines("unchanged  demo");
    assertThat(objects("user-data/demo/lists")).as("lists are made up for").hasSameSizeAs(lists);
    assertThat(second.code()).isZero();
  }

  @Test
  void aTenantThatCannotBeIsRefused() {
    assertThat(new CommandLine(new PipelineCommand()).execute("run", "--tenant", "no tenant!"))
        .isEqualTo(2);
  }

  @Test
  void endsWithTheGravest() {
    assertThat(PipelineCommand.exitCode(List.of())).isZero();
    assertThat(code(Outcome.TRAINED, Outcome.UNCHANGED)).isZero();
    assertThat(code(Outcome.TRAINED, Outcome.HELD)).isEqualTo(3);
    assertThat(code(Outcome.REFUSED, Outcome.UNCHANGED)).isEqualTo(3);
    assertThat(code(Outcome.HELD, Outcome.FAILED, Outcome.REFUSED)).isEqualTo(1);
  }

  private static int code(Outcome... outcomes) {
    return PipelineCommand.exitCode(
        Stream.of(outcomes).map(outcome -> new Result("shop", outcome)).toList());
  }

  private Waymark start() {
    return Waymark.start(
        Options.defaults()
            .at(new Gateway.Address("127.0.0.1", 0))
            .keeping(Optional.of(folder.resolve("data")))
            .administeredBy(Optional.of(OPERATOR))
            .with(RunningService.PATIENT),
        Progress.SILENT);
  }

  private static void logIn(Api api, String email, String password) {
    api.authorize(
        api.post("/api/v1/auth/login", Map.of("email", email, "password", password))
            .path("access_token")
            .asText());
  }

  /// In a process of its own: a second service of one process cannot load ONNX Runtime again.
  private Said run(String... options) throws IOException, InterruptedException {
    // ONNX Runtime ends a process whose command line is as long as this class path.
    Path arguments =
        Files.writeString(
            folder.resolve("arguments"),
            "-XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp \"%s\" -D%s=\"%s\" -Dwaymark.calls.patience=2m"
                .formatted(
                    System.getProperty("java.class.path"),
                    Options.FUNCTIONS_PROPERTY,
                    System.getProperty(Options.FUNCTIONS_PROPERTY)));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "@" + arguments,
                    Main.class.getName(),
                    "pipeline",
                    "run",
                    "--data",
                    folder.resolve("data").toString()),
                Stream.of(options))
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      return new Said(process.waitFor(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  /// What the archiver would have left then, had a robot done nearly everything.
  private void plantADayOfOneUser(String tenant, String name, Instant then) throws IOException {
    Path place = bucket("training-data").resolve(tenant).resolve("interactions").resolve(name);
    Files.createDirectories(place.getParent());
    List<ParquetColumn> columns =
        List.of(
            text("user_key"),
            text("item_id"),
            text("interaction_type"),
            new ParquetColumn("timestamp", ParquetColumn.Type.INSTANT),
            number("rating"),
            number("value"),
            number("duration_seconds"),
            text("event_id"));
    try (ParquetWriter rows = ParquetWriter.create(place, columns)) {
      for (int at = 0; at < 600; at++) {
        String user = at < 500 ? "robot" : "user" + at;
        Instant time = then.minusSeconds(60L * at);
        rows.row(user, "item" + at, "view", time, null, null, null, "e" + at);
      }
    }
    Files.setLastModifiedTime(place, FileTime.from(then));
  }

  private static ParquetColumn text(String name) {
    return new ParquetColumn(name, ParquetColumn.Type.TEXT);
  }

  private static ParquetColumn number(String name) {
    return new ParquetColumn(name, ParquetColumn.Type.DOUBLE);
  }

  private Path bucket(String purpose) {
    return folder.resolve("data/s3").resolve("waymark-local-000000000000-eu-central-1-" + purpose);
  }

  private List<Path> objects(String place) throws IOException {
    String purpose = place.substring(0, place.indexOf('/'));
    Path below = bucket(purpose).resolve(place.substring(purpose.length() + 1));
    if (!Files.isDirectory(below)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
