package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.cli.replay.GivenUpBatches;
import io.waymark.cli.transfer.Moved;
import io.waymark.cli.transfer.Place;
import io.waymark.cli.transfer.TenantExport;
import io.waymark.cli.transfer.TenantImport;
import io.waymark.cli.transfer.TransferException;
import io.waymark.embedded.Stores;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One of two tenants goes from one installation to another that is empty.
class TenantMoveTest {
  private static final TenantId DEMO = new TenantId("demo");

  /// Its keys begin as the other's but for a sign.
  private static final TenantId OTHER = new TenantId("demo-2");

  /// Files of an export that are others once they were imported.
  private static final List<String> CHANGED =
      List.of("tenant.json", "tables/histories.jsonl.gz", "tables/uploads.jsonl.gz");

  @TempDir private static Path folder;

  private static Path export;
  private static Stores here;
  private static Stores there;

  @BeforeAll
  static void exportOneOfTwo() throws IOException {
    List<String> events = Clubs.rows(3);
    Path csv = Clubs.csv(folder.resolve("events.csv"), events);
    Path model = folder.resolve("model");
    Waymark trained =
        Waymark.run("train", "--interactions", csv, "--out", model, "--algorithm", "ease");
    assertThat(trained.exit()).as(trained.err()).isZero();
    here = Stores.inMemory();
    there = Stores.inMemory();
    new PlantedTenant(DEMO, here).plant(model, events);
    new PlantedTenant(OTHER, here).plant(model, events.subList(0, 20));
    export = folder.resolve("export");
    Moved moved = new TenantExport(DEMO, export).write(place(here, "here"), Instant.now());
    assertThat(moved.counts())
        .containsEntry("table histories", 60L)
        .containsEntry("table uploads", 3L)
        .containsEntry("bucket data", 3L)
        .doesNotContainValue(0L);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(export)))
        .isEqualTo("rwx------");
  }

  @AfterAll
  static void close() {
    here.close();
    there.close();
  }

  private static Place place(Stores stores, String name) {
    return new Place(
        stores.installation(),
        stores.dynamo(),
        stores.s3(),
        GivenUpBatches.of(folder.resolve(name)));
  }

  /// In one test, for what is refused is looked for where nothing may be yet.
  @Test
  void arrivesWholeAndAloneAndNothingOfAHostileFolderDoes() throws IOException {
    PlantedTenant before = new PlantedTenant(DEMO, here);
    PlantedTenant after = new PlantedTenant(DEMO, there);
    for (Hostile each : hostile()) {
      assertThatThrownBy(() -> new TenantImport(DEMO, each.folder).read(place(there, "there")))
          .as(each.name)
          .isInstanceOf(TransferException.class)
          .hasMessageContaining(each.where)
          .hasMessageContaining(each.why)
          .hasMessageEndingWith("; nothing was written");
    }
    for (Table table : Table.values()) {
      assertThat(after.rows(table)).as(table.purpose()).isEmpty();
    }
    assertThat(after.objects()).isEmpty();

    Moved moved = new TenantImport(DEMO, export).read(place(there, "there"));

    assertThat(moved.leftOut()).isEmpty();
    for (Table table : Table.values()) {
      Map<String, Map<String, AttributeValue>> rows = before.rows(table);
      rows.keySet().removeIf(key -> key.contains("6:demo-2") || key.contains("#5:audit"));
      if (table == Table.HISTORIES) {
        rows.replaceAll((_, row) -> archived(row));
      }
      if (table == Table.UPLOADS) {
        rows.replaceAll((_, row) -> untagged(row));
      }
      assertThat(after.rows(table)).as(table.purpose()).isEqualTo(rows);
    }
    Map<String, String> objects = before.objects();
    objects.keySet().removeIf(key -> key.contains("demo-2"));
    assertThat(after.objects()).hasSizeGreaterThan(8).isEqualTo(objects);
    assertThat(after.names()).isEqualTo(2);
    String lists = before.recommended(Files.createDirectory(folder.resolve("before")));
    assertThat(lists.lines()).hasSize(61);
    assertThat(after.recommended(Files.createDirectory(folder.resolve("after")))).isEqualTo(lists);

    assertThatThrownBy(() -> new TenantImport(DEMO, export).read(place(there, "there")))
        .hasMessageContaining("there already");
  }

  @Test
  void isRefusedWhileRecordsOfItAreGivenUp() throws IOException {
    Path failed = Files.createDirectories(folder.resolve("given-up/failed/histories-to-ingest"));
    String foreign = "{\"dynamodb\":{\"Keys\":{\"pk\":{\"S\":\"6:demo-2#2:u1\"}}}}";
    Path batch = Files.writeString(failed.resolve("shard-1.json"), batch(foreign));
    Moved moved =
        new TenantExport(OTHER, folder.resolve("alone")).write(place(here, "none"), Instant.now());
    assertThat(moved.counts()).containsEntry("table histories", 20L);
    Moved beside =
        new TenantExport(DEMO, folder.resolve("beside"))
            .write(place(here, "given-up"), Instant.now());
    assertThat(beside.counts()).containsEntry("table histories", 60L);
    for (String own :
        List.of(
            foreign + ",{\"dynamodb\":{\"Keys\":{\"pk\":{\"S\":\"4:demo#2:u1\"}}}}",
            "{\"kinesis\":{\"partitionKey\":\"demo#u1\"}}",
            "{\"kinesis\":{\"partitionKey\":\"whose\"}}")) {
      Files.writeString(batch, batch(own));
      Path out = folder.resolve("refused");
      assertThatThrownBy(
              () -> new TenantExport(DEMO, out).write(place(here, "given-up"), Instant.now()))
          .as(own)
          .isInstanceOf(TransferException.class)
          .hasMessageContaining("shard-1.json")
          .hasMessageContaining("waymark replay --data " + folder.resolve("given-up") + " lists");
      assertThat(out).doesNotExist();
    }
    Files.writeString(batch, batch(foreign));
    Path usage = Files.createDirectories(failed.resolveSibling("usage"));
    Files.writeString(usage.resolve("1.jsonl"), "no batch");
    Moved despite =
        new TenantExport(DEMO, folder.resolve("despite"))
            .write(place(here, "given-up"), Instant.now());
    assertThat(despite.counts()).containsEntry("table histories", 60L);
    Files.writeString(batch, batch(foreign).substring(1));
    assertThatThrownBy(
            () ->
                new TenantExport(DEMO, folder.resolve("refused"))
                    .write(place(here, "given-up"), Instant.now()))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("shard-1.json lies where")
        .hasMessageContaining("cannot be read");
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  private static String batch(String records) {
    return "{\"requestContext\":{\"functionArn\":\"arn:aws:lambda:x:0:function:f\"},\"payload\":{\"Records\":["
        + records
        + "]}}";
  }

  @Test
  void knowsErasedUsersInNoOtherInstallation() throws IOException {
    Path moved = copy("elsewhere");
    edit(moved, "tenant.json", text -> text.replace("local/", "prod/"));
    try (Stores empty = Stores.inMemory()) {
      assertThat(new TenantImport(DEMO, moved).read(place(empty, "empty")).leftOut())
          .containsExactly(Map.entry("table erasures", 1L));
      assertThat(new PlantedTenant(DEMO, empty).rows(Table.ERASURES)).isEmpty();
    }
  }

  @Test
  void movesIntoADataFolderAndOutOfIt() throws IOException {
    Path data = folder.resolve("data");
    Waymark in = Waymark.run("tenant", "import", "--tenant=demo", "--data=" + data, export);
    assertThat(in.exit()).as(in.err()).isZero();
    assertThat(in.out()).contains("        60  table histories\n", "         3  bucket data\n");
    Path again = folder.resolve("again");
    Waymark out =
        Waymark.run("tenant", "export", "--tenant=demo", "--data=" + data, "--out=" + again);
    assertThat(out.exit()).as(out.err()).isZero();
    assertThat(out.out()).isEqualTo(in.out());
    try (Stream<Path> files = Files.walk(export)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = export.relativize(file).toString();
        if (!CHANGED.contains(name)) {
          assertThat(lines(again.resolve(name))).as(name).isEqualTo(lines(file));
        }
      }
    }
    Waymark twice = Waymark.run("tenant", "import", "--tenant=demo", "--data=" + data, export);
    assertThat(twice.exit()).isEqualTo(Main.FAILED);
    assertThat(twice.err())
        .isEqualTo(
            "waymark tenant import: the tenant demo has rows in the table erasures there already;"
                + " a tenant is imported where it has nothing; nothing was written\n");
  }

  /// In the order of their texts: rows come as the table has them. Not every file system keeps what
  /// an object is said to be.
  private static List<String> lines(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceAll(",\"(content_type|metadata)\":.*", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void wantsToKnowFromWhere() {
    for (Waymark wrong :
        List.of(
            Waymark.run("tenant", "export", "--tenant", "demo", "--out", folder.resolve("no")),
            Waymark.run(
                "tenant",
                "import",
                "--tenant=demo",
                "--data=x",
                "--stage=prod",
                "--account=1",
                "--region=r",
                export),
            Waymark.run("tenant", "import", "--tenant=demo", "--stage=prod", export),
            Waymark.run(
                "tenant",
                "export",
                "--tenant=demo",
                "--data=" + folder.resolve("nothing"),
                "--out=" + folder.resolve("no")),
            Waymark.run("tenant", "import", "--tenant=No Tenant", "--data=x", export))) {
      assertThat(wrong.exit()).as(wrong.err()).isEqualTo(Main.WRONG_USAGE);
    }
    assertThat(folder.resolve("nothing")).doesNotExist();
    assertThat(folder.resolve("no")).doesNotExist();
  }

  private static Map<String, AttributeValue> archived(Map<String, AttributeValue> row) {
    Map<String, AttributeValue> archived = new TreeMap<>(row);
    archived.put("archived", AttributeValue.fromBool(true));
    return archived;
  }

  /// The object has another tag there: a held upload that named this one would be refused.
  private static Map<String, AttributeValue> untagged(Map<String, AttributeValue> row) {
    Map<String, AttributeValue> untagged = new TreeMap<>(row);
    if (AttributeValue.fromS(PlantedTenant.HELD).equals(row.get("sk"))) {
      assertThat(untagged.keySet()).contains("content_tag", "checksum");
      untagged.keySet().removeAll(List.of("content_tag", "checksum"));
    }
    return untagged;
  }

  /// A folder that must not be imported.
  ///
  /// @param where the file at fault
  private record Hostile(String name, Path folder, String where, String why) {}

  /// What is done to a copy.
  private interface Change {
    void make(Path copy) throws IOException;
  }

  private static List<Hostile> hostile() throws IOException {
    List<Hostile> all = new ArrayList<>();
    String seen = "tables/seen.jsonl.gz";
    String models = "objects/models.jsonl";
    String data = "objects/data.jsonl";
    add(all, "foreign pk", seen, "line 1 has the key 5:other", rows(seen, "4:demo#", "5:other#"));
    add(all, "pk by its beginning", seen, "has the key 4:demo2", rows(seen, "4:demo#", "4:demo2#"));
    add(all, "pk that is none", seen, "lacks a key", rows(seen, "\"pk\"", "\"pq\""));
    add(all, "no sk", seen, "lacks a key", rows(seen, "\"sk\"", "\"sort\""));
    add(
        all,
        "another's event under an own key",
        "tables/histories.jsonl.gz",
        "names another tenant",
        rows(
            "tables/histories.jsonl.gz",
            "\"tenant\":{\"S\":\"demo\"}",
            "\"tenant\":{\"S\":\"x\"}"));
    add(
        all,
        "another user's event under a key",
        "tables/histories.jsonl.gz",
        "another event than its key",
        rows("tables/histories.jsonl.gz", "\"user\":{\"S\":\"u", "\"user\":{\"S\":\"v"));
    add(
        all,
        "a catalogue of another's",
        "tables/catalogue.jsonl.gz",
        "points to other/",
        rows("tables/catalogue.jsonl.gz", "\"key\":{\"S\":\"demo/", "\"key\":{\"S\":\"other/"));
    add(
        all,
        "a model of another's",
        "tables/models.jsonl.gz",
        "points to demo/../other",
        rows("tables/models.jsonl.gz", "{\"S\":\"demo/default/", "{\"S\":\"demo/../other/"));
    add(
        all,
        "twice-named field",
        seen,
        "Duplicate field 'pk'",
        rows(seen, "{\"", "{\"pk\":{\"S\":\"4:demo#1:x\"},\""));
    add(
        all,
        "an entry for the audit log",
        "tables/uploads.jsonl.gz",
        "is for an audit log",
        rows("tables/uploads.jsonl.gz", "4:demo#8:settings", "4:demo#5:audit"));
    add(
        all,
        "number that is none",
        "tables/uploads.jsonl.gz",
        "not of its type",
        rows("tables/uploads.jsonl.gz", "\"12.5\"", "\"many\""));
    add(
        all,
        "number that Java alone takes",
        "tables/uploads.jsonl.gz",
        "not of its type",
        rows("tables/uploads.jsonl.gz", "\"12.5\"", "\"+12.5\""));
    add(
        all,
        "one number twice in a set",
        "tables/uploads.jsonl.gz",
        "not of its type",
        rows("tables/uploads.jsonl.gz", "{\"N\":\"12.5\"}", "{\"NS\":[\"1\",\"1.0\"]}"));
    add(
        all,
        "an empty text in a set",
        "tables/uploads.jsonl.gz",
        "not of its type",
        rows("tables/uploads.jsonl.gz", "{\"N\":\"12.5\"}", "{\"SS\":[\"a\",\"\"]}"));
    add(
        all,
        "no bytes in a set",
        "tables/uploads.jsonl.gz",
        "not of its type",
        rows("tables/uploads.jsonl.gz", "{\"N\":\"12.5\"}", "{\"BS\":[\"\"]}"));
    add(
        all,
        "the same bytes twice in a set",
        "tables/uploads.jsonl.gz",
        "not of its type",
        rows("tables/uploads.jsonl.gz", "{\"N\":\"12.5\"}", "{\"BS\":[\"AA==\",\"AB==\"]}"));
    add(
        all,
        "a field without a name",
        "tables/uploads.jsonl.gz",
        "name that DynamoDB does not take",
        rows("tables/uploads.jsonl.gz", "\"bytes\":{\"N\":\"12.5\"}", "\"\":{\"N\":\"12.5\"}"));
    add(
        all,
        "half a character",
        "tables/uploads.jsonl.gz",
        "not of its type",
        rows("tables/uploads.jsonl.gz", "{\"N\":\"12.5\"}", "{\"S\":\"\\ud800\"}"));
    add(
        all,
        "half a character in a name",
        "tables/uploads.jsonl.gz",
        "name that DynamoDB does not take",
        rows(
            "tables/uploads.jsonl.gz",
            "\"bytes\":{\"N\":\"12.5\"}",
            "\"\\udc00\":{\"N\":\"12.5\"}"));
    add(
        all,
        "lists too deep",
        "tables/uploads.jsonl.gz",
        "deeper within each other",
        rows(
            "tables/uploads.jsonl.gz",
            "{\"N\":\"12.5\"}",
            "{\"L\":[".repeat(33) + "{\"N\":\"1\"}" + "]}".repeat(33)));
    add(
        all,
        "an upload's file elsewhere",
        "tables/uploads.jsonl.gz",
        "not in the folder of its upload",
        rows("tables/uploads.jsonl.gz", "\"bytes\":{\"N\":\"12.5\"}", "\"file\":{\"S\":\"../x\"}"));
    add(
        all,
        "a mark that the tenant was deleted",
        "tables/erasures.jsonl.gz",
        "was deleted",
        rows("tables/erasures.jsonl.gz", "\"0a0b\"", "\"tenant\""));
    add(
        all,
        "a file that no line tells of",
        "tables/access.jsonl.gz",
        "is not of the export",
        copy -> Files.writeString(copy.resolve("tables/access.jsonl.gz"), ""));
    add(
        all,
        "content that no line tells of",
        "objects/data/4",
        "is not of the export",
        copy -> Files.writeString(copy.resolve("objects/data/4"), ""));
    add(
        all,
        "a link that no line tells of",
        "objects/more",
        "is not of the export",
        copy -> Files.createSymbolicLink(copy.resolve("objects/more"), folder));
    add(
        all,
        "metadata with a header of its own",
        data,
        "no header can carry",
        edited(data, "\"made\":\"here\"", "\"made\":\"a\\r\\nb\""));
    add(all, "foreign key", models, "has the key other/", edited(models, "demo/", "other/"));
    add(
        all,
        "key with ..",
        data,
        "which no object",
        edited(data, "uploads/demo/", "uploads/demo/../other/"));
    add(
        all,
        "key with half a character",
        data,
        "which no object",
        edited(data, "uploads/demo/", "uploads/demo/\\ud800"));
    add(
        all,
        "file with ..",
        data,
        "is no number",
        edited(data, "\"file\":\"1\"", "\"file\":\"../../tenant.json\""));
    add(
        all,
        "content that was changed",
        data,
        "another checksum",
        copy -> edit(copy, "objects/data/1", text -> "X" + text.substring(1)));
    add(
        all,
        "content that is cut",
        data,
        "bytes",
        copy -> edit(copy, "objects/data/1", text -> text.substring(1)));
    add(
        all,
        "content that is not there",
        "objects/data/2",
        "is not there",
        copy -> Files.delete(copy.resolve("objects/data/2")));
    add(
        all,
        "link out",
        "objects/data/1",
        "is a link",
        copy -> link(copy.resolve("objects/data/1")));
    add(
        all,
        "link to a folder",
        "objects/data",
        "is a link",
        copy -> link(copy.resolve("objects/data")));
    add(all, "link to rows", seen, "is a link", copy -> link(copy.resolve(seen)));
    add(
        all,
        "cut rows",
        "tables/histories.jsonl.gz",
        "cut short",
        copy -> {
          Path file = copy.resolve("tables/histories.jsonl.gz");
          byte[] bytes = Files.readAllBytes(file);
          Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
        });
    add(
        all,
        "a line too few",
        data,
        "has 2 lines, and 3",
        copy -> edit(copy, data, text -> text.substring(text.indexOf('\n') + 1)));
    add(
        all,
        "another version's",
        "tenant.json",
        "format 1",
        edited("tenant.json", "\"format\" : 2", "\"format\" : 1"));
    add(
        all,
        "another tenant's",
        "tenant.json",
        "is of the tenant other",
        edited("tenant.json", "\"demo\"", "\"other\""));
    add(
        all,
        "no index",
        "tenant.json",
        "no whole export",
        copy -> Files.delete(copy.resolve("tenant.json")));
    return all;
  }

  private static void add(List<Hostile> all, String name, String where, String why, Change change)
      throws IOException {
    Path copy = copy("hostile-" + all.size());
    change.make(copy);
    all.add(new Hostile(name, copy, where, why));
  }

  private static Change rows(String file, String from, String to) {
    return copy -> {
      Path path = copy.resolve(file);
      String text;
      try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(path))) {
        text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      assertThat(text).contains(from);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(bytes)) {
        out.write(text.replace(from, to).getBytes(StandardCharsets.UTF_8));
      }
      Files.write(path, bytes.toByteArray());
    };
  }

  private static Change edited(String file, String from, String to) {
    return copy ->
        edit(
            copy,
            file,
            text -> {
              assertThat(text).contains(from);
              return text.replace(from, to);
            });
  }

  private static void edit(Path copy, String file, UnaryOperator<String> change)
      throws IOException {
    Path path = copy.resolve(file);
    Files.writeString(path, change.apply(Files.readString(path)));
  }

  /// The same content, outside.
  private static void link(Path file) throws IOException {
    Path outside = folder.resolve("outside-" + file.getFileName());
    if (!Files.exists(outside)) {
      Files.move(file, outside);
    } else {
      delete(file);
    }
    Files.createSymbolicLink(file, outside);
  }

  private static void delete(Path file) throws IOException {
    try (Stream<Path> all = Files.walk(file)) {
      for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    }
  }

  private static Path copy(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> all = Files.walk(export)) {
      for (Path each : all.toList()) {
        Files.copy(each, copy.resolve(export.relativize(each).toString()));
      }
    }
    return copy;
  }
}
