package io.waymark.cli.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.access.TenantFolder;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Table;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A tenant as files of one folder: `tenant.json`, `tables/<table>.jsonl.gz`,
/// `objects/<bucket>.jsonl` with what the numbered files of `objects/<bucket>/` are. Rows are found
/// by scanning the tables, since not all can be listed by tenant; memory does not grow with them.
public final class TenantFiles {
  /// The index of the folder, written last.
  static final String INDEX = "tenant.json";

  private static final int FORMAT = 1;
  private static final int BATCH = 25;
  private static final int ATTEMPTS = 10;

  /// The registry and the catalogue point to objects, so they come last.
  private static final List<Table> MOVED =
      List.of(
          Table.ERASURES,
          Table.USERS,
          Table.MARKERS,
          Table.SEEN,
          Table.HISTORIES,
          Table.UPLOADS,
          Table.JOBS,
          Table.CATALOGUE,
          Table.MODELS);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TenantId tenant;
  private final Path folder;

  public TenantFiles(TenantId tenant, Path folder) {
    this.tenant = tenant;
    this.folder = folder;
  }

  /// How many rows and objects were moved, by table and bucket.
  public record Moved(SortedMap<String, Long> counts) {}

  /// Writes what `from` has of the tenant into the folder.
  public Moved write(Place from, Instant now) throws IOException {
    SortedMap<String, Long> counts = new TreeMap<>();
    Files.createDirectories(folder.resolve("tables"));
    for (Table table : MOVED) {
      counts.put("table " + table.purpose(), rows(from, table));
    }
    for (Map.Entry<Bucket, List<String>> bucket : prefixes().entrySet()) {
      counts.put(
          "bucket " + bucket.getKey().purpose(), objects(from, bucket.getKey(), bucket.getValue()));
    }
    if (counts.values().stream().allMatch(count -> count == 0)) {
      throw new TransferException("there is nothing of a tenant " + tenant);
    }
    ObjectNode index = JSON.createObjectNode();
    index.put("format", FORMAT).put("tenant_id", tenant.value()).put("exported_at", now.toString());
    ObjectNode counted = index.putObject("counts");
    counts.forEach(counted::put);
    Files.writeString(folder.resolve(INDEX), index.toPrettyString() + "\n");
    return new Moved(counts);
  }

