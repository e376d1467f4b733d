package io.waymark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.cli.transfer.TenantCommand;
import io.waymark.embedded.Options;
import io.waymark.embedded.Progress;
import io.waymark.embedded.Waymark;
import io.waymark.embedded.gateway.Gateway;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A tenant with events, a catalogue, uploads and a trained model goes from one embedded service to
/// another. It takes half a minute: `-Dwaymark.move=true` asks for it.
@EnabledIfSystemProperty(named = "waymark.move", matches = "true")
final class TenantMoveTest {
  @TempDir Path folder;

  @Test
  void answersAsBeforeInAnotherInstallation() throws Exception {
    Path here = folder.resolve("here");
    Path there = folder.resolve("there");
    Path export = folder.resolve("export");
    List<JsonNode> before;
    try (Waymark waymark = start(here);
        Api api = new Api(waymark.url())) {
      Screen silent =
          new Screen(
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
              false,
              false);
      new Story(api, silent, SampleMaterial.until(Instant.now()), LogIn.DEMO, Waits.USUAL).tell();
      JsonNode _ =
          api.post(
              "/api/v1/data/ingest",
              Map.of("user_id", "late", "item_id", "item_001", "event_id", "late-1"));
      before = answers(api);
    }
    assertThat(before.getFirst().path("recommendations")).hasSize(20);
    assertThat(run("export", "--data=" + here, "--tenant=demo", "--out=" + export)).isZero();
    assertThat(run("import", "--data=" + there, "--tenant=demo", export.toString())).isZero();
    assertThat(run("import", "--data=" + there, "--tenant=demo", export.toString()))
        .as("once is enough")
        .isNotZero();
    try (Waymark waymark = start(there);
        Api api = new Api(waymark.url())) {
      api.authorize(
          api.post(
                  "/api/v1/auth/login",
                  Map.of("email", LogIn.DEMO.email(), "password", LogIn.DEMO.password()))
              .path("access_token")
              .asText());
      assertThat(answers(api)).isEqualTo(before);
      assertThat(
              api.post(
                      "/api/v1/data/ingest",
                      Map.of("user_id", "late", "item_id", "item_001", "event_id", "late-1"))
                  .path("duplicate")
                  .asInt())
          .isEqualTo(1);
      assertThat(api.get("/api/v1/data/uploads").path("uploads")).hasSize(2);
      assertThat(api.get("/api/v1/models").path("models")).hasSize(1);
    }
  }

  /// Lists of many users, without what is of one answer alone.
  private static List<JsonNode> answers(Api api) {
    List<JsonNode> answers = new ArrayList<>();
    for (String user : List.of("user_001", "user_002", "user_050", "user_123", "late", "nobody")) {
      JsonNode answer =
          api.post(
              "/api/v1/recommend",
              Map.of("user_id", user, "count", 20, "fields", List.of("name", "price")));
      ((com.fasterxml.jackson.databind.node.ObjectNode) answer)
          .retain("model_version", "recommendations");
      answers.add(answer);
    }
    return answers;
  }

  private static Waymark start(Path data) {
    return Waymark.start(
        new Options(
            new Gateway.Address("127.0.0.1", 0),
            Optional.of(data),
            Path.of("..", "embedded", "target", "functions"),
            Optional.empty(),
            Map.of(),
            Optional.empty()),
        Progress.SILENT);
  }

  private static int run(String... arguments) {
    StringWriter out = new StringWriter();
    return new CommandLine(new TenantCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute(arguments);
  }
}
