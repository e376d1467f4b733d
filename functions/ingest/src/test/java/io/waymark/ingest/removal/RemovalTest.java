package io.waymark.ingest.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.ingest.Instance;
import io.waymark.ingest.collect.DynamoCollectLeases;
import io.waymark.ingest.erasure.Erasures;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.access.TenantFolder;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.io.Serial;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/// The removal over real tables and buckets, as IAM would hold its handler to its rights.
class RemovalTest {
  private final Instance instance = Instance.shared();
  private final TenantId shop = instance.newCaller().tenant();
  private final DynamoDbClient dynamo = LocalAws.shared().dynamoDb();
  private final S3Client s3 = LocalAws.shared().s3();

  @Test
  @DisplayName("I25: nothing is left of the tenant but the mark, and all of others")
  void leavesTheMarkAlone() {
    // Whose id begins as the tenant's does, and who is called like a folder.
    TenantId longer = new TenantId(shop + "x");
    TenantId uploads = new TenantId("uploads");
    for (TenantId tenant : List.of(shop, longer, uploads, instance.newCaller().tenant())) {
      fill(tenant);
    }
    Set<String> others = all();
    others.removeIf(each -> isOf(each, shop));
    assertThat(mine()).hasSizeGreaterThan(2 * Table.ofTenants().size());
    end(shop);

    String answer = removed("run", 1);

    Table.ofTenants()
        .forEach(table -> assertThat(answer).contains("\"" + table.purpose() + "\":2"));
    assertThat(answer)
        .contains("\"heartbeats\":1")
        .contains("\"bucket data/uploads\":2")
        .contains("\"bucket models/_uploads\":2");
    assertThat(mine()).containsExactly("erasures: " + Keys.tenant(shop) + " tenant");
    Set<String> left = all();
    left.removeIf(each -> isOf(each, shop));
    assertThat(left).isEqualTo(others);
  }

  @Test
  @DisplayName("I26: it is called again until it is complete, and a second look finds what came")
  void goesOnWhereItStopped() {
    fill(shop);
    end(shop);
    int calls = 0;
    String answer = "";
    while (!answer.contains("\"complete\":true")) {
      answer = instance.remove(shop, "run", 1, 0);
      calls++;
    }
    assertThat(calls).as("a part each").isGreaterThan(Table.ofTenants().size());
    assertThat(mine()).hasSize(1);
    assertThat(answer).contains("\"histories\":2").contains("\"heartbeats\":1");

    fill(shop);
    assertThat(removed("run", 1)).as("done is done").isEqualTo(answer);
    assertThat(mine()).hasSizeGreaterThan(1);
    assertThat(removed("run", 2)).contains("\"histories\":4");
    assertThat(mine()).hasSize(1);
    fill(shop);
    assertThat(removed("another", 1)).contains("\"histories\":2");
    assertThat(mine()).hasSize(1);
  }

  @Test
  @DisplayName("I26: a crash at any point and the same call end in the same state")
  void survivesACrashAnywhere() {
    ProgressStore progress = instance.bean(Handler.INGEST_REMOVAL, ProgressStore.class);
    int crashed = 0;
    for (boolean over = false; !over; ) {
      TenantId tenant = new TenantId(shop + "-" + crashed);
      List<NamedPlace> places =
          List.of(
              new NamedPlace("one", new Shelf(progress, tenant)),
              new NamedPlace("two", new Shelf(progress, tenant)));
      AtomicInteger left = new AtomicInteger(++crashed);
      try {
        new Removals(new Crashing(progress, left), places)
            .remove(tenant, "run", 1, () -> Duration.ofHours(1));
        over = true;
      } catch (CrashException expected) {
        assertThat(
                new Removals(progress, places)
                    .remove(tenant, "run", 1, () -> Duration.ofHours(1))
                    .complete())
            .isTrue();
      }
      assertThat(places).allMatch(each -> ((Shelf) each.place()).left == 0);
      assertThat(progress.find(tenant).orElseThrow().place()).isEqualTo(2);
    }
    assertThat(crashed).as("places to crash at").isGreaterThan(12);
  }

  @Test
  @DisplayName("I27: whoever comes late is erased, and gets no key for training")
  void keepsAwayWhatComesLate() {
    end(shop);
    assertThat(removed("run", 1)).isNotEmpty();
    UserId late = new UserId("late");
    assertThat(instance.bean(Erasures.class).sweep(shop, Set.of(late))).containsExactly(late);
    assertThat(instance.bean(Handler.INGEST_UPLOADS, Erasures.class).soFar(shop).contains(late))
        .isTrue();
    assertThat(
            instance
                .bean(Handler.INGEST_UPLOADS, io.waymark.ingest.archive.UserKeyStore.class)
                .keys(shop, Set.of(late)))
        .isEmpty();
    assertThat(mine()).hasSize(1);
    TenantId other = instance.newCaller().tenant();
    assertThat(instance.bean(Erasures.class).sweep(other, Set.of(late))).isEmpty();
  }