  private long rows(Place from, Table table) throws IOException {
    long count = 0;
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file(table))),
                StandardCharsets.UTF_8))) {
      for (Map<String, AttributeValue> row : all(from, table)) {
        out.write(RowJson.text(row));
        out.write('\n');
        count++;
      }
    }
    return count;
  }

  /// Keys say first how long the tenant's id is: what begins so is this tenant's.
  private Iterable<Map<String, AttributeValue>> all(Place place, Table table) {
    return place
        .dynamo()
        .scanPaginator(
            scan ->
                scan.tableName(place.installation().name(table))
                    .consistentRead(true)
                    .filterExpression("begins_with(pk, :tenant)")
                    .expressionAttributeValues(
                        Map.of(":tenant", AttributeValue.fromS(Keys.tenant(tenant)))))
        .items();
  }

  private long objects(Place from, Bucket bucket, List<String> prefixes) throws IOException {
    Path objects = Files.createDirectories(folder.resolve("objects").resolve(bucket.purpose()));
    String name = from.installation().name(bucket);
    long count = 0;
    try (BufferedWriter out = Files.newBufferedWriter(list(bucket))) {
      for (String prefix : prefixes) {
        for (S3Object object :
            from.s3().listObjectsV2Paginator(all -> all.bucket(name).prefix(prefix)).contents()) {
          String file = Long.toString(++count);
          GetObjectResponse got =
              from.s3()
                  .getObject(
                      get -> get.bucket(name).key(object.key()),
                      ResponseTransformer.toFile(objects.resolve(file)));
          ObjectNode line = JSON.createObjectNode().put("file", file).put("key", object.key());
          Optional.ofNullable(got.contentType()).ifPresent(type -> line.put("content_type", type));
          ObjectNode metadata = line.putObject("metadata");
          got.metadata().forEach(metadata::put);
          out.write(line.toString());
          out.write('\n');
        }
      }
    }
    return count;
  }

  /// By bucket, what the keys of the tenant's objects begin with; none within another.
  private Map<Bucket, List<String>> prefixes() {
    Map<Bucket, List<String>> prefixes = new LinkedHashMap<>();
    for (TenantFolder each : TenantFolder.values()) {
      prefixes.computeIfAbsent(each.bucket(), _ -> new ArrayList<>()).add(each.prefix(tenant));
    }
    prefixes.replaceAll(
        (_, all) ->
            all.stream()
                .filter(
                    one ->
                        all.stream()
                            .noneMatch(other -> !other.equals(one) && one.startsWith(other)))
                .distinct()
                .toList());
    return prefixes;
  }

  /// Puts what the folder has into `to`, where the tenant has nothing yet.
  public Moved read(Place to) throws IOException {
    JsonNode index = index();
    for (Table table : MOVED) {
      if (all(to, table).iterator().hasNext()) {
        throw new TransferException(
            "the tenant "
                + tenant
                + " has rows in the table "
                + table.purpose()
                + " there already; a tenant is imported where it has nothing");
      }
    }
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Bucket bucket : prefixes().keySet()) {
      counts.put("bucket " + bucket.purpose(), putObjects(to, bucket));
    }
    for (Table table : MOVED) {
      counts.put("table " + table.purpose(), putRows(to, table));
    }
    counts.forEach(
        (what, count) -> {
          if (index.path("counts").path(what).asLong() != count) {
            throw new TransferException(
                "%s: %d were exported and %d imported; the folder is not whole"
                    .formatted(what, index.path("counts").path(what).asLong(), count));
          }
        });
    return new Moved(counts);
  }

  private JsonNode index() throws IOException {
    Path file = folder.resolve(INDEX);
    if (!Files.isRegularFile(file)) {
      throw new TransferException(folder + " has no " + INDEX + ": it is no export of a tenant");
    }
    JsonNode index = JSON.readTree(Files.readString(file));
    if (index.path("format").asInt() != FORMAT) {
      throw new TransferException(
          folder + " is of format " + index.path("format") + ", this Waymark reads " + FORMAT);
    }
    if (!index.path("tenant_id").asText().equals(tenant.value())) {
      throw new TransferException(
          "%s is an export of the tenant %s; it keeps its id, so --tenant must be that"
              .formatted(folder, index.path("tenant_id").asText()));
    }
    return index;
  }

  private long putObjects(Place to, Bucket bucket) throws IOException {
    Path objects = folder.resolve("objects").resolve(bucket.purpose());
    String name = to.installation().name(bucket);
    long count = 0;
    try (BufferedReader in = Files.newBufferedReader(list(bucket))) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        JsonNode line = JSON.readTree(text);
        Map<String, String> metadata = new HashMap<>();
        line.path("metadata")
            .properties()
            .forEach(each -> metadata.put(each.getKey(), each.getValue().asText()));
        PutObjectRequest.Builder put =
            PutObjectRequest.builder()
                .bucket(name)
                .key(line.path("key").asText())
                .metadata(metadata);
        if (line.has("content_type")) {
          put.contentType(line.path("content_type").asText());
        }
        to.s3()
            .putObject(
                put.build(), RequestBody.fromFile(objects.resolve(line.path("file").asText())));
        count++;
      }
    }
    return count;
  }

  private long putRows(Place to, Table table) throws IOException {
    long count = 0;
    List<WriteRequest> batch = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file(table))), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Map<String, AttributeValue> row = new HashMap<>(RowJson.row(line));
        if (table == Table.HISTORIES) {
          // It stands in the training data that came along, and must not be archived once more.
          row.put("archived", AttributeValue.fromBool(true));
        }
        batch.add(WriteRequest.builder().putRequest(put -> put.item(row)).build());
        count++;
        if (batch.size() == BATCH) {
          put(to, table, batch);
          batch = new ArrayList<>();
        }
      }
    }
    put(to, table, batch);
    return count;
  }

  private static void put(Place to, Table table, List<WriteRequest> batch) {
    Map<String, List<WriteRequest>> left =
        batch.isEmpty() ? Map.of() : Map.of(to.installation().name(table), batch);
    for (int attempt = 0; !left.isEmpty(); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new TransferException("the table " + table.purpose() + " takes no more rows now");
      }
      Map<String, List<WriteRequest>> next = left;
      left = to.dynamo().batchWriteItem(write -> write.requestItems(next)).unprocessedItems();
    }
  }

  private Path file(Table table) {
    return folder.resolve("tables").resolve(table.purpose() + ".jsonl.gz");
  }

  private Path list(Bucket bucket) {
    return folder.resolve("objects").resolve(bucket.purpose() + ".jsonl");
  }
}
