package io.waymark.recommend;

import io.waymark.edge.notes.AuditNote;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.interactions.UserRows;
import io.waymark.model.DailyCounts;
import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.OnnxPredictor;
import io.waymark.model.catalogue.CatalogueChange;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.model.catalogue.DynamoCatalogueStore;
import io.waymark.model.content.ContentModel;
import io.waymark.model.registry.Activating;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.DynamoModelRegistry;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.model.registry.S3PackageStore;
import io.waymark.model.registry.Standing;
import io.waymark.model.scan.ScanPlan;
import io.waymark.recommend.models.ModelCache;
import io.waymark.recommend.models.ModelLoader;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import io.waymark.testing.onnx.ToyGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntBinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A tenant of its own in the local stores, as the other functions would have left it.
public final class Shop {
  private static final LocalAws AWS = LocalAws.shared();

  private final Caller caller = Caller.of("shop", "recommend:read", "models:read", "models:write");
  private final TenantId tenant = caller.tenant();
  private final AtomicInteger events = new AtomicInteger();
  private final CatalogueStore catalogue =
      new DynamoCatalogueStore(
          _ -> AWS.dynamoDb(), _ -> AWS.s3(), LocalAws.INSTALLATION, Clock.systemUTC());
  private final ModelRegistry registry =
      new DynamoModelRegistry(_ -> AWS.dynamoDb(), LocalAws.INSTALLATION);

  public TenantId tenant() {
    return tenant;
  }

  /// The id of its key.
  public String keyId() {
    return caller.keyId();
  }

  /// An API key of the tenant.
  public String key() {
    return caller.key();
  }

  /// Its models, which are asked for anew each time. The caller closes them.
  public ModelCache models() {
    return new ModelCache(
        registry,
        new ModelLoader(
            new S3PackageStore(_ -> AWS.s3(), LocalAws.INSTALLATION), ModelPackage.Limits.DEFAULT),
        Clock.systemUTC(),
        new ModelCache.Settings(1 << 30, Duration.ZERO, Duration.ofSeconds(60)),
        Measurements.NONE);
  }

  public ModelRegistry registry() {
    return registry;
  }

  /// What its audit log is to be told, oldest first.
  public List<AuditNote> notes() {
    return AWS
        .dynamoDb()
        .query(
            request ->
                request
                    .tableName(LocalAws.INSTALLATION.name(Table.UPLOADS))
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(
                        Map.of(":pk", AttributeValue.fromS(AuditNote.partition(tenant)))))
        .items()
        .stream()
        .map(AuditNote::of)
        .toList();
  }

  /// Offers `item-0` to `item-<count - 1>`: prices 0.5, 1.5, …, categories `even` and `odd`.
  public Shop offers(int count) {
    catalogue.publish(tenant, IntStream.range(0, count).mapToObj(Shop::item).toList());
    return this;
  }

  public Shop offers(CatalogueItem item) {
    catalogue.change(tenant, new CatalogueChange.Put(item));
    return this;
  }

  public Shop withdraws(int item) {
    catalogue.change(tenant, new CatalogueChange.Removed(id(item)));
    return this;
  }

  /// The user did this with the item `minutesAgo`.
  public Shop event(String user, String type, int item, int minutesAgo) {
    Instant time = Instant.now().minusSeconds(60L * minutesAgo);
    int event = events.incrementAndGet();
    HistoryRow row =
        new HistoryRow(
            tenant,
            new EventId("e" + event),
            time,
            new Interaction(
                new UserId(user),
                id(item),
                new InteractionType(type),
                Optional.of(time),
                InteractionDetails.NONE,
                Optional.empty()),
            false,
            Optional.empty());
    put(Table.HISTORIES, row.toItem());
    return this;
  }

  /// The user stands in training data.
  public Shop user(String user) {
    Map<String, AttributeValue> row = new HashMap<>(UserRows.key(tenant, new UserId(user)));
    row.put("user_key", AttributeValue.fromS("key of " + user));
    put(Table.USERS, row);
    return this;
  }

  /// The user met the item so once, longer ago than the history reaches.
  public Shop remembered(String user, String type, int item) {
    put(
        Table.SEEN,
        Map.of(
            "pk", AttributeValue.fromS(Keys.user(tenant, new UserId(user))),
            "sk", AttributeValue.fromS(Keys.part(type) + "#" + Keys.part(id(item).value()))));
    return this;
  }

