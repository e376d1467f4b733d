package io.waymark.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.files.DayFile;
import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import io.waymark.model.ModelName;
import io.waymark.model.registry.Activation;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.DynamoModelRegistry;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import io.waymark.train.job.AcceptedDataStore;
import io.waymark.train.job.InteractionStore;
import io.waymark.train.job.S3InteractionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// The training of the day, over real stores.
class DailyTest {
  private static final ModelRegistry REGISTRY =
      new DynamoModelRegistry(_ -> LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION);

  private final S3InteractionStore files =
      new S3InteractionStore(_ -> LocalAws.shared().s3(), LocalAws.INSTALLATION);

  @TempDir Path folder;

  /// T8, T9.
  @Test
  void trainsOnlyWhereSomethingWasAccepted() {
    Caller caller = Caller.of("daily", "models:read", "models:write");
    Accepted.tastes(caller.tenant());
    JsonNode first = Function.daily(caller.tenant());
    assertThat(first.path("state").asText()).as(first.toString()).isEqualTo("done");
    assertThat(first.path("tenant_id").asText()).isEqualTo(caller.tenant().value());
    String job = first.path("job_id").asText();
    assertThat(Function.call(caller, "GET", "/" + job, "").body().path("state").asText())
        .isEqualTo("done");
    String version = first.path("model_version").asText();

    JsonNode second = Function.daily(caller.tenant());
    assertThat(second.path("state").asText()).isEqualTo("unchanged");
    assertThat(second.path("model_version").asText()).isEqualTo(version);
    assertThat(second.has("job_id")).isTrue();
    assertThat(second.path("job_id").isNull()).isTrue();

    compact(caller.tenant());
    assertThat(Function.daily(caller.tenant()).path("state").asText()).isEqualTo("unchanged");
    assertThat(REGISTRY.versions(caller.tenant(), ModelName.DEFAULT)).hasSize(1);

    Accepted.tastes(caller.tenant(), "upload-2");
    JsonNode third = Function.daily(caller.tenant());
    assertThat(third.path("state").asText()).as(third.toString()).isEqualTo("done");
    assertThat(third.path("model_version").asText()).isNotEqualTo(version);

    assertThat(
            REGISTRY.rollback(
                caller.tenant(),
                ModelName.DEFAULT,
                Deed.ofSomebody(Instant.now(Clock.systemUTC())),
                _ -> List.of()))
        .isInstanceOf(Activation.Activated.class);
    JsonNode afterRollback = Function.daily(caller.tenant());
    assertThat(afterRollback.path("state").asText())
        .as("a rollback stays until newer data come")
        .isEqualTo("unchanged");
    assertThat(afterRollback.path("model_version").asText()).isEqualTo(version);
  }

  /// T9.
  @Test
  void trainsNothingAgainThatWasRefusedOnTheSameData() {
    Caller caller = Caller.of("refused", "models:read", "models:write");
    Accepted.few(caller.tenant());
    JsonNode first = Function.daily(caller.tenant());
    assertThat(first.path("state").asText()).as(first.toString()).isEqualTo("refused");

    JsonNode second = Function.daily(caller.tenant());
    assertThat(second.path("state").asText()).isEqualTo("unchanged");
    assertThat(second.path("model_version").isNull()).as(second.toString()).isTrue();

    Accepted.put(caller.tenant(), "stream-0-2-3.parquet", Accepted.one());
    JsonNode third = Function.daily(caller.tenant());
    assertThat(third.path("state").asText()).isEqualTo("refused");
    assertThat(third.path("job_id")).isNotEqualTo(first.path("job_id"));
  }

  /// T9: what failed is tried again.
  @Test
  void triesAgainWhatCameToNoResult() {
    Caller caller = Caller.of("again", "models:read", "models:write");
    Accepted.put(caller.tenant(), "stream-1.parquet", new byte[] {1});
    assertThat(Function.daily(caller.tenant()).path("state").asText()).isEqualTo("failed");
    assertThat(Function.daily(caller.tenant()).path("state").asText()).isEqualTo("failed");
  }

  /// T8.
  @Test
  void saysWhichJobTrainsAlready() {
    Caller caller = Caller.of("busy", "models:read", "models:write");
    String running = Function.call(caller, "POST", "", "{}").body().path("job_id").asText();
    JsonNode answer = Function.daily(caller.tenant());
    assertThat(answer.path("state").asText()).isEqualTo("failed");
    assertThat(answer.path("job_id").asText()).isEqualTo(running);
  }

