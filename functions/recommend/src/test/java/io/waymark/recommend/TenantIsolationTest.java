package io.waymark.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.core.type.GenericArgument;
import io.micronaut.json.JsonMapper;
import io.waymark.edge.notes.AuditNote;
import io.waymark.interactions.InteractionType;
import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.catalogue.DynamoCatalogueStore;
import io.waymark.model.lists.ListPart;
import io.waymark.model.lists.ListSpan;
import io.waymark.model.outcomes.DynamoOutcomeStore;
import io.waymark.model.outcomes.OutcomeStore;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.DynamoModelRegistry;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.PackageStore;
import io.waymark.model.registry.S3PackageStore;
import io.waymark.recommend.experiments.DynamoExperimentStore;
import io.waymark.recommend.experiments.ExperimentState;
import io.waymark.recommend.experiments.ExperimentStore;
import io.waymark.recommend.history.DynamoHistoryStore;
import io.waymark.recommend.lists.DynamoUserStore;
import io.waymark.recommend.lists.S3ListStore;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/// R8 — No tenant ever sees another's, by each of the layers that keep them apart with the others
/// removed. R29 — What is done for a tenant is signed with credentials of that tenant.
class TenantIsolationTest {
  private static final Installation INSTALLATION = LocalAws.INSTALLATION;
  private static final UserId USER = new UserId("user");
  private static final ModelVersion VERSION = new ModelVersion("20260131T000000Z-000001");
  private static final ModelVersion MISSING = new ModelVersion("20260131T000000Z-000002");
  private static final AuditNote NOTE =
      new AuditNote(
          new UUID(1, 2), Instant.EPOCH, "ann", "127.0.0.1", "done", "it", Map.of(), Map.of());
  private static final ListPart PART = new ListPart(LocalDate.EPOCH, 0, 0);

  private final Shop mine = new Shop().offers(3).event("user", "view", 0, 1).user("user");
  private final Shop others = new Shop().offers(5).event("user", "view", 1, 1).user("user");

  @TempDir Path folder;

  /// What the stores of a function ask by.
  private record Stores(TenantScoped<DynamoDbClient> dynamo, TenantScoped<S3Client> s3) {
    /// As the function has them.
    static Stores of(Handler handler) {
      return new Stores(
          Function.bean(handler, new GenericArgument<TenantScoped<DynamoDbClient>>() {}),
          Function.bean(handler, new GenericArgument<TenantScoped<S3Client>>() {}));
    }

    /// Without credentials of tenants.
    static Stores ofTheFunction() {
      LocalAws aws = LocalAws.shared();
      return new Stores(_ -> aws.dynamoDb(), _ -> aws.s3());
    }

    /// With those of one tenant, whomever a store is asked about: as if its keys, or all checks
    /// before it, were wrong.
    Stores signedBy(TenantId tenant) {
      return new Stores(_ -> dynamo.of(tenant), _ -> s3.of(tenant));
    }

    DynamoHistoryStore histories() {
      return new DynamoHistoryStore(dynamo, INSTALLATION);
    }

    ModelRegistry registry() {
      return new DynamoModelRegistry(dynamo, INSTALLATION);
    }

    PackageStore packages() {
      return new S3PackageStore(s3, INSTALLATION);
    }

    DynamoCatalogueStore catalogue() {
      return new DynamoCatalogueStore(dynamo, s3, INSTALLATION, Clock.systemUTC());
    }

    DynamoUserStore users() {
      return new DynamoUserStore(dynamo, INSTALLATION);
    }

    ExperimentStore experiments() {
      return new DynamoExperimentStore(dynamo, INSTALLATION);
    }

    OutcomeStore outcomes() {
      return new DynamoOutcomeStore(dynamo, INSTALLATION);
    }

    S3ListStore lists() {
      return new S3ListStore(s3, INSTALLATION, Function.bean(JsonMapper.class));
    }
  }

  @Nested
  class CredentialsAlone {
    private final Stores api = Stores.of(Handler.RECOMMEND_API).signedBy(mine.tenant());
    private final Stores lists = Stores.of(Handler.RECOMMEND_LISTS).signedBy(mine.tenant());

    @Test
    void refuseWhatAStoreAsksOfAnotherTenant() throws Exception {
      for (ThrowingCallable call : calls(others.tenant(), model())) {
        assertThatThrownBy(call)
            .isInstanceOf(StoreUnavailableException.class)
            .cause()
            .hasMessageContaining("no session policy allows");
      }
    }

    @Test
    void allowTheSameOfTheirOwn() throws Throwable {
      for (ThrowingCallable call : calls(mine.tenant(), model())) {
        call.call();
      }
    }

    private Path model() throws IOException {
      Path made = Files.createDirectories(folder.resolve("model"));
      Files.writeString(made.resolve(Manifest.FILE), "{}");
      return made;
    }