  @Test
  @DisplayName("I27: nothing is removed of a tenant that was not deleted")
  void believesNobodyWhoCallsIt() {
    fill(shop);
    Set<String> before = mine();
    for (String status : List.of("active", "suspended")) {
      stand(shop, status);
      assertThatThrownBy(() -> instance.remove(shop, "run", 1, 0))
          .hasMessageContaining("was not deleted");
    }
    assertThatThrownBy(() -> instance.remove(new TenantId("nobody"), "run", 1, 0))
        .hasMessageContaining("was not deleted");
    assertThat(mine()).isEqualTo(before);
  }

  /// The answer of the call that ended it.
  private String removed(String run, int look) {
    String answer = "";
    while (!answer.contains("\"complete\":true")) {
      answer = instance.remove(shop, run, look, 60);
    }
    return answer;
  }

  /// Three things, one of which goes with each part; the mark must be there before.
  private static final class Shelf implements Place {
    private final ProgressStore progress;
    private final TenantId tenant;
    private int left = 3;

    Shelf(ProgressStore progress, TenantId tenant) {
      this.progress = progress;
      this.tenant = tenant;
    }

    @Override
    public Part remove(TenantId of, Optional<String> after) {
      assertThat(progress.find(tenant)).isPresent();
      left = Math.max(0, left - 1);
      return new Part(1, left == 0 ? Optional.empty() : Optional.of("at " + left));
    }
  }

  /// Ends the process before or after a call.
  private record Crashing(ProgressStore store, AtomicInteger left) implements ProgressStore {
    @Override
    public Optional<Progress> find(TenantId tenant) {
      crash();
      return store.find(tenant);
    }

    @Override
    public void put(TenantId tenant, Progress progress) {
      crash();
      store.put(tenant, progress);
      crash();
    }

    private void crash() {
      if (left.decrementAndGet() == 0) {
        throw new CrashException();
      }
    }
  }

  private static final class CrashException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
  }

  /// Two rows in each table, two objects in each folder.
  private void fill(TenantId tenant) {
    for (Table table : Table.ofTenants()) {
      put(table, Keys.tenant(tenant), "a");
      put(table, Keys.join(tenant, "b"), "b");
    }
    put(Table.HEARTBEATS, DynamoCollectLeases.key(tenant), "");
    for (TenantFolder folder : TenantFolder.values()) {
      for (String name : List.of("1", "further/2")) {
        String key = folder.whole(tenant) + name;
        s3.putObject(
            put -> put.bucket(LocalAws.INSTALLATION.name(folder.bucket())).key(key),
            RequestBody.fromString(name));
      }
    }
  }

  private void put(Table table, String partition, String sort) {
    Map<String, AttributeValue> row = new HashMap<>();
    row.put(Table.PARTITION_KEY, AttributeValue.fromS(partition));
    if (table.sorted()) {
      row.put(Table.SORT_KEY, AttributeValue.fromS(sort));
    }
    dynamo.putItem(put -> put.tableName(LocalAws.INSTALLATION.name(table)).item(row));
  }

  private void end(TenantId tenant) {
    stand(tenant, "ended");
  }

  private void stand(TenantId tenant, String status) {
    dynamo.putItem(
        put ->
            put.tableName(LocalAws.INSTALLATION.name(Table.ACCESS))
                .item(
                    Map.of(
                        Table.PARTITION_KEY,
                        AttributeValue.fromS("tenant#" + tenant),
                        "status",
                        AttributeValue.fromS(status),
                        "epoch",
                        AttributeValue.fromN("2"))));
  }

  private Set<String> mine() {
    Set<String> mine = all();
    mine.removeIf(each -> !isOf(each, shop));
    return mine;
  }

  private static boolean isOf(String thing, TenantId tenant) {
    return thing.contains(" " + Keys.tenant(tenant) + " ")
        || thing.contains(" " + Keys.tenant(tenant) + "#")
        || thing.contains("collect#" + Keys.tenant(tenant) + " ")
        || thing.contains(" " + tenant + "/")
        || thing.contains("/" + tenant + "/");
  }

  /// Keys of every row and object but those of `access`, and of functions' own heartbeats.
  private Set<String> all() {
    Set<String> all = new TreeSet<>();
    for (Table table : Table.values()) {
      if (table != Table.ACCESS) {
        dynamo
            .scanPaginator(scan -> scan.tableName(LocalAws.INSTALLATION.name(table)))
            .items()
            .forEach(
                row ->
                    all.add(
                        table.purpose()
                            + ": "
                            + text(row, Table.PARTITION_KEY)
                            + " "
                            + text(row, Table.SORT_KEY)));
      }
    }
    all.removeIf(each -> each.startsWith("heartbeats: ") && !each.contains(" collect#"));
    for (Bucket bucket : Bucket.values()) {
      Instance.keys(bucket, "").forEach(key -> all.add(bucket.purpose() + ": " + key));
    }
    return all;
  }

  private static String text(Map<String, AttributeValue> row, String attribute) {
    return Optional.ofNullable(row.get(attribute)).map(AttributeValue::s).orElse("");
  }
}
