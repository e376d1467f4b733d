package io.waymark.cli;

import io.waymark.embedded.Stores;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.catalogue.DynamoCatalogueStore;
import io.waymark.model.registry.Activating;
import io.waymark.model.registry.Activation;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.DynamoModelRegistry;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.model.registry.S3PackageStore;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// Something of a tenant's in every table and bucket, and what is recommended from it.
record PlantedTenant(TenantId tenant, Stores stores) {
  /// An upload that waits for a person.
  static final String HELD = "upload-2";

  private static final ModelName MODEL = new ModelName("default");
  private static final Instant SINCE = Instant.parse("2026-05-01T12:00:00Z");
  private static final int USERS = 6;

  /// @param model a package
  void plant(Path model, List<String> events) throws IOException {
    histories(events);
    new DynamoCatalogueStore(dynamo(), s3(), stores.installation(), Clock.systemUTC())
        .publish(tenant, List.of(item("c0-i1"), item("c1-i1")));
    model(model);
    row(Table.SEEN, Keys.join(tenant, "u1"), "8:purchase#5:c0-i1", Map.of());
    row(Table.MARKERS, Keys.join(tenant, "event-1"), "", Map.of());
    row(Table.USERS, Keys.join(tenant, "3"), "u1", Map.of("user_key", text("k1")));
    row(Table.ERASURES, Keys.tenant(tenant), "0a0b", Map.of("searched_left", flag()));
    row(
        Table.UPLOADS,
        Keys.tenant(tenant),
        "upload-1",
        Map.of(
            "state", text("done"),
            "bytes", AttributeValue.fromN("12.50"),
            "content_tag", text("tag-1"),
            "checksum", text("sum-1")));
    row(
        Table.UPLOADS,
        Keys.tenant(tenant),
        HELD,
        Map.of(
            "state", text("held"),
            "content_tag", text("tag-2"),
            "checksum", text("sum-2")));
    row(Table.UPLOADS, Keys.join(tenant, "audit"), "1-note", Map.of("actor", text("me")));
    row(Table.UPLOADS, Keys.join(tenant, "settings"), "quality", Map.of("least_rows", number(2)));
    row(Table.MODELS, Keys.tenant(tenant), "experiment", Map.of("revision", number(1)));
    row(
        Table.MODELS,
        Keys.join(tenant, "experiments", "begun"),
        "0000000001",
        Map.of("name", text("trial")));
    row(
        Table.MODELS,
        Keys.join(tenant, "metrics", "outcomes"),
        "2026-05-01#1#9",
        Map.of("click", number(3)));
    row(
        Table.JOBS,
        Keys.tenant(tenant),
        "job-1",
        Map.of(
            "metrics", AttributeValue.fromM(Map.of("ndcg", number(1))),
            "kinds", AttributeValue.fromSs(List.of("a", "b")),
            "raw", AttributeValue.fromB(SdkBytes.fromUtf8String("\0\1")),
            "all", AttributeValue.fromL(List.of(text("x"), AttributeValue.fromNul(true)))));
    object(Bucket.TRAINING_DATA, tenant + "/interactions/day/part.parquet", "PAR1 " + tenant);
    object(Bucket.DATA, "uploads/" + tenant + "/upload-1/interactions.csv", "user_id,item_id\n");
    object(Bucket.DATA, "dead-letters/" + tenant + "/shard-1.json", "{}");
    object(Bucket.DATA, "pipeline/" + tenant + "/2026-05-01/report.json", "{\"day\":1}");
    object(Bucket.USER_DATA, tenant + "/lists/2026-05-01/part-0.jsonl", "[]");
  }

  private void histories(List<String> events) {
    for (int at = 0; at < events.size(); at++) {
      String[] event = events.get(at).split(",");
      if (Integer.parseInt(event[0].substring(1)) < USERS) {
        Instant time = SINCE.plusSeconds(at);
        HistoryRow row =
            new HistoryRow(
                tenant,
                new EventId("event-" + at),
                time,
                new Interaction(
                    new UserId(event[0]),
                    new ItemId(event[1]),
                    InteractionType.VIEW,
                    Optional.of(time),
                    InteractionDetails.NONE,
                    Optional.empty()),
                false,
                Optional.of(SINCE));
        put(Table.HISTORIES, row.toItem());
      }
    }
  }

  private static CatalogueItem item(String id) {
    return new CatalogueItem(
        new ItemId(id),
        "The " + id,
        "things",
        OptionalDouble.of(1),
        "",
        List.of(),
        "",
        new TreeMap<>());
  }

