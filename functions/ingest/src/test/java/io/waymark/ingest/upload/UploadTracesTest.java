package io.waymark.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.JsonMapper;
import io.waymark.ingest.erasure.Traces.Searched;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
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
    assertThat(traces().remove(DEMO, ANN)).isEqualTo(new Searched(1, true));
    assertThat(stores.objects.keySet())
        .containsExactlyInAnyOrder(
            key(SECOND, "interactions.csv"), key(SECOND, UploadObjectStore.REJECTED));
    assertThat(traces().remove(DEMO, ANN)).isEqualTo(new Searched(0, true));
  }

  @ParameterizedTest
  @EnumSource(
      value = UploadState.class,
      names = {"WAITING", "HELD", "RECEIVED", "READING", "STORING", "FAILED"})
  void leavesWhatIsNotOverAndSaysSo(UploadState state) {
    put(FIRST, state, "user_id,item_id\nann,i2\n");
    put(SECOND, UploadState.DISCARDED, "user_id,item_id\nann,i2\n");
    assertThat(traces().remove(DEMO, ANN)).isEqualTo(new Searched(1, false));
    assertThat(stores.objects.keySet())
        .containsExactlyInAnyOrder(
            key(FIRST, "interactions.csv"), key(FIRST, UploadObjectStore.REJECTED));
  }

  @Test
  void leavesWhatIsTooLongAndWhatItHasNoTimeForAndSaysSo() {
    put(FIRST, UploadState.DONE, "user_id,item_id\nann,i2\n", 65L << 20);
    assertThat(traces().remove(DEMO, ANN)).isEqualTo(new Searched(0, false));
    put(FIRST, UploadState.DONE, "user_id,item_id\nann,i2\n");
    put(SECOND, UploadState.DONE, "user_id,item_id\nann,i2\n");
    Iterator<Instant> times = List.of(NOW, NOW, NOW.plus(Duration.ofSeconds(11))).iterator();
    InstantSource slow = times::next;
    assertThat(traces(slow.withZone(ZoneOffset.UTC)).remove(DEMO, ANN))
        .isEqualTo(new Searched(1, false));
    assertThat(stores.objects).containsKey(key(FIRST, "interactions.csv"));
  }

  @Test
  void leavesItemsAndOtherTenantsAlone() {
    put(FIRST, UploadState.DONE, OF_BOB);
    stores.objects.put(
        InMemoryStores.key(new TenantId("rival"), FIRST, "interactions.csv"),
        "user_id,item_id\nann,i1\n".getBytes(StandardCharsets.UTF_8));
    Map<String, byte[]> before = Map.copyOf(stores.objects);
    assertThat(traces().remove(DEMO, ANN)).isEqualTo(new Searched(0, true));
    assertThat(stores.objects).isEqualTo(before);
  }

  private UploadTraces traces() {
    return traces(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private UploadTraces traces(Clock clock) {
    return new UploadTraces(
        stores.uploadStore(), stores.objectStore(), clock, JsonMapper.createDefault());
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