  /// Publishes and activates a model over `item-0` to `item-<count - 1>`; the more similar two
  /// items are, the sooner one leads to the other. Of the items, the last is the most popular.
  public ModelVersion trains(int count, IntBinaryOperator similarity) {
    ModelVersion version = publishes(count, similarity);
    Object _ =
        registry.activate(tenant, ModelName.DEFAULT, version, Activating.ungated(Instant.now()));
    return version;
  }

  /// Publishes and activates a predictor.
  public ModelVersion predicts(String name, byte[] graph) {
    return predicts(name, graph, 0);
  }

  /// Publishes and activates a predictor.
  ///
  /// @param memory that it took when it was tried
  public ModelVersion predicts(String name, byte[] graph, long memory) {
    ModelName model = new ModelName(name);
    ModelVersion version = ModelVersion.at(Instant.now(), events.incrementAndGet());
    Manifest.About about =
        new Manifest.About(
                Manifest.PREDICTOR,
                "toy",
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new Manifest.Training(0, 0, 0, "", ""))
            .tookMemory(memory);
    try {
      Path folder = Files.createTempDirectory("toy-predictor");
      Files.write(folder.resolve(ModelPackage.MODEL), graph);
      Manifest _ = ModelPackage.write(folder, about, version, Instant.now(), List.of());
      String prefix =
          new S3PackageStore(_ -> AWS.s3(), LocalAws.INSTALLATION)
              .upload(tenant, model, version, folder);
      try (OnnxPredictor opened =
          OnnxPredictor.load(folder.resolve(ModelPackage.MODEL), ModelPackage.Limits.DEFAULT, 1)) {
        registry.register(
            tenant,
            new RegisteredModel(
                model,
                version,
                Standing.READY,
                opened.signature(),
                "toy",
                new TreeMap<>(),
                Deed.ofSomebody(Instant.now()),
                prefix,
                Optional.empty()));
      }
      Object _ = registry.activate(tenant, model, version, Activating.ungated(Instant.now()));
      return version;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// As [#trains], a package that the engine's own scan serves.
  public ModelVersion trainsScanned(int count, IntBinaryOperator similarity) {
    return trains(
        count, similarity, new ScanPlan.ItemWeights(ToyGraph.SIMILARITY, 1, false)::write);
  }

  /// As [#trains], with `content` for what it does not know.
  public ModelVersion trains(int count, IntBinaryOperator similarity, ContentModel content) {
    return trains(count, similarity, folder -> content.write(folder.resolve(ModelPackage.CONTENT)));
  }

  /// As [#trains], with `daily` counts of its items.
  public ModelVersion trains(int count, IntBinaryOperator similarity, DailyCounts daily) {
    return trains(count, similarity, folder -> daily.write(folder.resolve(ModelPackage.DAILY)));
  }

  /// As [#trains], under another name.
  public ModelVersion trains(String name, int count, IntBinaryOperator similarity) {
    ModelName model = new ModelName(name);
    ModelVersion version = publishes(model, count, similarity, _ -> {}, about -> about);
    Object _ = registry.activate(tenant, model, version, Activating.ungated(Instant.now()));
    return version;
  }

  /// Publishes and activates under another name what cannot be loaded.
  public void trainsBroken(String name, int count) {
    ModelName model = new ModelName(name);
    ModelVersion version =
        publishes(
            model,
            count,
            (_, _) -> 0,
            folder -> Files.write(folder.resolve(ModelPackage.MODEL), new byte[] {1, 2, 3}),
            about -> about);
    Object _ = registry.activate(tenant, model, version, Activating.ungated(Instant.now()));
  }

  private ModelVersion trains(int count, IntBinaryOperator similarity, Further further) {
    ModelVersion version = publishes(count, similarity, further);
    Object _ =
        registry.activate(tenant, ModelName.DEFAULT, version, Activating.ungated(Instant.now()));
    return version;
  }

  /// Publishes and activates a graph over `item-0` to `item-<count - 1>`, as if it had been
  /// uploaded and found good.
  public ModelVersion uploads(int count, byte[] graph) {
    ModelVersion version =
        publishes(
            ModelName.DEFAULT,
            count,
            (_, _) -> 0,
            folder -> Files.write(folder.resolve(ModelPackage.MODEL), graph),
            about -> about.tookMemory(1));
    Object _ =
        registry.activate(tenant, ModelName.DEFAULT, version, Activating.ungated(Instant.now()));
    return version;
  }

  /// Publishes without activating.
  public ModelVersion publishes(int count, IntBinaryOperator similarity) {
    return publishes(count, similarity, _ -> {});
  }

  /// Publishes as if it had been uploaded and found good, without activating.
  public ModelVersion handsIn(int count) {
    return publishes(
        ModelName.DEFAULT, count, (left, right) -> right, _ -> {}, about -> about.tookMemory(1));
  }

  /// Publishes without activating what training measured so.
  ///
  /// @param baseline of popularity
  public ModelVersion publishes(int count, double ndcg, double baseline) {
    return publishes(
        ModelName.DEFAULT,
        count,
        (left, right) -> right,
        _ -> {},
        about ->
            new Manifest.About(
                about.kind(),
                about.algorithm(),
                about.parameters(),
                new TreeMap<>(Map.of("ndcg@20", ndcg)),
                new TreeMap<>(Map.of("ndcg@20", baseline)),
                about.training()));
  }

  /// Writes further files of a package.
  private interface Further {
    void write(Path folder) throws IOException;
  }

  private ModelVersion publishes(int count, IntBinaryOperator similarity, Further further) {
    return publishes(ModelName.DEFAULT, count, similarity, further, about -> about);
  }

  private ModelVersion publishes(
      ModelName name,
      int count,
      IntBinaryOperator similarity,
      Further further,
      UnaryOperator<Manifest.About> known) {
    float[][] matrix = new float[count][count];
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < count; column++) {
        matrix[row][column] = similarity.applyAsInt(row, column);
      }
    }
    ModelVersion version = ModelVersion.at(Instant.now(), events.incrementAndGet());
    try {
      Path folder = Files.createTempDirectory("toy-model");
      Files.write(folder.resolve(ModelPackage.MODEL), ToyGraph.of(matrix).build().toByteArray());
      ByteBuffer popularity = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < count; at++) {
        popularity.putFloat(at + 1);
      }
      Files.write(folder.resolve(ModelPackage.POPULARITY), popularity.array());
      further.write(folder);
      Manifest.About about =
          known.apply(
              new Manifest.About(
                  Manifest.RECOMMENDER,
                  "toy",
                  new TreeMap<>(),
                  new TreeMap<>(Map.of("ndcg@20", 0.5)),
                  new TreeMap<>(),
                  new Manifest.Training(1, 1, count, "00", "none")));
      Manifest _ =
          ModelPackage.write(
              folder,
              about,
              version,
              Instant.now(),
              IntStream.range(0, count).mapToObj(Shop::id).toList());
      String prefix =
          new S3PackageStore(_ -> AWS.s3(), LocalAws.INSTALLATION)
              .upload(tenant, name, version, folder);
      registry.register(
          tenant,
          RegisteredModel.trained(
              name, version, "toy", about.metrics(), Deed.ofSomebody(Instant.now()), prefix));
      return version;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public static ItemId id(int item) {
    return new ItemId("item-" + item);
  }

  public static CatalogueItem item(int item) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("item_id", "item-" + item);
    row.put("name", "Item " + item);
    row.put("category", item % 2 == 0 ? "even" : "odd");
    row.put("price", item + ".5");
    row.put("size", Integer.toString(item % 3));
    return item(row);
  }

  /// An item of which nothing but its id matters.
  static CatalogueItem item(String id) {
    return item(Map.of("item_id", id));
  }

  private static CatalogueItem item(Map<String, String> row) {
    return switch (CatalogueItem.parse(row)) {
      case CatalogueItem.Parsed.Accepted(CatalogueItem parsed) -> parsed;
      case CatalogueItem.Parsed.Rejected rejected ->
          throw new IllegalStateException(rejected.toString());
    };
  }

  private static void put(Table table, Map<String, AttributeValue> row) {
    Object _ =
        AWS.dynamoDb()
            .putItem(request -> request.tableName(LocalAws.INSTALLATION.name(table)).item(row));
  }
}