  private void model(Path folder) throws IOException {
    Manifest manifest = Manifest.parse(Files.readString(folder.resolve(Manifest.FILE)));
    String prefix = packages().upload(tenant, MODEL, manifest.version(), folder);
    DynamoModelRegistry registry = registry();
    registry.register(
        tenant,
        RegisteredModel.trained(
            MODEL, manifest.version(), "ease", new TreeMap<>(), Deed.ofSomebody(SINCE), prefix));
    Activation _ = registry.activate(tenant, MODEL, manifest.version(), Activating.ungated(SINCE));
  }

  /// Lists by the model that is active, for the histories that are stored.
  String recommended(Path work) throws IOException {
    Path model = work.resolve("model");
    packages()
        .download(tenant, MODEL, registry().active(tenant, MODEL).orElseThrow().version(), model);
    List<String> events = new ArrayList<>();
    for (Map<String, AttributeValue> row : rows(Table.HISTORIES).values()) {
      HistoryRow event = HistoryRow.of(row);
      if (!event.tenant().equals(tenant)) {
        continue;
      }
      events.add(
          String.join(
              ",",
              event.interaction().user().value(),
              event.interaction().item().value(),
              event.time().toString()));
    }
    events.sort(null);
    Path histories = Clubs.csv(work.resolve("histories.csv"), "user_id,item_id,timestamp", events);
    Path lists = work.resolve("lists.csv");
    Waymark run =
        Waymark.run(
            "recommend", "--model", model, "--histories", histories, "--count", 10, "--out", lists);
    if (run.exit() != 0) {
      throw new AssertionError(run.err());
    }
    return Files.readString(lists);
  }

  int names() {
    return new DynamoCatalogueStore(dynamo(), s3(), stores.installation(), Clock.systemUTC())
        .load(tenant)
        .items()
        .size();
  }

  /// All rows of a table, whosever they are, by their keys.
  Map<String, Map<String, AttributeValue>> rows(Table table) {
    Map<String, Map<String, AttributeValue>> rows = new TreeMap<>();
    stores
        .dynamo()
        .scanPaginator(scan -> scan.tableName(stores.installation().name(table)))
        .items()
        .forEach(row -> rows.put(row.get("pk") + " " + row.get("sk"), row));
    return rows;
  }

  /// All objects, whosever they are: what each holds and is said to be.
  Map<String, String> objects() {
    Map<String, String> objects = new TreeMap<>();
    for (Bucket bucket : Bucket.values()) {
      String name = stores.installation().name(bucket);
      stores
          .s3()
          .listObjectsV2Paginator(list -> list.bucket(name))
          .contents()
          .forEach(
              object -> {
                ResponseBytes<GetObjectResponse> got =
                    stores.s3().getObjectAsBytes(get -> get.bucket(name).key(object.key()));
                objects.put(
                    bucket + " " + object.key(),
                    "%s %s %s"
                        .formatted(
                            got.response().contentType(),
                            new TreeMap<>(got.response().metadata()),
                            HexFormat.of().formatHex(got.asByteArray())));
              });
    }
    return objects;
  }

  private void row(Table table, String pk, String sk, Map<String, AttributeValue> more) {
    Map<String, AttributeValue> row = new HashMap<>(more);
    row.put("pk", text(pk));
    if (!sk.isEmpty()) {
      row.put("sk", text(sk));
    }
    put(table, row);
  }

  private void put(Table table, Map<String, AttributeValue> row) {
    PutItemResponse _ =
        stores.dynamo().putItem(put -> put.tableName(stores.installation().name(table)).item(row));
  }

  private void object(Bucket bucket, String key, String content) {
    PutObjectResponse _ =
        stores
            .s3()
            .putObject(
                put ->
                    put.bucket(stores.installation().name(bucket))
                        .key(key)
                        .contentType("text/plain")
                        .metadata(Map.of("made", "here")),
                RequestBody.fromString(content));
  }

  private TenantScoped<DynamoDbClient> dynamo() {
    return _ -> stores.dynamo();
  }

  private TenantScoped<S3Client> s3() {
    return _ -> stores.s3();
  }

  private DynamoModelRegistry registry() {
    return new DynamoModelRegistry(dynamo(), stores.installation());
  }

  private S3PackageStore packages() {
    return new S3PackageStore(s3(), stores.installation());
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue number(int number) {
    return AttributeValue.fromN(Integer.toString(number));
  }

  private static AttributeValue flag() {
    return AttributeValue.fromBool(true);
  }
}
