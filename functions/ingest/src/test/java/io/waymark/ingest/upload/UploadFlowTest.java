package io.waymark.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.files.Opened;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.Instance;
import io.waymark.interactions.Cell;
import io.waymark.interactions.HistoryRow;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.testing.AwsEvents;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The whole way of a file: announced, put, read, stored, reported.
class UploadFlowTest {
  private static final String EVENTS =
      """
      user_id,item_id,interaction_type,timestamp,event_id,colour
      u1,i1,view,2026-01-01T00:00:00Z,e1,red
      u1,i2,purchase,2026-01-02T00:00:00Z,e2,red
      u1,i2,purchase,2026-01-02T00:00:00Z,e2,red
      u2,i1,share,1767225600,,blue
      u2,i1,share,1767225600,,blue
      u2,,view,2026-01-01T00:00:00Z,,blue
      u2,i3,view,2999-01-01T00:00:00Z,,blue
      u3,i9,view,,,
      """;

  private final Instance instance = Instance.shared();
  private final Caller caller = instance.newCaller();

  @TempDir Path folder;

  @Test
  @DisplayName("I7, I10: accepted rows reach training and histories, rejected ones the report")
  void storesWhatItAcceptsAndSaysWhatItDoesNot() {
    String id = upload("interactions", "csv", bytes(EVENTS));

    Instance.Answer state = instance.get(caller, "/api/v1/data/uploads/" + id);
    assertThat(state.text("state")).isEqualTo("done");
    assertThat(counts(state)).containsExactly(8L, 4L, 2L, 2L);

    Instance.Answer report = instance.get(caller, "/api/v1/data/uploads/" + id + "/report");
    assertThat(report.status()).isEqualTo(200);
    assertThat(counts(report)).containsExactly(8L, 4L, 2L, 2L);
    assertThat(report.text("decision")).isEqualTo("accept");
    assertThat(report.body())
        .contains(
            "\"item_id_missing\":1",
            "\"timestamp_in_future\":1",
            "unknown_types",
            "without_time",
            "\"diversity\"",
            "\"collapse\"",
            "\"stages\"",
            "\"peak_memory_bytes\"");

    Instance.Answer rejected = instance.get(caller, "/api/v1/data/uploads/" + id + "/rejected");
    assertThat(Instant.parse(rejected.text("expires_at")))
        .isBetween(Instant.now(), Instant.now().plus(Duration.ofMinutes(5)));
    assertThat(Instance.getFile(rejected.text("url")).body().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("{\"line\":7,") && line.contains("\"user_id\":\"u2\""))
        .anyMatch(line -> line.startsWith("{\"line\":8,") && line.contains("in_future"));

    List<TableRow.Row> stored = stored(caller.tenant());
    assertThat(stored).hasSize(4);
    assertThat(stored).noneMatch(row -> row.cell("user_key").equals(new Cell.Text("u1")));
    assertThat(stored.stream().map(row -> row.cell("user_key")).distinct()).hasSize(3);
    assertThat(stored.stream().map(row -> row.cell("event_id")).distinct()).hasSize(4);

    List<HistoryRow> history = history(caller.tenant(), "u1");
    assertThat(history)
        .extracting(row -> row.interaction().item().value())
        .containsExactly("i2", "i1");
    assertThat(history).allMatch(HistoryRow::archived);
    assertThat(history(caller.tenant(), "u3")).hasSize(1);
    assertThat(seen(caller.tenant(), "u1")).containsExactly("8:purchase#2:i2");
  }

  @Test
  void saysThatNoRowWasRejected() {
    String id = upload("interactions", "csv", bytes("user_id,item_id\nu1,i1\n"));
    Instance.Answer answer = instance.get(caller, "/api/v1/data/uploads/" + id + "/rejected");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("rejected row of this upload; it is done");
  }

  @Test
  @DisplayName("I9: the same event of S3 again changes nothing")
  void changesNothingWhenDeliveredAgain() {
    String id = upload("interactions", "csv", bytes(EVENTS));
    List<String> before = Instance.keys(Bucket.TRAINING_DATA, caller.tenant() + "/");
    String report = instance.get(caller, "/api/v1/data/uploads/" + id + "/report").body();
    deliver(id, "interactions.csv");
    assertThat(Instance.keys(Bucket.TRAINING_DATA, caller.tenant() + "/")).isEqualTo(before);
    assertThat(instance.get(caller, "/api/v1/data/uploads/" + id + "/report").body())
        .isEqualTo(report);
  }

