package io.waymark.ingest.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.files.DayFile;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.archive.AcceptedParquet;
import io.waymark.ingest.collect.Compaction.Compacted;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
  private static final TenantId TENANT = new TenantId("shop");
  private static final LocalDate TODAY = LocalDate.parse("2026-02-02");
  private static final Instant YESTERDAY = Instant.parse("2026-02-01T10:00:00Z");
  private static final Instant BEFORE = Instant.parse("2026-01-31T10:00:00Z");
  private static final Duration TIME = Duration.ofMinutes(15);

  private final InMemoryFiles files = new InMemoryFiles();
  private final Set<String> unsettled = new HashSet<>();
  private final Compaction compaction =
      new Compaction(files, (_, upload) -> !unsettled.contains(upload.toString()));

  @TempDir Path folder;

  @Test
  @DisplayName("I18: one file for each finished day, with the rows as they were")
  void makesOneFileOfEachFinishedDay() throws IOException {
    add("stream-1.parquet", YESTERDAY, "e1", "e2");
    add("stream-2.parquet", YESTERDAY.plusSeconds(5), "e3");
    add("upload-7-0.parquet", YESTERDAY, "e4");
    add("stream-0.parquet", BEFORE, "e0");
    add("stream-3.parquet", files.now, "e5");
    List<String> rows = rows();

    Compacted compacted = compact();
    assertThat(rows()).isEqualTo(rows);
    assertThat(compacted.done()).isTrue();
    assertThat(compacted.filesBefore()).isEqualTo(5);
    assertThat(compacted.files()).hasSize(3);
    List<String> names = files.names(TENANT);
    assertThat(names).hasSize(3).contains("stream-3.parquet");
    assertThat(names.stream().flatMap(name -> DayFile.named(name).stream()))
        .extracting(DayFile::day, DayFile::sources, DayFile::newest)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(TODAY.minusDays(2), 1, BEFORE),
            org.assertj.core.groups.Tuple.tuple(TODAY.minusDays(1), 3, YESTERDAY.plusSeconds(5)));

    compact();
    assertThat(files.names(TENANT)).isEqualTo(names);
  }

  @Test
  @DisplayName("I19: a crash anywhere shows a reader the same rows, and a rerun ends it")
  void keepsEveryRowOnceWhereverItCrashes() throws IOException {
    for (int crash = 1; ; crash++) {
      files.names(TENANT).forEach(name -> files.delete(TENANT, name));
      add("stream-0.parquet", BEFORE, "e0");
      add("stream-1.parquet", YESTERDAY, "e1", "e2");
      add("stream-2.parquet", YESTERDAY, "e3");
      add("upload-7-0.parquet", YESTERDAY, "e4", "e5");
      List<String> rows = rows();
      files.crashAt(crash);
      boolean crashed = crashes();
      files.recover();
      assertThat(rows()).as("crash at call %d", crash).isEqualTo(rows);
      compact();
      assertThat(rows()).as("after the crash at call %d", crash).isEqualTo(rows);
      assertThat(files.names(TENANT)).hasSize(2);
      if (!crashed) {
        assertThat(crash).isGreaterThan(10);
        return;
      }
    }
  }

  @Test
  @DisplayName("I19: two runs at once that see different files leave no row twice after the next")
  void keepsEveryRowOnceAfterTwoRunsAtOnce() throws IOException {
    boolean doubled = false;
    for (int step = 1; ; step++) {
      files.names(TENANT).forEach(name -> files.delete(TENANT, name));
      unsettled.add("7");
      add("stream-0.parquet", BEFORE, "e0");
      add("stream-1.parquet", YESTERDAY, "e1", "e2");
      add("stream-2.parquet", YESTERDAY, "e3");
      add("upload-7-0.parquet", YESTERDAY, "e4", "e5");
      List<String> rows = rows();
      boolean happened = compactWithAnotherBefore(step);
      doubled |= rows().size() > rows.size();
      compact();
      assertThat(rows()).as("another run before call %d", step).isEqualTo(rows);
      List<String> names = files.names(TENANT);
      compact();
      assertThat(files.names(TENANT)).isEqualTo(names);
      if (!happened) {
        assertThat(step).isGreaterThan(8);
        assertThat(doubled).as("the runs overlapped so that rows were there twice").isTrue();
        return;
      }
    }
  }

  @Test
  @DisplayName("I19: a crash while rows that are there twice become one shows no reader less")
  void keepsEveryRowWhereverMakingOneCrashes() throws IOException {
    for (int crash = 1; ; crash++) {
      files.names(TENANT).forEach(name -> files.delete(TENANT, name));
      doubledDay();
      files.crashAt(crash);
      boolean crashed = crashes();
      files.recover();
      assertThat(Set.copyOf(rows())).hasSize(3);
      compact();
      assertThat(rows()).containsExactly(row("e1"), row("e2"), row("e3"));
      assertThat(files.names(TENANT)).hasSize(1);
      if (!crashed) {
        assertThat(crash).isGreaterThan(5);
        return;
      }
    }
  }

  @Test
  void leavesRowsThatAreThereTwiceToACallWithTime() throws IOException {
    doubledDay();
    assertThat(compaction.compact(TENANT, TODAY, () -> Duration.ZERO).done()).isFalse();
    assertThat(files.names(TENANT)).hasSize(2);
  }

  /// Two files of one day that both stand for `stream-2.parquet`.
  private void doubledDay() throws IOException {
    add("stream-1.parquet", YESTERDAY, "e1");
    add("stream-2.parquet", YESTERDAY, "e2");
    compact();
    String one = files.names(TENANT).getFirst();
    Path kept = folder.resolve("kept.parquet");
    assertThat(files.fetch(TENANT, one, kept)).isTrue();
    files.delete(TENANT, one);
    add("stream-2.parquet", YESTERDAY, "e2");
    add("stream-3.parquet", YESTERDAY, "e3");
    compact();
    files.add(TENANT, one, files.now, kept);
    assertThat(rows()).hasSize(4);
  }

  /// Runs another before a call of this one, which by then finds an upload settled.
  ///
  /// @return false where there was no such call
  private boolean compactWithAnotherBefore(int call) {
    boolean[] happened = new boolean[1];
    files.crashAt(Integer.MAX_VALUE);
    files.meanwhile =
        () -> {
          if (!happened[0] && files.calls() == call - 1) {
            happened[0] = true;
            unsettled.clear();
            compact();
          }
        };
    compact();
    files.meanwhile = () -> {};
    unsettled.clear();
    return happened[0];
  }

  @Test
  @DisplayName("I19: whoever reads while it runs reads every row once")
  void showsEveryRowOnceAtEveryMoment() throws IOException {
    add("stream-1.parquet", YESTERDAY, "e1", "e2");
    add("stream-2.parquet", YESTERDAY, "e3");
    List<String> rows = rows();
    files.meanwhile = () -> assertThat(rows()).isEqualTo(rows);
    compact();
    assertThat(files.calls()).isGreaterThan(5);
  }

  @Test
  @DisplayName("I20: what an upload takes back later does not come back")
  void leavesTheFilesOfAnUploadThatMayTakeThemBack() throws IOException {
    unsettled.add("7");
    add("stream-1.parquet", YESTERDAY, "e1");
    add("upload-7-0.parquet", YESTERDAY, "e2");
    add("upload-8-0.parquet", YESTERDAY, "e3");
    compact();
    assertThat(files.names(TENANT)).hasSize(2).contains("upload-7-0.parquet");
    files.delete(TENANT, "upload-7-0.parquet");
    compact();
    assertThat(rows()).containsExactly(row("e1"), row("e3"));
  }

  @Test
  @DisplayName("I20: a window that is delivered again stays without effect")
  void takesNoRowTwiceThatIsDeliveredAgain() throws IOException {
    add("stream-1.parquet", YESTERDAY, "e1");
    add("stream-2.parquet", YESTERDAY, "e2");
    compact();
    List<String> rows = rows();
    add("stream-1.parquet", files.now, "e1");
    add("stream-3.parquet", files.now, "e3");
    assertThat(rows()).hasSize(rows.size() + 1);
    Compacted next = compaction.compact(TENANT, TODAY.plusDays(1), () -> TIME);
    assertThat(next.filesBefore()).isEqualTo(2);
    assertThat(files.names(TENANT)).hasSize(2);
    assertThat(rows()).containsExactly(row("e1"), row("e2"), row("e3"));
  }

  @Test
  void readsOnlyTheEndOfFilesOfDaysThatMayStandForASmallOne() throws IOException {
    unsettled.add("7");
    add("upload-7-0.parquet", YESTERDAY.minus(Duration.ofDays(40)), "e0");
    for (int ago = 30; ago > 20; ago--) {
      files.now = YESTERDAY.minus(Duration.ofDays(ago - 1));
      add("stream-" + ago + ".parquet", YESTERDAY.minus(Duration.ofDays(ago)), "e" + ago);
      assertThat(compaction.compact(TENANT, TODAY.minusDays(ago), () -> TIME).done()).isTrue();
    }
    add("stream-1.parquet", YESTERDAY.minus(Duration.ofDays(20)), "e1");
    files.whole.clear();
    files.ends.clear();
    compact();
    assertThat(files.whole).containsExactly("stream-1.parquet");
    assertThat(files.ends)
        .as("of two days before, not of all since the upload")
        .hasSize(2)
        .allMatch(name -> DayFile.named(name).isPresent());
  }

  @Test
  void leavesADamagedFileWhereTrainingNamesIt() throws IOException {
    add("stream-1.parquet", YESTERDAY, "e1");
    add("stream-3.parquet", YESTERDAY, "e3");
    Path broken = Files.writeString(folder.resolve("broken"), "PAR1 nothing");
    files.add(TENANT, "stream-2.parquet", YESTERDAY, broken);
    assertThat(compact().files()).hasSize(2);
    assertThat(files.names(TENANT)).hasSize(2).contains("stream-2.parquet");
    files.delete(TENANT, "stream-2.parquet");
    assertThat(rows()).as("of the sound files").containsExactly(row("e1"), row("e3"));
  }

  @Test
  void beginsNoDayWithoutTime() throws IOException {
    add("stream-1.parquet", YESTERDAY, "e1");
    Compacted compacted =
        compaction.compact(TENANT, TODAY, () -> Compaction.LEAST_TIME.minusMillis(1));
    assertThat(compacted.done()).isFalse();
    assertThat(files.names(TENANT)).containsExactly("stream-1.parquet");
  }

  @Test
  @DisplayName("I18: of a big day several files, none larger than one call can make")
  void makesSeveralFilesOfABigDay() throws IOException {
    for (int at = 0; at < 5; at++) {
      add("stream-" + at + ".parquet", YESTERDAY, "e" + at, "f" + at);
    }
    List<String> rows = rows();
    assertThat(packing(4, Long.MAX_VALUE).compact(TENANT, TODAY, () -> TIME).files()).hasSize(3);
    assertThat(rows()).isEqualTo(rows);
    assertThat(files.names(TENANT).stream().flatMap(name -> DayFile.named(name).stream()))
        .extracting(DayFile::day, DayFile::sources)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(TODAY.minusDays(1), 2),
            org.assertj.core.groups.Tuple.tuple(TODAY.minusDays(1), 2),
            org.assertj.core.groups.Tuple.tuple(TODAY.minusDays(1), 1));
  }

  @Test
  @DisplayName("I18: no file of a day stands for more bytes than one call can read")
  void makesSeveralFilesOfLargeFiles() throws IOException {
    for (int at = 0; at < 3; at++) {
      add("stream-" + at + ".parquet", YESTERDAY, "e" + at);
    }
    assertThat(packing(Long.MAX_VALUE, 1).compact(TENANT, TODAY, () -> TIME).files()).hasSize(3);
    assertThat(files.names(TENANT)).allMatch(name -> DayFile.named(name).isPresent());
    assertThat(rows()).containsExactly(row("e0"), row("e1"), row("e2"));
  }

  @Test
  @DisplayName("I18: a day for which one call is too short is finished by several")
  void goesOnInADayThatOneCallCannotFinish() throws IOException {
    for (int at = 0; at < 6; at++) {
      add("stream-" + at + ".parquet", YESTERDAY, "e" + at);
    }
    List<String> rows = rows();
    List<Integer> waiting = new ArrayList<>();
    do {
      // Suffices to begin a file and for one more source of it, then no more.
      List<Duration> left = new ArrayList<>(List.of(TIME, TIME, Duration.ZERO, Duration.ZERO));
      waiting.add(
          compaction
              .compact(TENANT, TODAY, () -> left.size() > 1 ? left.removeFirst() : left.getFirst())
              .waiting());
      assertThat(rows()).isEqualTo(rows);
    } while (waiting.getLast() > 0 && waiting.size() < 10);
    assertThat(waiting).containsExactly(4, 2, 0);
    assertThat(files.names(TENANT)).hasSize(3);
  }

  @Test
  void leavesNothingOnDiskAfterAFileThatCouldNotBeWritten() throws IOException {
    add("stream-1.parquet", YESTERDAY, "e1");
    List<Path> folders = new ArrayList<>();
    files.fetched =
        to -> {
          folders.add(to.getParent());
          Files.createFile(
              Files.createDirectory(to.resolveSibling("day.parquet.part")).resolve("x"));
        };
    assertThatThrownBy(this::compact).isInstanceOf(IllegalStateException.class);
    assertThat(folders).hasSize(1).allMatch(Files::notExists);
    assertThat(files.names(TENANT)).containsExactly("stream-1.parquet");
  }

  @Test
  void leavesADayToWhoeverTookItsFilesAway() throws IOException {
    add("stream-1.parquet", YESTERDAY, "e1");
    add("stream-2.parquet", YESTERDAY, "e2");
    files.meanwhile =
        () -> {
          if (files.calls() > 0) {
            files.delete(TENANT, "stream-2.parquet");
          }
        };
    assertThat(compact().done()).isFalse();
    assertThat(files.names(TENANT)).containsExactly("stream-1.parquet");
  }

  private Compaction packing(long rows, long bytes) {
    return new Compaction(files, (_, _) -> true, new Compaction.Most(rows, bytes));
  }

  private Compacted compact() {
    return compaction.compact(TENANT, TODAY, () -> TIME);
  }

  private boolean crashes() {
    try {
      compact();
      return false;
    } catch (InMemoryFiles.CrashException crash) {
      assertThatThrownBy(this::compact).isInstanceOf(InMemoryFiles.CrashException.class);
      return true;
    }
  }

  private void add(String name, Instant arrived, String... events) throws IOException {
    Path file = folder.resolve("added.parquet");
    try (AcceptedParquet parquet = new AcceptedParquet(file)) {
      for (String event : events) {
        parquet.add("key-" + event, new EventId(event), interaction(event));
      }
    }
    files.add(TENANT, name, arrived, file);
  }

  private static Interaction interaction(String event) {
    return new Interaction(
        new UserId("u"),
        new ItemId("i'" + event),
        InteractionType.RATING,
        Optional.of(YESTERDAY.plusMillis(1)),
        new InteractionDetails(
            OptionalDouble.of(4),
            OptionalDouble.empty(),
            OptionalDouble.of(0.1),
            Optional.empty(),
            OptionalInt.empty()),
        Optional.of(new EventId(event)));
  }

  private static String row(String event) {
    return String.join(
        " ",
        "key-" + event,
        "i'" + event,
        "rating",
        YESTERDAY.plusMillis(1).toString(),
        "4.0",
        "-",
        "0.1",
        event);
  }

  /// What training reads, in no order.
  private List<String> rows() {
    try {
      List<String> rows = new ArrayList<>();
      for (Path file : files.read(TENANT, Files.createTempDirectory(folder, "read"))) {
        try (Table table = TableFile.query(file, "SELECT * FROM $file")) {
          for (Optional<TableRow> row = table.next(); row.isPresent(); row = table.next()) {
            rows.add(text((TableRow.Row) row.get()));
          }
        }
      }
      return rows.stream().sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String text(TableRow.Row row) {
    return String.join(
        " ",
        IntStream.range(0, row.cells().size()).mapToObj(at -> text(row.cells().get(at))).toList());
  }

  private static String text(Cell cell) {
    return switch (cell) {
      case Cell.Absent _ -> "-";
      case Cell.Text text -> text.value();
      case Cell.Decimal number -> Double.toString(number.value());
      case Cell.Moment moment -> moment.value().toString();
      case Cell.Whole _, Cell.Flag _, Cell.Nested _ -> throw new AssertionError(cell);
    };
  }
}
