package io.waymark.ingest.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.waymark.edge.notes.AuditNote;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.Instance;
import io.waymark.ingest.Notes;
import io.waymark.ingest.event.DynamoHistories;
import io.waymark.ingest.quality.KeyHashes;
import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.AwsEvents;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Erasure and export over real stores, from outside.
class ErasureTest {
  private static final Pattern AFTER = Pattern.compile("\"after\":\"[^\"]+\"");

  private final Instance instance = Instance.shared();
  private final Caller shop = instance.newCaller();
  private final Caller rival = instance.newCaller();
  private final UserId ann = new UserId("ann-" + UUID.randomUUID());
  @TempDir Path folder;

  private final UserId bob = new UserId("bob-" + UUID.randomUUID());

  @Test
  @DisplayName("I15: nothing names the user afterwards but a digest")
  void leavesADigestAlone() {
    fill(shop);
    fill(rival);
    assertThat(rowsNaming(ann, shop.tenant())).isNotEmpty();
    assertThat(objectsNaming(ann, shop.tenant()))
        .as("the file, its rejected rows, its report and its portrait")
        .hasSize(4);
    List<String> training = Instance.keys(Bucket.TRAINING_DATA, shop.tenant() + "/");
    assertThat(training).as("of the archiver and of the upload").hasSize(2);
    List<String> filesAtRival = objectsNaming(ann, rival.tenant());
    long bobsRows = rowsNaming(bob, shop.tenant()).size();
    List<String> atRival = rowsNaming(ann, rival.tenant());

    Instant before = Instant.now();
    Instance.Answer receipt = instance.delete(shop, path(ann));
    assertThat(receipt.status()).as(receipt.body()).isEqualTo(200);
    assertThat(receipt.text("user_id")).isEqualTo(ann.value());
    assertThat(Instant.parse(receipt.text("blocked_until")))
        .isBetween(before.plus(Duration.ofDays(400)), before.plus(Duration.ofDays(401)));
    assertThat(receipt.body())
        .contains("\"complete\":true")
        .contains("{\"store\":\"histories\",\"how\":\"removed\",\"removed\":5,\"erased_at\":\"20")
        .contains("{\"store\":\"seen\",\"how\":\"removed\",\"removed\":2,\"erased_at\":\"20")
        .contains("{\"store\":\"users\",\"how\":\"removed\",\"removed\":1,\"erased_at\":\"20")
        .contains(
            "{\"store\":\"training_data\",\"how\":\"unlinked\",\"removed\":0,\"erased_at\":\"20")
        .contains("{\"store\":\"uploads\",\"how\":\"ages_out\",\"removed\":3,\"erased_at\":null");

    assertThat(rowsNaming(ann, shop.tenant())).isEmpty();
    assertThat(objectsNaming(ann, shop.tenant())).isEmpty();
    assertThat(objectsNaming(ann, rival.tenant())).isEqualTo(filesAtRival);
    assertThat(Instance.keys(Bucket.TRAINING_DATA, shop.tenant() + "/")).isEqualTo(training);
    assertThat(objectsNaming(bob, shop.tenant()))
        .as("the portrait")
        .singleElement()
        .asString()
        .endsWith("/portrait.json");
    assertThat(tombstones(shop.tenant()))
        .containsExactly(instance.bean(UserDigests.class).of(shop.tenant(), ann));
    assertThat(rowsNaming(bob, shop.tenant())).hasSize((int) bobsRows);
    assertThat(rowsNaming(ann, rival.tenant())).isEqualTo(atRival);
    assertThat(tombstones(rival.tenant())).isEmpty();
  }

  @Test
  @DisplayName("I15: what a restored table has of erased users goes by their tombstones")
  void removesWhatARestoreBringsBack() {
    fill(shop);
    fill(rival);
    Map<Table, List<Map<String, AttributeValue>>> backup = new EnumMap<>(Table.class);
    for (Table table : List.of(Table.HISTORIES, Table.SEEN, Table.USERS)) {
      backup.put(table, rows(table, shop.tenant()));
    }
    List<String> atRival = rowsNaming(ann, rival.tenant());
    List<String> bobs = rowsNaming(bob, shop.tenant());
    instance.delete(shop, path(ann));
    backup.forEach(
        (table, rows) ->
            rows.forEach(
                row ->
                    LocalAws.shared()
                        .dynamoDb()
                        .putItem(
                            put -> put.tableName(LocalAws.INSTALLATION.name(table)).item(row))));
    assertThat(rowsNaming(ann, shop.tenant())).hasSize(5 + 2 + 1);

    List<String> answers = answersOfRemovingErased();
    assertThat(answers).as("a part each").hasSizeGreaterThanOrEqualTo(3);
    assertThat(String.join("", answers)).contains("\"histories\":5", "\"seen\":2", "\"users\":1");
    assertThat(rowsNaming(ann, shop.tenant())).isEmpty();
    assertThat(rowsNaming(bob, shop.tenant())).isEqualTo(bobs);
    assertThat(rowsNaming(ann, rival.tenant())).isEqualTo(atRival);
    assertThat(answersOfRemovingErased()).noneMatch(answer -> answer.matches(".*:[1-9].*"));
    assertThatThrownBy(() -> instance.removeErased(shop.tenant(), 60, ",\"after\":\"x\""))
        .hasMessageContaining("is not what a call before said");
  }