  @Test
  void countsAnEventThatCameAnotherWayAsADuplicate() {
    Instance.Answer sent =
        instance.post(
            caller,
            "/api/v1/data/ingest",
            "{\"user_id\": \"u1\", \"item_id\": \"i1\", \"event_id\": \"e1\","
                + " \"timestamp\": \"2026-01-01T00:00:00Z\"}");
    assertThat(sent.status()).isEqualTo(202);
    String id = upload("interactions", "csv", bytes(EVENTS));
    assertThat(counts(instance.get(caller, "/api/v1/data/uploads/" + id)))
        .containsExactly(8L, 3L, 3L, 2L);
    String again = upload("interactions", "csv", bytes(EVENTS));
    assertThat(counts(instance.get(caller, "/api/v1/data/uploads/" + again)))
        .as("only rows without an id are taken twice")
        .containsExactly(8L, 2L, 4L, 2L);
  }

  @Test
  void readsEveryFormatAndCompression() throws IOException {
    String jsonl = "{\"user_id\": 1, \"item_id\": 2, \"timestamp\": 1767225600000}\n";
    for (Map.Entry<String, byte[]> file :
        Map.of(
                "csv.gz", gzip(bytes("user_id;item_id\nu1;i1\n")),
                "jsonl", bytes(jsonl),
                "jsonl.gz", gzip(bytes(jsonl)),
                "parquet", parquet())
            .entrySet()) {
      String id = upload("interactions", file.getKey(), file.getValue());
      assertThat(counts(instance.get(caller, "/api/v1/data/uploads/" + id)))
          .as(file.getKey())
          .containsExactly(1L, 1L, 0L, 0L);
    }
  }

  @Test
  @DisplayName("I8: a file that is no data is refused with the reason, and nothing is stored")
  void refusesWhatIsNoData() throws IOException {
    byte[] parquet = parquet();
    for (Map.Entry<byte[], String> file :
        Map.of(
                java.util.Arrays.copyOf(parquet, parquet.length / 2), "end is missing",
                bytes("user_id,product\nu1,i1\n"), "has no column item_id",
                bytes("<html><body>404</body></html>"), "web page",
                bytes("user_id,item_id\n"), "has no rows",
                bytes("user_id,item_id\n,\n"), "not one row")
            .entrySet()) {
      String id = upload("interactions", null, file.getKey());
      Instance.Answer state = instance.get(caller, "/api/v1/data/uploads/" + id);
      assertThat(state.text("state")).isEqualTo("refused");
      assertThat(state.text("message")).contains(file.getValue());
      Instance.Answer report = instance.get(caller, "/api/v1/data/uploads/" + id + "/report");
      assertThat(report.text("decision")).isEqualTo("refuse");
    }
    assertThat(Instance.keys(Bucket.TRAINING_DATA, caller.tenant() + "/")).isEmpty();
  }

  @Test
  @DisplayName("I11: a file of items becomes the catalogue")
  void publishesItems() {
    String id =
        upload(
            "items",
            "csv",
            bytes(
                """
                item_id,name,category,price,tags,colour
                i1,Boot,shoes,99.50,warm|brown,brown
                i2,Bag,bags,free,,
                i1,Boot again,shoes,1,,
                """));
    assertThat(counts(instance.get(caller, "/api/v1/data/uploads/" + id)))
        .containsExactly(3L, 1L, 1L, 1L);
    Catalogue catalogue = instance.bean(CatalogueStore.class).load(caller.tenant());
    assertThat(catalogue.find(new ItemId("i1")).orElseThrow().tags())
        .containsExactly("warm", "brown");

    String events = upload("interactions", "csv", bytes("user_id,item_id\nu1,i1\nu1,i77\n"));
    assertThat(instance.get(caller, "/api/v1/data/uploads/" + events + "/report").body())
        .contains("unknown_items", "i77")
        .doesNotContain("i1,");
  }