  /// T10.
  @Test
  void namesEveryActiveTenantWithDataOnce() {
    List<TenantId> active = new ArrayList<>();
    for (int at = 0; at < 105; at++) {
      TenantId tenant = Caller.of("paged", "models:read").tenant();
      active.add(tenant);
      Accepted.put(tenant, "stream-1.parquet", new byte[] {1});
    }
    TenantId suspended = active.removeLast();
    LocalAws.shared()
        .dynamoDb()
        .putItem(
            put ->
                put.tableName(LocalAws.INSTALLATION.name(Table.ACCESS))
                    .item(
                        Map.of(
                            Table.PARTITION_KEY,
                            AttributeValue.fromS("tenant#" + suspended),
                            "status",
                            AttributeValue.fromS("suspended"),
                            "epoch",
                            AttributeValue.fromN("0"))));
    List<String> found = new ArrayList<>();
    JsonNode page = Function.tenants("{}");
    page.path("tenants").forEach(each -> found.add(each.path("tenant_id").asText()));
    assertThat(found).hasSizeLessThanOrEqualTo(100);
    assertThat(page.path("after").isTextual()).isTrue();
    while (page.path("after").isTextual()) {
      page = Function.tenants(page.toString().replaceAll(".*(\"after\":\"[^\"]*\").*", "{$1}"));
      page.path("tenants").forEach(each -> found.add(each.path("tenant_id").asText()));
    }
    assertThat(page.has("after")).isTrue();
    assertThat(found)
        .doesNotHaveDuplicates()
        .containsAll(active.stream().map(TenantId::value).toList())
        .doesNotContain(suspended.value());
  }

  /// T9: a file for which another stands is not read.
  @Test
  void readsWhatStandsForManyFilesAndNotThose() throws IOException {
    TenantId tenant = Caller.of("whole", "models:read").tenant();
    Accepted.put(tenant, "stream-1.parquet", Accepted.one());
    Accepted.put(tenant, "stream-2.parquet", Accepted.one());
    Accepted.put(tenant, "stream-3.parquet", Accepted.one());
    AcceptedDataStore accepted = files;
    assertThat(accepted.look(tenant).files()).isEqualTo(3);
    put(tenant, List.of("stream-1.parquet", "stream-2.parquet"), Instant.EPOCH);
    InteractionStore.Downloaded downloaded = files.download(tenant, folder);
    assertThat(downloaded.files())
        .extracting(file -> String.valueOf(file.getFileName()))
        .hasSize(2)
        .startsWith("stream-3.parquet");
  }

  /// T9: between the listing and the reading a file of a day took the place of those listed.
  @Test
  void listsAgainWhereAFileIsGone() throws IOException {
    TenantId tenant = Caller.of("gone", "models:read").tenant();
    Accepted.put(tenant, "upload-1-1.parquet", Accepted.one());
    Accepted.put(tenant, "upload-1-2.parquet", Accepted.one());
    AtomicInteger reads = new AtomicInteger();
    S3Client overtaking =
        new DelegatingS3Client(LocalAws.shared().s3()) {
          @Override
          public <T> T getObject(
              GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> into) {
            if (reads.getAndIncrement() == 0) {
              compact(tenant);
            }
            return super.getObject(request, into);
          }
        };
    Path downloads = folder.resolve("downloads");
    InteractionStore.Downloaded downloaded =
        new S3InteractionStore(_ -> overtaking, LocalAws.INSTALLATION).download(tenant, downloads);
    assertThat(downloaded.files())
        .singleElement()
        .satisfies(file -> assertThat(file.getFileName().toString()).startsWith("whole-day-"));
    assertThat(downloaded.data()).isEqualTo(files.look(tenant));
    assertThat(reads).hasValue(2);
    try (Stream<Path> tries = Files.list(downloads)) {
      assertThat(tries).as("what was read in vain is gone").hasSize(1);
    }
  }

  /// What `ingest` makes of the tenant's files.
  private void compact(TenantId tenant) {
    List<String> names = List.of("upload-1-1.parquet", "upload-1-2.parquet");
    Instant newest = files.look(tenant).newest();
    try {
      put(tenant, names, newest);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    names.forEach(
        name ->
            LocalAws.shared()
                .s3()
                .deleteObject(
                    delete ->
                        delete
                            .bucket(LocalAws.INSTALLATION.name(Bucket.TRAINING_DATA))
                            .key(tenant + "/interactions/" + name)));
  }

  private void put(TenantId tenant, List<String> replaced, Instant newest) throws IOException {
    Path file = folder.resolve("day.parquet");
    List<ParquetColumn> columns =
        Stream.of("user_key", "item_id", "interaction_type", "rating", "timestamp")
            .map(name -> new ParquetColumn(name, ParquetColumn.Type.TEXT))
            .toList();
    try (ParquetWriter rows = DayFile.writer(file, columns, replaced)) {
      rows.row("key", "item", "view", null, null);
    }
    String name = DayFile.of(LocalDate.EPOCH, newest, replaced).name();
    Accepted.put(tenant, name, Files.readAllBytes(file));
  }
}