  /// Until it is complete.
  private List<String> answersOfRemovingErased() {
    List<String> answers = new ArrayList<>(List.of(instance.removeErased(shop.tenant(), 0, "")));
    for (Matcher after = AFTER.matcher(answers.getLast());
        after.find();
        after = AFTER.matcher(answers.getLast())) {
      assertThat(answers.getLast()).contains("\"complete\":false");
      answers.add(instance.removeErased(shop.tenant(), 0, "," + after.group()));
    }
    assertThat(answers.getLast()).contains("\"complete\":true");
    return answers;
  }

  @Test
  @DisplayName("I24: the audit log is told of an erasure, by whom and of whom a digest alone")
  void isToldToTheAuditLogByADigest() {
    fill(shop);
    instance.delete(shop, path(ann));
    instance.delete(shop, path(ann));
    String digest = instance.bean(UserDigests.class).of(shop.tenant(), ann);
    assertThat(Notes.of(shop.tenant()))
        .extracting(AuditNote::action, AuditNote::actor, AuditNote::target, AuditNote::after)
        .containsExactlyInAnyOrder(
            tuple(
                "user.erased",
                shop.keyId(),
                digest,
                Map.of(
                    "complete", "true",
                    "histories", "5",
                    "seen", "2",
                    "users", "1",
                    "markers", "4",
                    "uploads", "3")),
            tuple("user.erased", shop.keyId(), digest, Map.of("complete", "true")));
    assertThat(Notes.of(shop.tenant()).toString()).doesNotContain(ann.value());
    assertThat(Notes.of(rival.tenant())).isEmpty();
  }

