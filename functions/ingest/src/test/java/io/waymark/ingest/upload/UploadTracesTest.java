package io.waymark.ingest.upload;

import static io.waymark.ingest.erasure.Traces.Position.BEGIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.JsonMapper;
import io.waymark.ingest.erasure.Traces.Position;
import io.waymark.ingest.erasure.Traces.Searched;
import io.waymark.ingest.quality.Counts;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.testing.MovingClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a search of uploads removes, and what it leaves.
class UploadTracesTest {
  private static final TenantId DEMO = new TenantId("demo");
  private static final UserId ANN = new UserId("ann");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final UploadId FIRST = new UploadId("upload-1");
  private static final UploadId SECOND = new UploadId("upload-2");
  private static final String OF_BOB = "user_id,item_id\nbob,ann\nanna,i1\n";

  private final InMemoryStores stores = new InMemoryStores();
  private final MovingClock clock = new MovingClock(NOW);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user_id,item_id\nbob,i1\nann,i2\n",
        "user_id,item_id,rating\nbob,i1,\nann,i2,77\n",
        "user_id,item_id\nbob,i1\nann,i2,too,many\n",
        "who,what\nann,i1\n",
        "",
      })
  void removesAFileThatNamesTheUserOrCannotTell(String content) {
    put(FIRST, UploadState.DONE, content);
    put(SECOND, UploadState.DONE, OF_BOB);
    assertThat(search(BEGIN)).isEqualTo(new Searched(1, at(FIRST), true));
    assertThat(stores.objects.keySet())
        .containsExactlyInAnyOrder(
            key(SECOND, "interactions.csv"), key(SECOND, UploadObjectStore.REJECTED));
    assertThat(search(BEGIN)).isEqualTo(new Searched(0, at(FIRST), true));
  }

  @ParameterizedTest
  @EnumSource(
      value = UploadState.class,
      names = {"WAITING", "HELD", "RECEIVED", "READING", "STORING", "FAILED"})
  void leavesWhatIsNotOverAndSaysSo(UploadState state) {
    put(FIRST, state, "user_id,item_id\nann,i2\n");
    put(SECOND, UploadState.DISCARDED, "user_id,item_id\nann,i2\n");
    assertThat(search(BEGIN)).isEqualTo(new Searched(1, leaving(FIRST), true));
    assertThat(stores.objects.keySet())
        .containsExactlyInAnyOrder(
            key(FIRST, "interactions.csv"), key(FIRST, UploadObjectStore.REJECTED));
  }

  @Test
  void leavesWhatIsTooLongAndSaysSo() {
    put(FIRST, UploadState.DONE, "user_id,item_id\nann,i2\n", 65L << 20);
    assertThat(search(BEGIN)).isEqualTo(new Searched(0, leaving(FIRST), true));
  }

  @Test
  void goesOnWhereItsTimeWasOver() {
    put(FIRST, UploadState.DONE, "user_id,item_id\nann,i2\n");
    put(SECOND, UploadState.DONE, "user_id,item_id\nann,i2\n");
    stores.duringFetch = () -> clock.pass(Duration.ofSeconds(11));
    assertThat(search(BEGIN)).isEqualTo(new Searched(1, at(SECOND), false));
    assertThat(stores.objects).containsKey(key(FIRST, "interactions.csv"));
    assertThat(search(at(SECOND))).isEqualTo(new Searched(1, at(FIRST), true));
    assertThat(stores.objects).isEmpty();
  }

  @Test
  void doesNotReadOnWhenItsTimeIsOver() {
    put(FIRST, UploadState.DONE, OF_BOB);
    put(SECOND, UploadState.DONE, OF_BOB);
    stores.duringFetch = () -> clock.pass(Duration.ofSeconds(6));
    assertThat(search(BEGIN)).as("time for one").isEqualTo(new Searched(0, at(SECOND), false));
    assertThat(search(at(SECOND))).isEqualTo(new Searched(0, at(FIRST), true));
  }

  @Test
  void leavesAFileThatAloneTakesTooLong() {
    put(FIRST, UploadState.DONE, OF_BOB);
    put(SECOND, UploadState.DONE, OF_BOB);
    stores.duringFetch = () -> clock.pass(Duration.ofSeconds(11));
    assertThat(search(BEGIN)).isEqualTo(new Searched(0, leaving(SECOND), false));
    assertThat(search(leaving(SECOND))).isEqualTo(new Searched(0, leaving(FIRST), true));
    assertThat(stores.objects).containsKey(key(FIRST, "interactions.csv"));
  }

  @Test
  void searchesMoreThanAPage() {
    for (int at = 0; at < 101; at++) {
      put(new UploadId("upload-%03d".formatted(at)), UploadState.DONE, OF_BOB);
    }
    put(new UploadId("upload-000"), UploadState.DONE, "user_id,item_id\nann,i2\n");
    assertThat(search(BEGIN)).isEqualTo(new Searched(1, at(new UploadId("upload-000")), true));
  }

  @Test
  void leavesItemsAndOtherTenantsAlone() {
    put(FIRST, UploadState.DONE, OF_BOB);
    stores.objects.put(
        InMemoryStores.key(new TenantId("rival"), FIRST, "interactions.csv"),
        "user_id,item_id\nann,i1\n".getBytes(StandardCharsets.UTF_8));
    Map<String, byte[]> before = Map.copyOf(stores.objects);
    assertThat(search(BEGIN)).isEqualTo(new Searched(0, at(FIRST), true));
    assertThat(stores.objects).isEqualTo(before);
  }

  private Searched search(Position from) {
    return new UploadTraces(
            stores.uploadStore(), stores.objectStore(), clock, JsonMapper.createDefault())
        .remove(DEMO, ANN, from);
  }

  private static Position at(UploadId id) {
    return new Position(Optional.of(id.value()), false);
  }

  private static Position leaving(UploadId id) {
    return new Position(Optional.of(id.value()), true);
  }

  private void put(UploadId id, UploadState state, String content) {
    put(id, state, content, content.length());
  }

  private void put(UploadId id, UploadState state, String content, long size) {
    Upload upload =
        Upload.waiting(id, UploadKind.INTERACTIONS, "interactions.csv", size, NOW)
            .received(NOW)
            .ended(state, Counts.NONE, Optional.empty());
    stores.uploads.put(DEMO + "/" + id, upload);
    stores.objects.put(key(id, upload.file()), content.getBytes(StandardCharsets.UTF_8));
    stores.objects.put(key(id, UploadObjectStore.REJECTED), "{}".getBytes(StandardCharsets.UTF_8));
  }

  private static String key(UploadId id, String name) {
    return InMemoryStores.key(DEMO, id, name);
  }
}
