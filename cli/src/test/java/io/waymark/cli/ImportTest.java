package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of the shapes that the products document, made up here; what becomes of each row.
class ImportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void personalize() throws IOException {
    Path events =
        file(
            "interactions.csv",
            """
            USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,IMPRESSION
            u1,i1,1609459200,Purchase,12.5,i1|i2
            u1,i2,1609459260,AddToCart,,
            ,i2,1609459260,View,,
            u2,i2,soon,View,,
            u3,i3,1609459261,Share With Friend,,
            """);
    Path items =
        file(
            "items.csv",
            """
            ITEM_ID,PRICE,CATEGORY_L1,CATEGORY_L2,PRODUCT_DESCRIPTION,CREATION_TIMESTAMP,COLOR
            i1,19.90,Shoes|Sport,Running,"Light, with a ""grip""\",1609459200,red
            i2,cheap,Shoes,,,,
            """);
    Path users = file("users.csv", "USER_ID,AGE\nu1,33\n");
    JsonNode report = imported("personalize", events, items, users);
    assertThat(counts(report)).containsExactly(8L, 3L, 1L, 1L, 4L);
    assertThat(report.path("types").toString())
        .isEqualTo("{\"cart\":1,\"purchase\":1,\"share_with_friend\":1}");
    assertThat(report.path("left_out").toString()).isEqualTo("{\"impression\":1}");
    List<JsonNode> rows = lines("interactions-1.jsonl.gz");
    assertThat(rows.getFirst().path("user_id").asText()).isEqualTo("u1");
    assertThat(rows.getFirst().path("timestamp").asText()).isEqualTo("2021-01-01T00:00:00Z");
    assertThat(rows.getFirst().path("value").asDouble()).isEqualTo(12.5);
    JsonNode shoe = lines("items.jsonl.gz").getFirst();
    assertThat(shoe.path("category").asText()).isEqualTo("Shoes");
    assertThat(shoe.path("tags").toString()).isEqualTo("[\"Sport\"]");
    assertThat(shoe.path("price").asDouble()).isEqualTo(19.9);
    assertThat(shoe.path("description").asText()).isEqualTo("Light, with a \"grip\"");
    assertThat(shoe.path("color").asText()).isEqualTo("red");
    assertThat(refusals())
        .containsExactly(
            "interactions.csv:4 user_id missing",
            "interactions.csv:5 timestamp invalid",
            "items.csv:3 price not_a_number",
            "users.csv:2 row about_a_user");
  }

  @Test
  void gorseAsJsonLines() throws IOException {
    Path feedback =
        file(
            "feedback.jsonl",
            """
            {"FeedbackType":"star","UserId":"u1","ItemId":"i1","Value":0,"Timestamp":"2024-05-01T10:00:00.123456789+02:00","Updated":"2024-05-01T10:00:00Z","Labels":null,"Comment":""}
            {"FeedbackType":"read","UserId":"u2","ItemId":"i1","Value":3,"Timestamp":"0001-01-01T00:00:00Z","Comment":"hm"}
            {"FeedbackType":"read","UserId":"u2"}
            {"FeedbackType":"read","UserId":
            """);
    Path items =
        file(
            "items.jsonl",
            """
            {"ItemId":"i1","IsHidden":true,"Categories":["book","novel"],"Timestamp":"2024-01-01T00:00:00Z","Labels":{"author":"A. Writer","embedding":[0.1,0.2],"topics":["sea","ships"]},"Comment":"A story"}
            {"ItemId":"i2","IsHidden":false,"Categories":null,"Timestamp":"0001-01-01T00:00:00Z","Labels":["x","y"],"Comment":""}
            """);
    JsonNode report = imported("gorse", feedback, items);
    assertThat(counts(report)).containsExactly(6L, 2L, 2L, 2L, 2L);
    assertThat(report.path("types").toString()).isEqualTo("{\"like\":1,\"view\":1}");
    assertThat(report.path("left_out").toString()).isEqualTo("{\"comment\":1,\"embedding\":1}");
    List<JsonNode> events = lines("interactions-1.jsonl.gz");
    assertThat(events.getFirst().path("timestamp").asText()).isEqualTo("2024-05-01T08:00:00.123Z");
    assertThat(events.getFirst().has("value")).isFalse();
    assertThat(events.get(1).has("timestamp")).isFalse();
    assertThat(events.get(1).path("value").asDouble()).isEqualTo(3);
    List<JsonNode> written = lines("items.jsonl.gz");
    assertThat(written.getFirst().toString())
        .isEqualTo(
            "{\"item_id\":\"i1\",\"category\":\"book\",\"description\":\"A story\",\"tags\":[\"novel\"],"
                + "\"author\":\"A. Writer\",\"is_hidden\":\"true\",\"timestamp\":\"2024-01-01T00:00:00Z\","
                + "\"topics\":\"sea|ships\"}");
    assertThat(written.get(1).toString()).isEqualTo("{\"item_id\":\"i2\",\"tags\":[\"x\",\"y\"]}");
    assertThat(refusals())
        .containsExactly("feedback.jsonl:3 item_id missing", "feedback.jsonl:4 row not_json");
  }

  @Test
  void gorseAsTheCsvOfItsFirstVersions() throws IOException {
    Path feedback =
        file(
            "feedback.csv",
            """
            feedback_type,user_id,item_id,time_stamp\r
            star,u1,i1,2021-03-04 05:06:07.8 +0100 CET\r
            star,u1,i2,0001-01-01 00:00:00 +0000 UTC\r
            """);
    JsonNode report = imported("gorse", feedback);
    assertThat(counts(report)).containsExactly(2L, 2L, 0L, 0L, 0L);
    List<JsonNode> events = lines("interactions-1.jsonl.gz");
    assertThat(events.getFirst().path("timestamp").asText()).isEqualTo("2021-03-04T04:06:07.800Z");
    assertThat(events.get(1).has("timestamp")).isFalse();
  }

  @Test
  void metarankWhoseLaterItemEventsCompleteEarlierOnes() throws IOException {
    Path events = folder.resolve("events.jsonl.gz");
    String lines =
        """
        {"event":"item","id":"a","timestamp":"1599391467000","item":"i1","fields":[{"name":"title","value":"A cat"},{"name":"color","value":["white","black"]},{"name":"is_cute","value":true}]}
        {"event":"user","id":"b","timestamp":"1599391467000","user":"u1","fields":[{"name":"age","value":33}]}
        {"event":"ranking","id":"c","timestamp":"1599391467000","user":"u1","items":[{"id":"i1"}]}
        {"event":"interaction","id":"d","ranking":"c","timestamp":"1599391467000","user":"u1","type":"click","item":"i1"}
        {"event":"interaction","id":"e","timestamp":1599391468000,"session":"s1","type":"click","item":"i1"}
        {"event":"interaction","id":"f","timestamp":"2022-06-22T11:21:39Z","user":"u1","type":"sniff","item":"i1","fields":[{"name":"count","value":1}]}
        {"event":"item","id":"g","timestamp":"1599391468000","item":"i1","fields":[{"name":"title","value":"Your favourite cat"},{"name":"price","value":5}]}
        {"event":"item","id":"h","timestamp":"1599391468000","item":"i1","fields":[{"name":"price","value":"much"}]}
        """;
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(events))) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }
    JsonNode report = imported("metarank", events);
    assertThat(counts(report)).containsExactly(8L, 2L, 2L, 1L, 4L);
    assertThat(lines("items.jsonl.gz").getFirst().toString())
        .isEqualTo(
            "{\"item_id\":\"i1\",\"name\":\"Your favourite cat\",\"price\":5.0,\"color\":\"white|black\",\"is_cute\":\"true\"}");
    assertThat(lines("interactions-1.jsonl.gz").getFirst().path("timestamp").asText())
        .isEqualTo("2020-09-06T11:24:27Z");
    assertThat(refusals())
        .containsExactly(
            "events.jsonl.gz:2 row about_a_user",
            "events.jsonl.gz:3 event ranking",
            "events.jsonl.gz:5 user_id missing",
            "events.jsonl.gz:8 price not_a_number");
  }

  @Test
  void recombeeAsItsApiListsItAndAsItsTables() throws IOException {
    Path views =
        file(
            "ListItemDetailViews.json",
            """
            [
              {"userId":"u1","itemId":"i1","timestamp":1609459200.5,"duration":14,"recommId":"r"},
              7,
              {"userId":"u2","itemId":"i1","timestamp":1609459201}
            ]
            """);
    Path purchases =
        file(
            "purchases.csv",
            "user_id,item_id,timestamp,amount,price\nu1,i1,2025-07-06T21:12:43Z,2,39.8\n");
    Path ratings =
        file(
            "ratings.json",
            "[{\"userId\":\"u1\",\"itemId\":\"i2\",\"rating\":-1.0},{\"userId\":\"u1\",\"itemId\":\"i1\",\"rating\":0.6},"
                + "{\"userId\":\"u1\",\"itemId\":\"i1\",\"rating\":5}]");
    Path items =
        file(
            "items.json",
            "[{\"itemId\":\"tv-178\",\"title\":\"TV\",\"categories\":[\"Electronics\",\"Televisions\"],\"price\":342,\"tags\":[]}]");
    JsonNode report = imported("recombee", views, purchases, ratings, items);
    assertThat(counts(report)).containsExactly(8L, 5L, 1L, 1L, 2L);
    assertThat(report.path("left_out").toString()).isEqualTo("{\"amount\":1,\"recommId\":1}");
    List<JsonNode> events = lines("interactions-1.jsonl.gz");
    assertThat(events.getFirst().path("duration_seconds").asDouble()).isEqualTo(14);
    assertThat(events.getFirst().path("timestamp").asText()).isEqualTo("2021-01-01T00:00:00.500Z");
    assertThat(events.get(2).path("value").asDouble()).isEqualTo(39.8);
    assertThat(events.get(3).path("rating").asDouble()).isZero();
    assertThat(events.get(4).path("rating").asDouble()).isEqualTo(4);
    assertThat(lines("items.jsonl.gz").getFirst().toString())
        .isEqualTo(
            "{\"item_id\":\"tv-178\",\"name\":\"TV\",\"category\":\"Electronics\",\"price\":342.0,\"tags\":[\"Televisions\"]}");
    assertThat(refusals())
        .containsExactly(
            "ListItemDetailViews.json:3 row not_an_object", "ratings.json:1 rating out_of_range");
  }

  @Test
  void aTableWhoseColumnsTheCallerNames() throws IOException {
    Path table =
        file("log.csv", "who,item_id,ts,what\nu1,i1,1609459200,gekauft\nu1,i2,1609459200,view\n");
    Waymark done =
        run(
            "table",
            table,
            "--map",
            "who=user_id,ts=timestamp,what=interaction_type",
            "--type",
            "gekauft=purchase");
    assertThat(done.exit()).as(done.err()).isZero();
    assertThat(done.json().path("types").toString()).isEqualTo("{\"purchase\":1,\"view\":1}");
    Path wrong = folder.resolve("wrong");
    assertThat(
            Waymark.run(
                    "import", "--format", "table", "--out", wrong, "--map", "wer=user_id", table)
                .err())
        .contains("log.csv has no column wer, which --map names");
    assertThat(
            Waymark.run("import", "--format", "table", "--out", wrong, "--map", "who=user", table)
                .err())
        .contains("--map names user, which is no field");
    assertThat(wrong).doesNotExist();
  }

  @Test
  void aNameThatNoObjectOfAFileHasIsMistyped() throws IOException {
    Path file =
        file(
            "log.jsonl",
            """
            {"who":"u1","item_id":"i1"}
            {"who":"u2","item_id":"i2","stars":4}
            {"who":
            """);
    Path out = folder.resolve("mapped");
    Waymark done =
        Waymark.run(
            "import", "--format=table", "--out", out, "--map=who=user_id,stars=rating", file);
    assertThat(done.exit()).as(done.err()).isZero();
    Path array = file("log.json", "[{\"who\":\"u1\",\"item_id\":\"i1\"}]");
    for (Path each : List.of(file, array)) {
      Path none = folder.resolve("none");
      Waymark wrong =
          Waymark.run(
              "import", "--format=table", "--out", none, "--map=who=user_id,starz=rating", each);
      assertThat(wrong.exit()).isEqualTo(1);
      assertThat(wrong.err())
          .contains(each.getFileName() + " has no field starz, which --map names");
      assertThat(none).doesNotExist();
    }
    Path broken = file("broken.jsonl", "{\"who\":\"u1\"}\n".replace("}", ",\"who\":1}") + "{}\n");
    assertThat(
            Waymark.run(
                    "import",
                    "--format=table",
                    "--out",
                    folder.resolve("b"),
                    "--map=who=user_id",
                    broken)
                .err())
        .contains("has no field who");
  }

  @Test
  void anObjectOfAnArrayThatNamesAFieldTwiceWithinAValueIsARefusedRow() throws IOException {
    Path events =
        file(
            "events.json",
            """
            [
            {"event":"item","item":"i1","fields":[{"name":"title","value":"A","value":"B"}]},
            {"event":"item","item":"i2","fields":[{"name":"title","value":"C"}]},
            {"event":"interaction","type":"click","user":"u1","item":"i2","timestamp":1700000000000,
             "more":{"a":{"b":1,"b":2}}},
            {"event":"interaction","type":"click","user":"u1","item":"i2","timestamp":1700000000000}
            ]
            """);
    JsonNode report = imported("metarank", events);
    assertThat(counts(report)).containsExactly(4L, 1L, 1L, 1L, 2L);
    assertThat(refusals())
        .containsExactly("events.json:2 row field_twice", "events.json:4 row field_twice");
  }

  @Test
  void aRowThatNoFileCanHoldAsItIsIsARefusedRow() throws IOException {
    Path events =
        file(
            "half.jsonl",
            """
            {"user_id":"\\ud800","item_id":"i1"}
            {"user_id":"u1","item_id":"i1"}
            """);
    JsonNode report = imported("table", events);
    assertThat(report.path("refused").asInt()).isEqualTo(1);
    assertThat(report.path("interactions").asInt()).isEqualTo(1);
    assertThat(refusals()).containsExactly("half.jsonl:1 user_id invalid");
    assertThat(Files.readString(folder.resolve("out/refused.jsonl")))
        .contains("\"row\":{\"user_id\":\"?\",");
  }

  @Test
  void theSameEventHasTheSameIdInEveryImport() throws IOException {
    Path events = file("a.csv", "USER_ID,ITEM_ID,TIMESTAMP\nu1,i1,1609459200\nu1,i2,1609459200\n");
    JsonNode _ = imported("personalize", events);
    List<String> ids = ids("interactions-1.jsonl.gz");
    Files.move(folder.resolve("out"), folder.resolve("before"));
    JsonNode _ = imported("personalize", events);
    assertThat(ids("interactions-1.jsonl.gz")).isEqualTo(ids).doesNotHaveDuplicates();
  }

  @Test
  void halfAnExportIsNone() throws IOException {
    Path half =
        file("purchases.json", "[{\"userId\":\"u1\",\"itemId\":\"i1\"},{\"userId\":\"u2\",");
    Waymark failed = run("recombee", half);
    assertThat(failed.exit()).isEqualTo(Main.FAILED);
    assertThat(failed.err()).contains("purchases.json").contains("line 1");
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(
            run("recombee", file("export.json", "[{\"userId\":\"u1\",\"itemId\":\"i1\"}]")).err())
        .contains("does not say by its name what it holds");
    assertThat(run("gorse", file("page.jsonl", "<html></html>")).err()).contains("web page");
  }

  @Test
  void anImportWithoutASingleRowFailsAndSaysWhereTheRowsAre() throws IOException {
    Waymark failed = run("personalize", file("users.csv", "USER_ID,AGE\nu1,33\n"));
    assertThat(failed.exit()).isEqualTo(Main.FAILED);
    assertThat(failed.err()).contains("no row could be taken").contains("refused.jsonl");
    assertThat(refusals()).containsExactly("users.csv:2 row about_a_user");
    assertThat(folder.resolve("out/items.jsonl.gz")).doesNotExist();
  }

  @Test
  void trainTakesWhatWasImported() throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE");
    long second = 1_609_459_200L;
    for (String row : Clubs.rows(3)) {
      String[] cells = row.split(",");
      rows.add(cells[0] + "," + cells[1] + "," + second++ + ",View");
    }
    Path events = file("interactions.csv", String.join("\n", rows) + "\n");
    assertThat(counts(imported("personalize", events)).get(1)).isEqualTo(rows.size() - 1);
    Waymark trained =
        Waymark.run(
            "train",
            "--interactions",
            folder.resolve("out/interactions-1.jsonl.gz"),
            "--algorithm",
            "popularity",
            "--out",
            folder.resolve("model"));
    assertThat(trained.exit()).as(trained.err()).isZero();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Waymark run(String format, Path file, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("import", "--json", "--format", format, "--out", folder.resolve("out")));
    arguments.addAll(List.of(more));
    arguments.add(file);
    return Waymark.run(arguments.toArray());
  }

  private JsonNode imported(String format, Path... files) throws IOException {
    List<Object> more = new ArrayList<>(List.of(files));
    Path last = (Path) more.removeLast();
    Waymark done = run(format, last, more.toArray());
    assertThat(done.exit()).as(done.err()).isZero();
    return done.json();
  }

  private static List<Long> counts(JsonNode report) {
    return List.of(
        report.path("read").asLong(),
        report.path("interactions").asLong(),
        report.path("item_rows").asLong(),
        report.path("items").asLong(),
        report.path("refused").asLong());
  }

  private List<JsonNode> lines(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("out").resolve(name))),
                StandardCharsets.UTF_8))) {
      for (String line : reader.lines().toList()) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  private List<String> ids(String name) throws IOException {
    return lines(name).stream().map(line -> line.path("event_id").asText()).toList();
  }

  /// File, line and first reason of each.
  private List<String> refusals() throws IOException {
    List<String> refusals = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("out/refused.jsonl"))) {
      JsonNode refusal = JSON.readTree(line);
      JsonNode reason = refusal.path("reasons").path(0);
      assertThat(refusal.has("row")).isTrue();
      assertThat(reason.path("message").asText()).isNotEmpty();
      refusals.add(
          "%s:%d %s %s"
              .formatted(
                  refusal.path("file").asText(),
                  refusal.path("line").asLong(),
                  reason.path("field").asText(),
                  reason.path("code").asText()));
    }
    return refusals;
  }
}