  @Test
  @DisplayName("I11: a change of one item is known at once")
  void changesSingleItems() {
    assertThat(
            instance
                .put(
                    caller,
                    "/api/v1/items/a%20b",
                    "{\"name\": \"Boot\", \"price\": 20.0, \"tags\": [\"x\", \"y\"]}")
                .status())
        .isEqualTo(204);
    CatalogueStore catalogues = instance.bean(CatalogueStore.class);
    assertThat(catalogues.load(caller.tenant()).find(new ItemId("a b")).orElseThrow().tags())
        .containsExactly("x", "y");
    assertThat(instance.put(caller, "/api/v1/items/a", "{\"price\": \"dear\"}").body())
        .contains("\"field\":\"price\"");
    assertThat(instance.put(caller, "/api/v1/items/a", "{\"item_id\": \"b\"}").status())
        .isEqualTo(400);
    assertThat(instance.put(caller, "/api/v1/items/a", "[]").status()).isEqualTo(400);
    assertThat(instance.put(caller, "/api/v1/items/a", "{\"tenant_id\": \"x\"}").status())
        .isEqualTo(403);
    assertThat(instance.delete(caller, "/api/v1/items/a%20b").status()).isEqualTo(204);
    assertThat(catalogues.load(caller.tenant()).isEmpty()).isTrue();
  }

  @Test
  void namesEveryFieldThatIsWrong() {
    Instance.Answer answer =
        instance.post(
            caller,
            "/api/v1/data/uploads",
            "{\"kind\": \"users\", \"format\": \"xlsx\", \"size_bytes\": 0}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"field\":\"kind\"", "\"field\":\"format\"", "\"field\":\"size_bytes\"");
    assertThat(
            instance
                .post(
                    caller,
                    "/api/v1/data/uploads",
                    "{\"kind\": \"items\", \"size_bytes\": 3000000000}")
                .status())
        .isEqualTo(400);
    assertThat(
            instance
                .post(
                    caller,
                    "/api/v1/data/uploads",
                    "{\"kind\": \"items\", \"size_bytes\": 1, \"colour\": 1}")
                .body())
        .contains("\"field\":\"colour\"");
    assertThat(
            instance
                .post(
                    caller,
                    "/api/v1/data/uploads",
                    "{\"kind\": \"items\", \"size_bytes\": 1, \"tenant_id\": \"other\"}")
                .status())
        .isEqualTo(403);
  }

  @Test
  void takesNoLongerFileThanWasAnnounced() {
    Instance.Answer begun =
        instance.post(caller, "/api/v1/data/uploads", "{\"kind\": \"items\", \"size_bytes\": 10}");
    assertThat(begun.status()).isEqualTo(201);
    assertThat(instance.putFile(begun.text("url"), new byte[11]).status()).isEqualTo(403);
  }

  @Test
  @DisplayName("I13: another tenant's upload is absent")
  void hidesUploadsFromOtherTenants() {
    String id = upload("interactions", "csv", bytes("user_id,item_id\nu1,i1\n"));
    Caller other = instance.newCaller();
    for (String below : List.of("", "/report", "/rejected")) {
      assertThat(instance.get(other, "/api/v1/data/uploads/" + id + below).status()).isEqualTo(404);
    }
    assertThat(instance.post(other, "/api/v1/data/uploads/" + id + "/approve", "").status())
        .isEqualTo(404);
    assertThat(instance.get(other, "/api/v1/data/uploads").body()).isEqualTo("{\"uploads\":[]}");
    assertThat(instance.get(caller, "/api/v1/data/uploads").body()).contains(id);
    assertThat(instance.get(caller, "/api/v1/data/uploads?limit=0").status()).isEqualTo(400);
  }

