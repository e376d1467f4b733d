package io.waymark.cli.bench;

import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.catalogue.DynamoCatalogueStore;
import io.waymark.model.registry.Activating;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.DynamoModelRegistry;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.model.registry.S3PackageStore;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// A tenant in the local stores as the functions would have left it: a catalogue, an active model
/// over its items, and users with [Asked#EVENTS] events each.
///
/// @param items `item_0` and on
/// @param users `user_0` and on
record PlantedShop(Caller caller, int items, int users) {
  private static final int AT_ONCE = 25;
  private static final int CATEGORIES = 20;
  private static final int BRANDS = 200;
  private static final int HIGHEST_PRICE = 1_000;
  private static final InteractionType PURCHASE = new InteractionType("purchase");

  /// @param folder for the package
  static PlantedShop plant(Path folder, int items, int users) throws IOException {
    PlantedShop shop = new PlantedShop(Caller.of("bench", "recommend:read"), items, users);
    shop.offer();
    shop.train(folder);
    shop.remember();
    return shop;
  }

  private void offer() {
    SplittableRandom random = new SplittableRandom(5);
    new DynamoCatalogueStore(
            _ -> LocalAws.shared().dynamoDb(),
            _ -> LocalAws.shared().s3(),
            LocalAws.INSTALLATION,
            Clock.systemUTC())
        .publish(
            caller.tenant(),
            IntStream.range(0, items)
                .mapToObj(
                    item ->
                        new CatalogueItem(
                            id(item),
                            "Item " + item,
                            "category_" + random.nextInt(CATEGORIES),
                            OptionalDouble.of(random.nextInt(HIGHEST_PRICE)),
                            "brand_" + random.nextInt(BRANDS),
                            List.of(),
                            "",
                            new TreeMap<>()))
                .toList());
  }

  private void train(Path folder) throws IOException {
    ModelPackage files =
        ModelPackage.read(LoadRow.write(folder, items), ModelPackage.Limits.DEFAULT);
    String prefix =
        new S3PackageStore(_ -> LocalAws.shared().s3(), LocalAws.INSTALLATION)
            .upload(caller.tenant(), ModelName.DEFAULT, files.manifest().version(), folder);
    ModelRegistry registry =
        new DynamoModelRegistry(_ -> LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION);
    Instant now = Instant.now();
    registry.register(
        caller.tenant(),
        RegisteredModel.trained(
            ModelName.DEFAULT,
            files.manifest().version(),
            files.manifest().about().algorithm(),
            new TreeMap<>(),
            Deed.ofSomebody(now),
            prefix));
    Object _ =
        registry.activate(
            caller.tenant(),
            ModelName.DEFAULT,
            files.manifest().version(),
            Activating.ungated(now));
  }

  private void remember() {
    SplittableRandom random = new SplittableRandom(6);
    Instant now = Instant.now();
    List<WriteRequest> rows = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      int[] of = random.ints(0, items).distinct().limit(Asked.EVENTS).toArray();
      for (int event = 0; event < of.length; event++) {
        Map<String, AttributeValue> row = row(user, of[event], now.minusSeconds(60L * event + 60));
        rows.add(WriteRequest.builder().putRequest(put -> put.item(row)).build());
      }
    }
    String table = LocalAws.INSTALLATION.name(Table.HISTORIES);
    for (int from = 0; from < rows.size(); from += AT_ONCE) {
      Map<String, List<WriteRequest>> some =
          Map.of(table, rows.subList(from, Math.min(rows.size(), from + AT_ONCE)));
      LocalAws.shared().dynamoDb().batchWriteItem(batch -> batch.requestItems(some));
    }
  }

  private Map<String, AttributeValue> row(int user, int item, Instant time) {
    return new HistoryRow(
            caller.tenant(),
            new EventId("e" + user + "-" + item),
            time,
            new Interaction(
                new UserId("user_" + user),
                id(item),
                PURCHASE,
                Optional.of(time),
                InteractionDetails.NONE,
                Optional.empty()),
            false,
            Optional.empty())
        .toItem();
  }

  private static ItemId id(int item) {
    return new ItemId("item_" + item);
  }
}
