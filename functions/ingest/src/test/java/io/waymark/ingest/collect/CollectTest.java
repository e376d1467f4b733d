package io.waymark.ingest.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.JsonMapper;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.Instance;
import io.waymark.ingest.archive.AcceptedParquet;
import io.waymark.ingest.archive.AcceptedStore;
import io.waymark.ingest.quality.Decision;
import io.waymark.ingest.quality.Thresholds;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
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
    byte[] bytes = Files.readAllBytes(copy);
    StoredFile whole = files.list(tenant).getFirst();
    assertThat(files.end(tenant, whole, 9))
        .contains(Arrays.copyOfRange(bytes, bytes.length - 9, bytes.length));
    assertThat(files.end(tenant, whole, bytes.length + 1)).contains(bytes);
    assertThat(files.end(tenant, new StoredFile("none.parquet", 9, whole.arrived()), 9)).isEmpty();
    assertThat(files.fetch(tenant, "stream-1.parquet", copy)).isFalse();
    assertThat(judge(day.plusDays(1), compacted.files()).rows()).isEqualTo(5);
  }

  @Test
  @DisplayName("I21: a day whose figures are critical is held, and its report says why")
  void holdsADayOfOneUser() throws IOException {
    put("stream-1.parquet", 600, at -> at < 500 ? "robot" : "u" + at);
    LocalDate day = day();
    DayGate.Judgement judgement = judge(day.plusDays(1), files.list(tenant));
    assertThat(judgement.decision()).isEqualTo(Decision.HELD);
    String key = "pipeline/" + tenant + "/" + day + "/report.json";
    assertThat(judgement.report()).contains(key);
    assertThat(new String(Instance.object(Bucket.DATA, key), UTF_8))
        .contains("\"decision\":\"held\"", "dominant_user", "robot");
    assertThat(Instance.keys(Bucket.DATA, "pipeline/" + tenant + "/")).containsExactly(key);
  }

  @Test
  @DisplayName("I21: a held day is counted once, an approved one is not")
  void countsHeldDays() throws IOException {
    put("stream-1.parquet", 600, at -> at < 500 ? "robot" : "u" + at);
    put("stream-2.parquet", 700, at -> "v" + at);
    LocalDate today = day().plusDays(4);
    List<StoredFile> both = List.of(late("stream-1.parquet", 1), late("stream-2.parquet", 3));
    Map<Metric, Long> counted = new EnumMap<>(Metric.class);
    DayGate counting =
        new DayGate(
            files,
            bean(DayReportStore.class),
            bean(CatalogueStore.class),
            bean(IngestConfig.class),
            bean(Thresholds.class),
            bean(Clock.class),
            bean(JsonMapper.class),
            new Measurements() {
              @Override
              public void count(Metric metric, long more) {
                counted.merge(metric, more, Long::sum);
              }

              @Override
              public void value(Metric metric, double value) {}
            });
    for (int call = 0; call < 2; call++) {
      assertThat(counting.judge(tenant, today, both, () -> Duration.ofMinutes(15)).decision())
          .isEqualTo(Decision.HELD);
      assertThat(counted).containsExactly(Map.entry(Metric.DAYS_HELD, 1L));
    }
  }

  private <T> T bean(Class<T> type) {
    return instance.bean(Handler.INGEST_COLLECT, type);
  }

  @Test
  @DisplayName("I21: a day is compared with the days before it")
  void comparesWithTheDayBefore() throws IOException {
    put("stream-1.parquet", 600, at -> "u" + at);
    LocalDate day = day();
    List<StoredFile> first = files.list(tenant);
    assertThat(judge(day.plusDays(1), first).decision()).isEqualTo(Decision.APPROVED);
    StoredFile next =
        new StoredFile(
            first.getFirst().name(), 1, first.getFirst().arrived().plus(Duration.ofDays(1)));
    DayGate.Judgement judgement = judge(day.plusDays(2), List.of(next));
    assertThat(judgement.decision()).isEqualTo(Decision.APPROVED_WITH_WARNINGS);
    assertThat(new String(Instance.object(Bucket.DATA, judgement.report().orElseThrow()), UTF_8))
        .contains("copies_of_day", "stand in day " + day + ", too");
  }

  @Test
  @DisplayName(
      "I21: every finished day since the last report is judged, and one that is held holds")
  void judgesEveryDayThatWasNotYet() throws IOException {
    put("stream-1.parquet", 600, at -> at < 500 ? "robot" : "u" + at);
    put("stream-2.parquet", 700, at -> "v" + at);
    LocalDate today = day().plusDays(4);
    List<StoredFile> both = List.of(late("stream-1.parquet", 1), late("stream-2.parquet", 3));
    DayGate.Judgement judgement = judge(today, both);
    assertThat(judgement.decision()).isEqualTo(Decision.HELD);
    assertThat(judgement.rows()).isEqualTo(1_300);
    assertThat(judgement.report()).contains(report(today.minusDays(3)));
    assertThat(Instance.keys(Bucket.DATA, "pipeline/" + tenant + "/"))
        .contains(report(today.minusDays(3)), report(today.minusDays(1)));

    assertThat(judge(today, both)).as("asked again on the same day").isEqualTo(judgement);

    put("stream-3.parquet", 10, at -> "w" + at);
    List<StoredFile> three = List.of(both.getFirst(), both.getLast(), late("stream-3.parquet", 4));
    DayGate.Judgement next = judge(today.plusDays(1), three);
    assertThat(next.rows()).as("a day is judged once").isEqualTo(10);
    assertThat(next.decision()).isNotEqualTo(Decision.HELD);
    assertThat(next.report()).contains(report(today));
  }

  @Test
  @DisplayName("I21: days for which one call is too short are judged by several, as by one")
  void goesOnJudging() throws IOException {
    put("stream-1.parquet", 600, at -> at < 500 ? "robot" : "u" + at);
    put("stream-2.parquet", 700, at -> "v" + at);
    LocalDate today = day().plusDays(4);
    List<StoredFile> both = List.of(late("stream-1.parquet", 1), late("stream-2.parquet", 3));
    List<Duration> left = new ArrayList<>(List.of(DayGate.LEAST_TIME, Duration.ZERO));
    DayGate.Judgement some = gate.judge(tenant, today, both, left::removeFirst);
    assertThat(some.waiting()).isEqualTo(1);
    assertThat(some.rows()).isEqualTo(600);
    DayGate.Judgement rest = judge(today, both);
    assertThat(rest.done()).isTrue();
    assertThat(rest.decision()).isEqualTo(Decision.HELD);
    assertThat(rest.rows()).isEqualTo(1_300);
    assertThat(rest.report()).contains(report(today.minusDays(3)));
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
            "\"interactions\":0",
            "\"done\":true",
            "\"left\":0",
            "\"tenant_id\":\"" + tenant + "\"");
    assertThat(Instance.keys(Bucket.DATA, "pipeline/" + tenant + "/")).isEmpty();
  }

  @Test
  @DisplayName("I18: the sizes of files tell about how many rows they have")
  void tellsAboutHowManyRowsThereAre() throws IOException {
    int rows = 20_000;
    Random random = new Random(7);
    List<String> keys =
        Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()).toString())
            .limit(rows / 20)
            .toList();
    put("stream-1.parquet", rows, _ -> keys.get(random.nextInt(keys.size())));
    Compaction.Compacted compacted = compaction.compact(tenant, day(), () -> Duration.ofMinutes(5));
    assertThat(compacted.aboutRows()).isBetween(rows / 2L, 2L * rows);
  }

  private DayGate.Judgement judge(LocalDate today, List<StoredFile> all) {
    return gate.judge(tenant, today, all, () -> Duration.ofMinutes(15));
  }

  /// The file, as if it had come so many days later.
  private StoredFile late(String name, int days) {
    return files.list(tenant).stream()
        .filter(file -> file.name().equals(name))
        .map(file -> new StoredFile(name, file.size(), file.arrived().plus(Duration.ofDays(days))))
        .findFirst()
        .orElseThrow();
  }

  private String report(LocalDate day) {
    return "pipeline/" + tenant + "/" + day + "/report.json";
  }

  private LocalDate day() {
    return files.list(tenant).getLast().day();
  }

  private void put(String name, int rows, IntFunction<String> key) throws IOException {
    Path file = folder.resolve(name);
    try (AcceptedParquet parquet = new AcceptedParquet(file)) {
      for (int at = 0; at < rows; at++) {
        EventId id =
            new EventId(UUID.nameUUIDFromBytes(Integer.toString(at).getBytes(UTF_8)).toString());
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
