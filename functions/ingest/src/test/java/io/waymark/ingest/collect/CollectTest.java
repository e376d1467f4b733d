package io.waymark.ingest.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.ingest.Instance;
import io.waymark.ingest.archive.AcceptedParquet;
import io.waymark.ingest.archive.AcceptedStore;
import io.waymark.ingest.upload.Decision;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over the real stores. A store says itself when a file arrived, so these tests ask on the day
/// after.
class CollectTest {
  private final Instance instance = Instance.shared();
  private final TenantId tenant = instance.newCaller().tenant();
  private final DayFileStore files = instance.bean(Handler.INGEST_COLLECT, DayFileStore.class);
  private final Compaction compaction = instance.bean(Handler.INGEST_COLLECT, Compaction.class);
  private final DayGate gate = instance.bean(Handler.INGEST_COLLECT, DayGate.class);

  @TempDir Path folder;

  @Test
  @DisplayName("I18: over S3")
  void compactsInS3() throws IOException {
    put("stream-1.parquet", 3, at -> "u" + at);
    put("stream-2.parquet", 2, at -> "v" + at);
    LocalDate day = day();
    Compaction.Compacted compacted =
        compaction.compact(tenant, day.plusDays(1), () -> Duration.ofMinutes(5));
    assertThat(compacted.filesBefore()).isEqualTo(2);
    assertThat(files.list(tenant)).hasSize(1).allMatch(file -> file.wholeDay().isPresent());
    Path copy = folder.resolve("copy.parquet");
    assertThat(files.fetch(tenant, files.list(tenant).getFirst().name(), copy)).isTrue();
    assertThat(files.fetch(tenant, "stream-1.parquet", copy)).isFalse();
    assertThat(gate.judge(tenant, day, compacted.files()).rows()).isEqualTo(5);
  }

  @Test
  @DisplayName("I21: a day whose figures are critical is held, and its report says why")
  void holdsADayOfOneUser() throws IOException {
    put("stream-1.parquet", 600, at -> at < 500 ? "robot" : "u" + at);
    LocalDate day = day();
    DayGate.Judgement judgement = gate.judge(tenant, day, files.list(tenant));
    assertThat(judgement.decision()).isEqualTo(Decision.HELD);
    String key = "pipeline/" + tenant + "/" + day + "/report.json";
    assertThat(judgement.report()).contains(key);
    assertThat(new String(Instance.object(Bucket.DATA, key), StandardCharsets.UTF_8))
        .contains("\"decision\":\"held\"", "dominant_user", "robot");
    assertThat(Instance.keys(Bucket.DATA, "pipeline/" + tenant + "/")).containsExactly(key);
  }

  @Test
  @DisplayName("I21: a day is compared with the days before it")
  void comparesWithTheDayBefore() throws IOException {
    put("stream-1.parquet", 600, at -> "u" + at);
    LocalDate day = day();
    List<StoredFile> first = files.list(tenant);
    assertThat(gate.judge(tenant, day, first).decision()).isEqualTo(Decision.APPROVED);
    StoredFile next =
        new StoredFile(
            first.getFirst().name(), 1, first.getFirst().arrived().plus(Duration.ofDays(1)));
    DayGate.Judgement judgement = gate.judge(tenant, day.plusDays(1), List.of(next));
    assertThat(judgement.decision()).isEqualTo(Decision.APPROVED_WITH_WARNINGS);
    assertThat(
            new String(
                Instance.object(Bucket.DATA, judgement.report().orElseThrow()),
                StandardCharsets.UTF_8))
        .contains("copies_of_day", "stand in day " + day + ", too");
  }

  @Test
  @DisplayName("I21: a day without rows is approved")
  void approvesADayWithoutRows() {
    assertThat(instance.collect(tenant))
        .contains(
            "\"decision\":\"approved\"",
            "\"rows\":0",
            "\"files_before\":0",
            "\"files_after\":0",
            "\"done\":true",
            "\"tenant_id\":\"" + tenant + "\"");
    assertThat(Instance.keys(Bucket.DATA, "pipeline/" + tenant + "/")).isEmpty();
  }

  private LocalDate day() {
    return files.list(tenant).getLast().day();
  }

  private void put(String name, int rows, IntFunction<String> key) throws IOException {
    Path file = folder.resolve(name);
    try (AcceptedParquet parquet = new AcceptedParquet(file)) {
      for (int at = 0; at < rows; at++) {
        EventId id = new EventId("e" + at);
        parquet.add(
            key.apply(at),
            id,
            new Interaction(
                new UserId("u"),
                new ItemId("i" + at % 50),
                InteractionType.VIEW,
                Optional.of(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * at)),
                InteractionDetails.NONE,
                Optional.of(id)));
      }
    }
    instance.bean(Handler.INGEST_UPLOADS, AcceptedStore.class).put(tenant, name, file);
  }
}