  @Test
  void givesAReceiptOfNothingWhereNothingIsLeft() {
    fill(shop);
    instance.delete(shop, path(ann));
    Instance.Answer again = instance.delete(shop, path(ann));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).contains("\"removed\":0").doesNotContainPattern("\"removed\":[1-9]");
    assertThat(instance.delete(shop, path(new UserId("never-seen"))).body())
        .doesNotContainPattern("\"removed\":[1-9]");
  }

  @Test
  @DisplayName("I16: late events of an erased user are refused by every way and leave nothing")
  void refusesLateEvents() {
    fill(shop);
    List<Map<String, AttributeValue>> pending =
        DynamoHistories.of(shop.tenant(), ann).stream()
            .filter(row -> !row.archived())
            .map(HistoryRow::toItem)
            .toList();
    assertThat(pending).isNotEmpty();
    instance.delete(shop, path(ann));

    Instance.Answer late =
        instance.post(
            shop,
            "/api/v1/data/ingest",
            "{\"events\":[{\"user_id\":\"%s\",\"item_id\":\"i1\",\"event_id\":\"late\"},{\"user_id\":\"%s\",\"item_id\":\"i1\"}]}"
                .formatted(ann, bob));
    assertThat(late.status()).isEqualTo(202);
    assertThat(late.number("rejected")).isEqualTo(1);
    assertThat(late.number("accepted")).isEqualTo(1);
    assertThat(late.body())
        .contains(
            "{\"field\":\"user_id\",\"message\":\"was erased; events of this user are refused\"}");
    assertThat(instance.archive(AwsEvents.dynamoInserts(pending)))
        .contains("\"batchItemFailures\":[]");
    String upload = upload(shop, "user_id,item_id\n%s,i1\n%s,i7\n".formatted(ann, bob));
    Instance.Answer state = instance.get(shop, "/api/v1/data/uploads/" + upload);
    assertThat(state.number("accepted")).isEqualTo(1);
    assertThat(state.number("rejected")).isEqualTo(1);

    assertThat(rowsNaming(ann, shop.tenant())).isEmpty();
    assertThat(objectsNaming(ann, shop.tenant()))
        .as("of the late file nothing but itself")
        .filteredOn(key -> key.contains(upload))
        .containsExactly("data: uploads/%s/%s/interactions.csv".formatted(shop.tenant(), upload));
    assertThat(DynamoHistories.of(rival.tenant(), ann)).isEmpty();
    assertThat(
            instance
                .post(
                    rival,
                    "/api/v1/data/ingest",
                    "{\"user_id\":\"%s\",\"item_id\":\"i1\"}".formatted(ann))
                .number("accepted"))
        .as("the same id at another tenant")
        .isEqualTo(1);
  }

  @Test
  @DisplayName("I17: an export has every row of the user, as events that can be uploaded")
  void exportsAllRows() {
    fill(shop);
    fill(rival);
    Instance.Answer export = instance.get(shop, path(ann) + "/export");
    assertThat(export.status()).as(export.body()).isEqualTo(200);
    assertThat(export.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/jsonl");
    List<String> lines = export.body().lines().toList();
    assertThat(lines).filteredOn(line -> line.startsWith("{\"store\":\"histories\"")).hasSize(5);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("{\"store\":\"seen\""))
        .hasSize(2)
        .anyMatch(line -> line.contains("\"item_id\":\"i2\",\"interaction_type\":\"purchase\""));
    assertThat(lines).filteredOn(line -> line.startsWith("{\"store\":\"users\"")).hasSize(1);
    assertThat(lines)
        .anyMatch(
            line ->
                line.contains("\"item_id\":\"i1\"")
                    && line.contains("\"rating\":4.5")
                    && line.contains("\"value\":12.0")
                    && line.contains("\"duration_seconds\":3.0")
                    && line.contains("\"event_id\":\"e1\"")
                    && line.contains("\"timestamp\":\"2026-01-01T12:00:00Z\""));
    assertThat(export.body()).doesNotContain(bob.value());
    String file =
        lines.stream()
            .filter(line -> line.contains("\"histories\""))
            .reduce("", (all, line) -> all + line + "\n");
    String again = upload(rival, "jsonl", file);
    Instance.Answer state = instance.get(rival, "/api/v1/data/uploads/" + again);
    assertThat(state.number("read")).isEqualTo(5);
    assertThat(state.number("rejected")).isZero();
  }

  @Test
  void exportsNothingOfWhomNobodyKnows() {
    fill(rival);
    assertThat(instance.get(shop, path(ann) + "/export").status()).isEqualTo(404);
    fill(shop);
    instance.delete(shop, path(ann));
    assertThat(instance.get(shop, path(ann) + "/export").status()).isEqualTo(404);
    assertThat(instance.get(rival, path(ann) + "/export").status()).isEqualTo(200);
  }

  @Test
  void saysWhatIsWrongWithAnId() {
    for (String id : List.of("x".repeat(257), "a%07b")) {
      for (Instance.Answer answer :
          List.of(
              instance.delete(shop, "/api/v1/data/users/" + id),
              instance.get(shop, "/api/v1/data/users/" + id + "/export"))) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"id\"");
      }
    }
    assertThat(instance.delete(shop, "/api/v1/data/users/" + "x".repeat(256)).status())
        .isEqualTo(200);
  }

  @Test
  void isForWhomeverMayWriteData() {
    for (List<String> scopes :
        List.of(
            List.of("recommend:read", "models:read"),
            List.of("events:write"),
            List.of("models:write", "admin"))) {
      Caller without = Caller.of("tenant", scopes.toArray(new String[0]));
      assertThat(instance.delete(without, path(ann)).status()).as(scopes + "").isEqualTo(403);
      assertThat(instance.get(without, path(ann) + "/export").status()).isEqualTo(403);
    }
  }

  /// Two events and an impression of two items over HTTP, archived; one purchase in a file beside
  /// those of others. Five rows of history, two remembered.
  private void fill(Caller caller) {
    String events =
        """
        {"events": [
          {"user_id": "%1$s", "item_id": "i1", "event_id": "e1", "rating": 4.5, "value": 12,
           "duration_seconds": 3, "timestamp": "2026-01-01T12:00:00Z"},
          {"user_id": "%1$s", "item_id": "i2", "event_id": "%1$s-order", "interaction_type": "purchase",
           "timestamp": "2026-01-02T12:00:00Z"},
          {"user_id": "%1$s", "item_ids": ["i3", "i4"], "interaction_type": "impression",
           "timestamp": "2026-01-03T12:00:00Z"},
          {"user_id": "%2$s", "item_id": "i1", "event_id": "e4"}]}
        """
            .formatted(ann, bob);
    assertThat(instance.post(caller, "/api/v1/data/ingest", events).number("accepted"))
        .isEqualTo(4);
    List<Map<String, AttributeValue>> rows = new ArrayList<>();
    for (HistoryRow row : DynamoHistories.of(caller.tenant(), ann)) {
      if (!row.id().value().contains(ann.value())) { // an event's id stands in Parquet as it came
        rows.add(row.toItem());
      }
    }
    instance.archive(AwsEvents.dynamoInserts(rows));
    upload(
        caller,
        "user_id,item_id,interaction_type,rating,timestamp\n%1$s,i5,purchase,,2026-01-04T00:00:00Z\n%2$s,i5,purchase,,2026-01-04T00:00:00Z\n%1$s,i6,view,77,2026-01-04T00:00:00Z\n"
            .formatted(ann, bob));
  }

  private String upload(Caller caller, String csv) {
    return upload(caller, "csv", csv);
  }

  private String upload(Caller caller, String format, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Instance.Answer begun =
        instance.post(
            caller,
            "/api/v1/data/uploads",
            "{\"kind\":\"interactions\",\"format\":\"%s\",\"size_bytes\":%d}"
                .formatted(format, bytes.length));
    assertThat(instance.putFile(begun.text("url"), bytes).status()).isEqualTo(200);
    String id = begun.text("upload_id");
    instance.s3(
        AwsEvents.objectCreated(
            LocalAws.INSTALLATION.name(Bucket.DATA),
            "uploads/%s/%s/interactions.%s".formatted(caller.tenant(), id, format)));
    return id;
  }

  private static String path(UserId user) {
    return "/api/v1/data/users/" + user;
  }

  /// Every form in which the code writes a user's id, but for the tombstone's.
  private static Stream<String> forms(UserId user) {
    return Stream.of(user.value(), Long.toString(KeyHashes.of(user.value())));
  }

  /// Rows of any table that belong to the tenant and name the user.
  private static List<String> rowsNaming(UserId user, TenantId tenant) {
    List<String> found = new ArrayList<>();
    for (Table table : Table.values()) {
      LocalAws.shared()
          .dynamoDb()
          .scanPaginator(request -> request.tableName(LocalAws.INSTALLATION.name(table)))
          .items()
          .stream()
          .map(Map::toString)
          .filter(row -> row.contains(tenant + "") && forms(user).anyMatch(row::contains))
          .forEach(row -> found.add(table + ": " + row));
    }
    return found.stream().sorted().toList();
  }

  /// Objects of any bucket that belong to the tenant and name the user.
  private List<String> objectsNaming(UserId user, TenantId tenant) {
    List<String> found = new ArrayList<>();
    for (Bucket bucket : Bucket.values()) {
      for (String key : Instance.keys(bucket, "")) {
        if (key.contains(tenant + "/")) {
          String content = key + " " + content(bucket, key);
          if (forms(user).anyMatch(content::contains)) {
            found.add(bucket.purpose() + ": " + key);
          }
        }
      }
    }
    return found.stream().sorted().toList();
  }

  /// Of Parquet, whose pages are compressed, its rows.
  private String content(Bucket bucket, String key) {
    byte[] bytes = Instance.object(bucket, key);
    if (!key.endsWith(".parquet")) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    try {
      Path file = Files.write(folder.resolve("scanned.parquet"), bytes);
      StringBuilder rows = new StringBuilder();
      try (io.waymark.files.Table table = TableFile.query(file, "SELECT * FROM $file")) {
        for (Optional<TableRow> row = table.next(); row.isPresent(); row = table.next()) {
          rows.append(row.get());
        }
      }
      return rows.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of one tenant alone.
  private static List<Map<String, AttributeValue>> rows(Table table, TenantId tenant) {
    return LocalAws.shared()
        .dynamoDb()
        .scanPaginator(request -> request.tableName(LocalAws.INSTALLATION.name(table)))
        .items()
        .stream()
        .filter(
            row ->
                Objects.requireNonNull(row.get(Table.PARTITION_KEY))
                    .s()
                    .startsWith(Keys.tenant(tenant) + "#"))
        .toList();
  }

  private static List<String> tombstones(TenantId tenant) {
    return LocalAws.shared()
        .dynamoDb()
        .query(
            request ->
                request
                    .tableName(LocalAws.INSTALLATION.name(Table.ERASURES))
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(
                        Map.of(":pk", AttributeValue.fromS(Keys.tenant(tenant)))))
        .items()
        .stream()
        .map(row -> row.getOrDefault("sk", AttributeValue.fromS("")).s())
        .toList();
  }
}