  @Test
  void approvesOnlyWhatIsHeld() {
    String id = upload("interactions", "csv", bytes("user_id,item_id\nu1,i1\n"));
    for (String decision : List.of("approve", "discard")) {
      Instance.Answer answer =
          instance.post(caller, "/api/v1/data/uploads/" + id + "/" + decision, "");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.body()).contains("the upload is done");
    }
  }

  @Test
  void waitsForItsFile() {
    Instance.Answer begun =
        instance.post(caller, "/api/v1/data/uploads", "{\"kind\": \"items\", \"size_bytes\": 10}");
    String id = begun.text("upload_id");
    assertThat(instance.get(caller, "/api/v1/data/uploads/" + id).text("state"))
        .isEqualTo("waiting");
    assertThat(instance.get(caller, "/api/v1/data/uploads/" + id + "/report").status())
        .isEqualTo(404);
    deliver(id, "items.data");
    assertThat(instance.get(caller, "/api/v1/data/uploads/" + id).text("state"))
        .isEqualTo("waiting");
  }

  @Test
  void asksStreamAndUploadsLive() {
    Instance.Answer health = instance.get(caller, "/health/stream");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body()).contains("\"dynamodb\"", "\"uploads\"");
  }

  private String upload(
      String kind, @org.jspecify.annotations.Nullable String format, byte[] content) {
    Instance.Answer begun =
        instance.post(
            caller,
            "/api/v1/data/uploads",
            "{\"kind\": \""
                + kind
                + "\""
                + (format == null ? "" : ", \"format\": \"" + format + "\"")
                + ", \"size_bytes\": "
                + content.length
                + "}");
    assertThat(begun.status()).as(begun.body()).isEqualTo(201);
    assertThat(instance.putFile(begun.text("url"), content).status()).isEqualTo(200);
    deliver(begun.text("upload_id"), kind + "." + (format == null ? "data" : format));
    return begun.text("upload_id");
  }

  private void deliver(String id, String file) {
    String key = "uploads/" + caller.tenant() + "/" + id + "/" + file;
    instance.s3(AwsEvents.objectCreated(LocalAws.INSTALLATION.name(Bucket.DATA), key));
  }

  private static List<Long> counts(Instance.Answer answer) {
    return List.of(
        answer.number("read"),
        answer.number("accepted"),
        answer.number("duplicate"),
        answer.number("rejected"));
  }

  private List<TableRow.Row> stored(TenantId tenant) {
    List<TableRow.Row> rows = new ArrayList<>();
    for (String key : Instance.keys(Bucket.TRAINING_DATA, tenant + "/interactions/")) {
      try {
        Path file = folder.resolve("stored.parquet");
        Files.write(file, Instance.object(Bucket.TRAINING_DATA, key));
        try (Table table = ((Opened.Ready) TableFile.open(file, List.of("user_key"))).table()) {
          for (Optional<TableRow> row = table.next(); row.isPresent(); row = table.next()) {
            rows.add((TableRow.Row) row.get());
          }
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return rows;
  }

  private static List<HistoryRow> history(TenantId tenant, String user) {
    return rows(
            io.waymark.tenancy.installation.Table.HISTORIES,
            HistoryRow.partition(tenant, new UserId(user)))
        .stream()
        .map(HistoryRow::of)
        .toList();
  }

  private static List<String> seen(TenantId tenant, String user) {
    return rows(
            io.waymark.tenancy.installation.Table.SEEN,
            HistoryRow.partition(tenant, new UserId(user)))
        .stream()
        .map(row -> row.getOrDefault("sk", AttributeValue.fromS("")).s())
        .toList();
  }

  private static List<Map<String, AttributeValue>> rows(
      io.waymark.tenancy.installation.Table table, String partition) {
    return LocalAws.shared()
        .dynamoDb()
        .query(
            request ->
                request
                    .tableName(LocalAws.INSTALLATION.name(table))
                    .scanIndexForward(false)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition))))
        .items();
  }

  private byte[] parquet() throws IOException {
    Path file = folder.resolve("made.parquet");
    try (io.waymark.files.ParquetWriter writer =
        io.waymark.files.ParquetWriter.create(
            file,
            List.of(
                new io.waymark.files.ParquetColumn(
                    "user_id", io.waymark.files.ParquetColumn.Type.TEXT),
                new io.waymark.files.ParquetColumn(
                    "item_id", io.waymark.files.ParquetColumn.Type.TEXT)))) {
      writer.row("u1", "i1");
    }
    return Files.readAllBytes(file);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