    /// Of each store, reading and writing.
    private List<ThrowingCallable> calls(TenantId of, Path model) {
      return List.of(
          () -> api.histories().newest(of, USER),
          () -> api.histories().seen(of, USER, Set.of(InteractionType.PURCHASE)),
          () -> api.registry().names(of),
          () -> api.registry().versions(of, ModelName.DEFAULT),
          () ->
              api.registry()
                  .rollback(of, ModelName.DEFAULT, Deed.ofSomebody(Instant.now()), _ -> List.of()),
          () -> api.experiments().find(of),
          () -> api.experiments().begun(of),
          () -> api.outcomes().between(of, LocalDate.EPOCH, LocalDate.EPOCH),
          () -> api.experiments().replace(of, new ExperimentState(Optional.empty(), 0, 1), NOTE),
          () -> api.catalogue().load(of),
          () -> api.packages().upload(of, ModelName.DEFAULT, VERSION, model),
          () -> api.packages().download(of, ModelName.DEFAULT, MISSING, folder.resolve("out")),
          () -> lists.users().page(of, 0, Optional.empty(), 10),
          () -> lists.lists().state(of),
          () -> lists.lists().put(of, PART, new ListSpan(USER, USER), new byte[1]),
          () -> lists.lists().span(of, PART),
          () -> lists.lists().removeAllBut(of, Set.of()));
    }

    @Test
    void refuseKeysOfATenantWhoseIdBeginsAsTheirs() {
      TenantId longer = new TenantId(mine.tenant() + "0");
      assertThatThrownBy(() -> api.histories().newest(longer, USER))
          .cause()
          .hasMessageContaining("no session policy allows dynamodb:Query");
      assertThatThrownBy(
              () ->
                  api.s3()
                      .of(longer)
                      .getObjectAsBytes(
                          get -> get.bucket(INSTALLATION.name(Bucket.MODELS)).key(longer + "/m")))
          .hasMessageContaining("no session policy allows");
    }

    @Test
    void refuseFoldersAndTablesThatTheFunctionHasNoUseFor() {
      assertThatThrownBy(
              () ->
                  api.s3()
                      .of(mine.tenant())
                      .putObject(
                          put ->
                              put.bucket(INSTALLATION.name(Bucket.ITEM_DATA))
                                  .key(mine.tenant() + "/x"),
                          RequestBody.fromString("")))
          .hasMessageContaining("no session policy allows s3:PutObject");
      assertThatThrownBy(
              () ->
                  api.dynamo()
                      .of(mine.tenant())
                      .getItem(
                          get ->
                              get.tableName(INSTALLATION.name(Table.ACCESS))
                                  .key(
                                      Map.of(
                                          "pk", AttributeValue.fromS("tenant#" + mine.tenant())))))
          .hasMessageContaining("no session policy allows dynamodb:GetItem");
    }

    @Test
    void listNothingBeyondTheirFolders() {
      for (String prefix : List.of("", "shop", others.tenant() + "/", "_uploads/")) {
        assertThatThrownBy(
                () ->
                    api.s3()
                        .of(mine.tenant())
                        .listObjectsV2(
                            list -> list.bucket(INSTALLATION.name(Bucket.MODELS)).prefix(prefix)))
            .as(prefix)
            .hasMessageContaining("no session policy allows s3:ListBucket");
      }
    }

    @Test
    void knowNoScan() {
      assertThatThrownBy(
              () ->
                  api.dynamo()
                      .of(mine.tenant())
                      .scan(scan -> scan.tableName(INSTALLATION.name(Table.HISTORIES))))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Nested
  class KeysAlone {
    private final Stores stores = Stores.ofTheFunction();

    @Test
    void keepTenantsApart() {
      assertThat(stores.histories().newest(mine.tenant(), USER))
          .singleElement()
          .extracting(event -> event.item().value())
          .isEqualTo("item-0");
      assertThat(stores.histories().newest(others.tenant(), USER))
          .singleElement()
          .extracting(event -> event.item().value())
          .isEqualTo("item-1");
      assertThat(stores.catalogue().load(mine.tenant()).size()).isEqualTo(3);
      assertThat(stores.catalogue().load(others.tenant()).size()).isEqualTo(5);
      ModelVersion version = mine.trains(3, (one, other) -> 1);
      assertThat(stores.registry().find(mine.tenant(), ModelName.DEFAULT, version)).isPresent();
      assertThat(stores.registry().find(others.tenant(), ModelName.DEFAULT, version)).isEmpty();
      ExperimentState ended = new ExperimentState(Optional.empty(), 0, 1);
      assertThat(stores.experiments().replace(mine.tenant(), ended, NOTE)).isTrue();
      assertThat(stores.experiments().find(others.tenant())).isEqualTo(ExperimentState.NONE);
    }
  }
}
