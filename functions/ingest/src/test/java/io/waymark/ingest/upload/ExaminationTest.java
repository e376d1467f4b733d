package io.waymark.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.json.JsonMapper;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.files.Opened;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.quality.Counts;
import io.waymark.ingest.quality.Decision;
import io.waymark.ingest.quality.QualityThresholds;
import io.waymark.ingest.quality.Thresholds;
import io.waymark.interactions.Cell;
import io.waymark.interactions.HistoryRow;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Decisions of an examination, and what is left where it is stopped in the middle.
class ExaminationTest {
  private static final TenantId DEMO = new TenantId("demo");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final UploadId ID = new UploadId("upload-1");

  private static final UploadId NEXT = new UploadId("upload-2");
  private static final UploadId THIRD = new UploadId("upload-3");

  @TempDir Path folder;

  private volatile Instant now = NOW;

  /// What happens while an examination waits for another.
  private Pause pause = length -> now = now.plus(length);

  private final InMemoryStores stores = new InMemoryStores();
  private final CatalogueStore catalogues = new InMemoryCatalogueStore();

  @Test
  @DisplayName("I9: read again after a crash at any write, an upload ends as without the crash")
  void endsTheSameAfterACrashAtAnyWrite() {
    announce(stores, UploadKind.INTERACTIONS, events());
    examination(stores).examine(DEMO, ID, NOW);
    Upload whole = upload(stores);
    assertThat(whole.state()).isEqualTo(UploadState.DONE);
    assertThat(whole.counts()).isEqualTo(new Counts(306, 303, 2, 1));

    int write = 1;
    boolean crashed = true;
    while (crashed) {
      InMemoryStores again = new InMemoryStores();
      announce(again, UploadKind.INTERACTIONS, events());
      again.crash(Crashes.atWrite(write));
      try {
        examination(again).examine(DEMO, ID, NOW);
        crashed = false;
      } catch (Crashes.CrashException e) {
        examination(again).examine(DEMO, ID, NOW);
      }
      assertThat(upload(again).counts()).as("crash at write " + write).isEqualTo(whole.counts());
      assertThat(upload(again).state()).isEqualTo(UploadState.DONE);
      assertThat(bytes(again)).as("crash at write " + write).isEqualTo(bytes(stores));
      assertThat(again.markers.keySet()).isEqualTo(stores.markers.keySet());
      assertThat(again.remembered).isEqualTo(stores.remembered);
      assertThat(again.histories).isEqualTo(stores.histories);
      write++;
    }
    assertThat(write).isGreaterThan(10);
  }

  @Test
  @DisplayName("I9: killed at any write, an upload is read again as soon as the service runs again")
  void endsTheSameAfterAKillAtAnyWriteWithoutWaitingForTheLease() {
    announce(stores, UploadKind.INTERACTIONS, events());
    examination(stores, Optional.of(NOW)).examine(DEMO, ID, NOW);
    int write = 1;
    boolean killed = true;
    while (killed) {
      now = NOW;
      InMemoryStores again = new InMemoryStores();
      announce(again, UploadKind.INTERACTIONS, events());
      again.crash(Crashes.fromWrite(write));
      try {
        examination(again, Optional.of(NOW)).examine(DEMO, ID, NOW);
        killed = false;
      } catch (Crashes.CrashException e) {
        again.crash(Crashes.never());
        now = NOW.plusMillis(1);
        examination(again, Optional.of(now)).examine(DEMO, ID, NOW);
      }
      assertThat(upload(again).state()).as("killed at write " + write).isEqualTo(UploadState.DONE);
      assertThat(upload(again).counts()).isEqualTo(new Counts(306, 303, 2, 1));
      assertThat(trained(again)).hasSize(303).doesNotHaveDuplicates();
      assertThat(bytes(again)).as("killed at write " + write).isEqualTo(bytes(stores));
      write++;
    }
    assertThat(write).isGreaterThan(10);
  }

  @Test
  @DisplayName("I9: a lease of this process binds it, whenever the function began")
  void believesALeaseOfItsOwnProcess() {
    announce(stores, UploadKind.INTERACTIONS, events());
    stores.uploads.put(DEMO + "/" + ID, upload(stores).held(Lease.from("another thread", NOW)));
    pause = this::whileTheOthersWork;
    assertThatThrownBy(() -> examination(stores, Optional.of(NOW)).examine(DEMO, ID, NOW))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  @DisplayName("I9: interrupted while it stores, it says so, is free, and leaves nothing behind")
  void isFreeAgainWhereItWasInterrupted() {
    announce(stores, UploadKind.INTERACTIONS, events());
    stores.duringStoring = () -> Thread.currentThread().interrupt();
    assertThatThrownBy(() -> examination(stores).examine(DEMO, ID, NOW))
        .isInstanceOf(Crashes.CrashException.class);
    assertThat(Thread.interrupted()).as("whoever called learns of it too").isTrue();
    assertThat(upload(stores).state()).isEqualTo(UploadState.FAILED);
    assertThat(stores.accepted).isEmpty();
    stores.duringStoring = () -> {};
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores).counts()).isEqualTo(new Counts(306, 303, 2, 1));
  }

  @Test
  @DisplayName("I9: a new upload of a file that was given up at any write stores every row once")
  void storesEveryRowOnceWhereANewUploadFollowsOneThatWasGivenUp() {
    int write = 1;
    boolean crashed = true;
    while (crashed) {
      now = NOW;
      InMemoryStores torn = new InMemoryStores();
      announce(torn, UploadKind.INTERACTIONS, events());
      torn.crash(Crashes.fromWrite(write));
      try {
        examination(torn).examine(DEMO, ID, NOW);
        crashed = false;
      } catch (Crashes.CrashException e) {
        torn.crash(Crashes.never());
        now = NOW.plus(Duration.ofHours(1)).plus(Lease.KEPT);
        announce(torn, NEXT, UploadKind.INTERACTIONS, events());
        examination(torn).examine(DEMO, NEXT, NOW.plus(Duration.ofHours(1)));
        Upload next = torn.uploadStore().find(DEMO, NEXT).orElseThrow();
        assertThat(next.state()).isEqualTo(UploadState.DONE);
      }
      String when = "given up at write " + write;
      assertThat(trained(torn)).as(when).hasSizeGreaterThan(302).doesNotHaveDuplicates();
      assertThat(torn.histories.values().stream().map(HistoryRow::id).toList())
          .as(when)
          .hasSizeGreaterThan(100)
          .doesNotHaveDuplicates();
      write++;
    }
    assertThat(write).isGreaterThan(10);
  }

  @Test
  @DisplayName(
      "I9: given up, tried again after another upload of the file: every id is stored once")
  void takesNothingFromAnUploadThatIsDone() {
    announce(stores, UploadKind.INTERACTIONS, events());
    stores.crash(Crashes.atWrite(6));
    assertThatThrownBy(() -> examination(stores).examine(DEMO, ID, NOW))
        .isInstanceOf(Crashes.CrashException.class);
    announce(stores, NEXT, UploadKind.INTERACTIONS, events());
    examination(stores).examine(DEMO, NEXT, NOW);
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores).counts().duplicate()).isEqualTo(152);
  }

  @Test
  @DisplayName("I9: two examinations of one upload do not run at once")
  void letsOneExaminationRunAtATime() {
    announce(stores, UploadKind.INTERACTIONS, events());
    List<String> met = new ArrayList<>();
    pause = this::whileTheOthersWork;
    stores.duringFetch =
        () -> {
          stores.duringFetch = () -> {};
          assertThatThrownBy(() -> examination(stores).examine(DEMO, ID, NOW))
              .isInstanceOf(StoreUnavailableException.class);
          met.add("the other");
        };
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(met).hasSize(1);
    assertThat(upload(stores).state()).isEqualTo(UploadState.DONE);
  }

  @Test
  @DisplayName("I9: an upload that another examination has is not examined again when that is done")
  void waitsForAnotherExaminationOfTheSameUpload() {
    announce(stores, UploadKind.INTERACTIONS, events());
    Meeting meeting = new Meeting();
    stores.duringFetch = () -> meeting.holdUp(() -> examination(stores).examine(DEMO, ID, NOW));
    examination(stores).examine(DEMO, ID, NOW);
    meeting.end();
    assertThat(upload(stores).state()).isEqualTo(UploadState.DONE);
    assertThat(trained(stores)).hasSize(303).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("I9: a younger upload of the same events goes on after the older one")
  void givesWayToAnOlderUploadOfTheSameEvents() throws IOException {
    announce(stores, UploadKind.INTERACTIONS, named(0, 1_500));
    announce(stores, NEXT, UploadKind.INTERACTIONS, named(1_501, 1));
    Meeting meeting = new Meeting();
    List<Upload> whileWaiting = new ArrayList<>();
    stores.duringStoring =
        () -> {
          meeting.holdUp(() -> examination(stores).examine(DEMO, NEXT, NOW));
          whileWaiting.add(stores.uploadStore().find(DEMO, NEXT).orElseThrow());
        };
    examination(stores).examine(DEMO, ID, NOW);
    meeting.end();
    assertThat(whileWaiting.getFirst().state()).isEqualTo(UploadState.RECEIVED);
    assertThat(whileWaiting.getFirst().message().orElseThrow())
        .contains("upload-1 has some of the same events", "goes on by itself");
    assertBothEndedWithEachEventOnce(
        new Counts(1_500, 1_500, 0, 0), new Counts(1_500, 1, 1_499, 0));
  }

  @Test
  @DisplayName("I9: of two uploads that each have events the other wants, the older one goes first")
  void letsTheOlderGoFirstWhereEachHasWhatTheOtherWants() throws IOException {
    announce(stores, UploadKind.INTERACTIONS, named(0, 1_500));
    announce(stores, NEXT, UploadKind.INTERACTIONS, named(1_501, 1));
    Meeting meeting = new Meeting();
    stores.duringStoring = () -> meeting.holdUp(() -> examination(stores).examine(DEMO, ID, NOW));
    examination(stores).examine(DEMO, NEXT, NOW);
    meeting.end();
    assertBothEndedWithEachEventOnce(
        new Counts(1_500, 1_500, 0, 0), new Counts(1_500, 1, 1_499, 0));
  }

  @Test
  @DisplayName("I9: an older upload waits for a younger one that has its events already")
  void waitsForAYoungerUploadThatHasItsEventsAlready() throws IOException {
    announce(stores, UploadKind.INTERACTIONS, named(0, 1_500));
    announce(stores, NEXT, UploadKind.INTERACTIONS, named(1, 1_501));
    Meeting meeting = new Meeting();
    stores.duringAccepting = () -> meeting.holdUp(() -> examination(stores).examine(DEMO, ID, NOW));
    examination(stores).examine(DEMO, NEXT, NOW);
    meeting.end();
    assertBothEndedWithEachEventOnce(
        new Counts(1_500, 1, 1_499, 0), new Counts(1_500, 1_500, 0, 0));
  }

  private void assertBothEndedWithEachEventOnce(Counts older, Counts younger) throws IOException {
    assertThat(upload(stores).state()).isEqualTo(UploadState.DONE);
    assertThat(upload(stores).counts()).isEqualTo(older);
    Upload next = stores.uploadStore().find(DEMO, NEXT).orElseThrow();
    assertThat(next.state()).isEqualTo(UploadState.DONE);
    assertThat(next.counts()).isEqualTo(younger);
    assertThat(trained(stores)).hasSize(1_501).doesNotHaveDuplicates();
  }

  /// Rows with the ids `from` to `to`, the latter left out, up or down.
  private static String named(int from, int to) {
    StringBuilder text = new StringBuilder("user_id,item_id,timestamp,event_id\n");
    int step = from < to ? 1 : -1;
    for (int at = Math.min(from, to); at < Math.max(from, to); at++) {
      int number = step > 0 ? at : from - 1 + to - at;
      text.append(
          "u%d,i%d,%s,e%d\n"
              .formatted(number % 83, number % 97, NOW.minus(Duration.ofMinutes(number)), number));
    }
    return text.toString();
  }

  /// Keeps every lease alive, as each holder does, while time passes.
  private void whileTheOthersWork(Duration length) {
    now = now.plus(length);
    stores.uploads.replaceAll(
        (_, upload) -> upload.held(Lease.from(upload.lease().orElseThrow().holder(), now)));
  }

  /// Two examinations, of which one comes while the other is in the middle, on a thread of its own,
  /// and waits for it; where the other waits too, the late one goes on.
  private final class Meeting {
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CompletableFuture<@Nullable Void> other = new CompletableFuture<>();
    private boolean met;

    /// Returns once `late` waits; the first time only.
    void holdUp(Runnable late) {
      if (met) {
        return;
      }
      met = true;
      Thread first = Thread.currentThread();
      pause =
          _ -> {
            if (Thread.currentThread().equals(first)) {
              end();
            } else {
              waiting.countDown();
              mayGoOn.await();
            }
          };
      Thread _ =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      late.run();
                      other.complete(null);
                    } catch (RuntimeException | Error failed) {
                      other.completeExceptionally(failed);
                    }
                    waiting.countDown();
                  });
      try {
        waiting.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /// Lets the late one go on, and returns when it has ended.
    void end() {
      mayGoOn.countDown();
      @Nullable Void _ = other.join();
    }
  }

  @Test
  @DisplayName("I9: who was believed dead and is not writes no state any more")
  void stopsWhereAnotherTookTheUploadOver() {
    announce(stores, UploadKind.INTERACTIONS, events());
    stores.duringFetch =
        () -> {
          stores.duringFetch = () -> {};
          now = NOW.plus(Lease.KEPT);
          examination(stores).examine(DEMO, ID, NOW);
        };
    assertThatThrownBy(() -> examination(stores).examine(DEMO, ID, NOW))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(upload(stores).state()).isEqualTo(UploadState.DONE);
    assertThat(trained(stores)).hasSize(303);
  }

  @Test
  @DisplayName("I9: who was believed dead and is not stores no file behind the back of another")
  void storesNoFileWhereAnotherUploadTookItsEventsOver() {
    announce(stores, UploadKind.INTERACTIONS, events());
    announce(stores, NEXT, UploadKind.INTERACTIONS, events());
    stores.duringStoring =
        () -> {
          stores.duringStoring = () -> {};
          now = NOW.plus(Lease.KEPT);
          examination(stores).examine(DEMO, NEXT, now);
        };
    assertThatThrownBy(() -> examination(stores).examine(DEMO, ID, NOW))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(stores.uploadStore().find(DEMO, NEXT).orElseThrow().state())
        .isEqualTo(UploadState.DONE);
    assertThat(trained(stores)).hasSize(303).doesNotHaveDuplicates();
  }

  @Test
  void isFreeAgainWhereItsFileHasNotCome() {
    announce(stores, UploadKind.INTERACTIONS, events());
    String key = InMemoryStores.key(DEMO, ID, "interactions.csv");
    byte[] content = Objects.requireNonNull(stores.objects.remove(key));
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores).state()).isEqualTo(UploadState.WAITING);
    stores.objects.put(key, content);
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores).state()).isEqualTo(UploadState.DONE);
  }

  @Test
  @DisplayName("I9: another file in the place of the first is not mixed with it")
  void refusesAFileThatWasReplaced() {
    announce(stores, UploadKind.INTERACTIONS, events());
    stores.crash(Crashes.fromWrite(9));
    assertThatThrownBy(() -> examination(stores).examine(DEMO, ID, NOW))
        .isInstanceOf(Crashes.CrashException.class);
    stores.crash(Crashes.never());
    now = NOW.plus(Lease.KEPT);
    stores.objects.put(
        InMemoryStores.key(DEMO, ID, "interactions.csv"),
        events().replace("busy", "idle").getBytes(StandardCharsets.UTF_8));
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores).state()).isEqualTo(UploadState.REFUSED);
    assertThat(upload(stores).message().orElseThrow()).contains("another file");
    assertThat(stores.accepted).isEmpty();
  }

  @Test
  void saysWhenAnUploadIsNotTriedAgain() {
    announce(stores, UploadKind.INTERACTIONS, events());
    stores.crash(Crashes.fromWrite(7));
    assertThatThrownBy(() -> examination(stores).examine(DEMO, ID, NOW))
        .isInstanceOf(Crashes.CrashException.class);
    assertThat(UploadResponse.of(upload(stores), NOW).state()).isEqualTo("storing");
    UploadResponse late = UploadResponse.of(upload(stores), NOW.plus(Duration.ofHours(1)));
    assertThat(late.state()).isEqualTo("failed");
    assertThat(late.message()).contains("upload the file again");
  }

  @Test
  @DisplayName("I14: what is held stores nothing, however often it is delivered")
  void storesNothingOfWhatIsHeld() {
    announce(stores, UploadKind.INTERACTIONS, oneUser());
    examination(stores).examine(DEMO, ID, NOW);
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores).state()).isEqualTo(UploadState.HELD);
    assertThat(upload(stores).counts()).isEqualTo(new Counts(600, 600, 0, 0));
    assertThat(upload(stores).ruling()).contains(Ruling.of(Decision.HELD));
    assertThat(UploadResponse.of(upload(stores), NOW.plus(Duration.ofDays(9))).state())
        .isEqualTo("held");
    assertStoredNothing(stores);
  }

  @Test
  @DisplayName("I14: approved, it ends as one that was not held, crashed at any write or not")
  void storesWhatWasApprovedAfterACrashAtAnyWrite() {
    int write = 1;
    boolean crashed = true;
    while (crashed) {
      InMemoryStores again = new InMemoryStores();
      announce(again, UploadKind.INTERACTIONS, oneUser());
      examination(again).examine(DEMO, ID, NOW);
      assertThat(again.uploadStore().decide(DEMO, upload(again).approved("member", NOW))).isTrue();
      again.crash(Crashes.atWrite(write));
      try {
        examination(again).examine(DEMO, ID, NOW);
        crashed = false;
      } catch (Crashes.CrashException e) {
        examination(again).examine(DEMO, ID, NOW);
      }
      assertThat(upload(again).state()).as("write " + write).isEqualTo(UploadState.DONE);
      assertThat(upload(again).counts()).isEqualTo(new Counts(600, 600, 0, 0));
      assertThat(trained(again)).hasSize(600).doesNotHaveDuplicates();
      write++;
    }
    assertThat(write).isGreaterThan(5);
  }

  @Test
  @DisplayName("I14: a ruling stands once storing began, whatever is found when it is read again")
  void holdsNothingThatIsHalfStored() {
    announce(stores, UploadKind.INTERACTIONS, oneUser());
    stores.uploads.put(DEMO + "/" + ID, upload(stores).ruled(Ruling.of(Decision.APPROVED)));
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores).state()).isEqualTo(UploadState.DONE);
  }

  @Test
  @DisplayName("I14: what was discarded is never stored")
  void leavesAloneWhatWasDiscarded() {
    announce(stores, UploadKind.INTERACTIONS, oneUser());
    examination(stores).examine(DEMO, ID, NOW);
    Upload held = upload(stores);
    Upload discarded = held.ended(UploadState.DISCARDED, held.counts(), Optional.of("why"));
    assertThat(stores.uploadStore().decide(DEMO, discarded)).isTrue();
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores)).isEqualTo(discarded);
    assertStoredNothing(stores);
  }

  private static void assertStoredNothing(InMemoryStores all) {
    assertThat(all.accepted).isEmpty();
    assertThat(all.histories).isEmpty();
    assertThat(all.markers).isEmpty();
    assertThat(all.remembered).isEmpty();
    assertThat(all.keys).isEmpty();
  }

  /// Everything stored as objects, byte by byte, but for the report: it says how long all took.
  private static Map<String, String> bytes(InMemoryStores all) {
    Map<String, String> bytes = new TreeMap<>();
    all.accepted.forEach((name, content) -> bytes.put(name, HexFormat.of().formatHex(content)));
    all.objects.forEach((name, content) -> bytes.put(name, HexFormat.of().formatHex(content)));
    bytes.keySet().removeIf(name -> name.endsWith("/" + UploadObjectStore.REPORT));
    return bytes;
  }

  private static String oneUser() {
    StringBuilder text = new StringBuilder("user_id,item_id,timestamp\n");
    for (int at = 0; at < 600; at++) {
      text.append("robot,i%d,%s\n".formatted(at, NOW.minus(Duration.ofMinutes(at))));
    }
    return text.toString();
  }

  /// The ids of all rows that training would read.
  private List<Cell> trained(InMemoryStores all) {
    List<Cell> ids = new ArrayList<>();
    for (byte[] parquet : all.accepted.values()) {
      try {
        Path file = Files.write(folder.resolve("accepted.parquet"), parquet);
        try (Table table = ((Opened.Ready) TableFile.open(file, List.of("event_id"))).table()) {
          for (Optional<TableRow> row = table.next(); row.isPresent(); row = table.next()) {
            ids.add(((TableRow.Row) row.get()).cell("event_id"));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return ids;
  }

  @Test
  void comparesAFileWithThoseBefore() {
    announce(stores, UploadKind.INTERACTIONS, manyUsers(0));
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(report(stores, ID)).doesNotContain("\"severity\"");
    announce(stores, NEXT, UploadKind.INTERACTIONS, manyUsers(200));
    examination(stores).examine(DEMO, NEXT, NOW);
    assertThat(report(stores, NEXT))
        .contains(
            "\"approved_with_warnings\"", "about 66.7 % of the rows stand in upload upload-1");
    announce(stores, THIRD, UploadKind.INTERACTIONS, manyUsers(0));
    examination(stores).examine(DEMO, THIRD, NOW);
    assertThat(report(stores, THIRD))
        .contains("the file is, byte for byte, that of upload upload-1, which was stored");
  }

  @Test
  void comparesNothingWithWhatItCannotRead() {
    announce(stores, UploadKind.INTERACTIONS, manyUsers(0));
    examination(stores).examine(DEMO, ID, NOW);
    stores.objects.put(
        InMemoryStores.key(DEMO, ID, UploadObjectStore.PORTRAIT),
        "[1".getBytes(StandardCharsets.UTF_8));
    announce(stores, NEXT, UploadKind.INTERACTIONS, manyUsers(200));
    examination(stores).examine(DEMO, NEXT, NOW);
    assertThat(report(stores, NEXT)).contains("\"approved\"").doesNotContain("\"severity\"");
  }

  @Test
  void saysHowManyEventsCameInBefore() {
    announce(stores, UploadKind.INTERACTIONS, events());
    examination(stores).examine(DEMO, ID, NOW);
    announce(stores, NEXT, UploadKind.INTERACTIONS, events());
    examination(stores).examine(DEMO, NEXT, NOW);
    assertThat(report(stores, NEXT))
        .contains("\"stored_before\"", "\"copy_of_upload\"", "\"decision\":\"approved\"");
  }

  private static String report(InMemoryStores all, UploadId id) {
    return all.objectStore().text(DEMO, id, UploadObjectStore.REPORT).orElseThrow();
  }

  /// 600 rows, the first of them the one at `from`.
  private static String manyUsers(int from) {
    StringBuilder text = new StringBuilder("user_id,item_id,timestamp\n");
    for (int at = from; at < from + 600; at++) {
      text.append("u%d,i%d,%s\n".formatted(at % 83, at % 97, NOW.minus(Duration.ofMinutes(at))));
    }
    return text.toString();
  }

  @Test
  @DisplayName("I7: no number and a wrong number of columns are reasons of their own")
  void rejectsWhatIsNoNumberAndWhatIsNoRow() {
    announce(
        stores,
        UploadKind.INTERACTIONS,
        """
        user_id,item_id,rating
        u1,i1,NaN
        u1,i2,Infinity
        u1,i3
        u1,i4,3,4
        u1,i5,
        """);
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores).counts()).isEqualTo(new Counts(5, 1, 0, 4));
    assertThat(report(stores, ID))
        .contains("\"rating_", "\"row_too_few_fields\":1", "\"row_too_many_fields\":1");
  }

  @Test
  @DisplayName("I10: only what can be among a user's newest 100 goes to the histories")
  void keepsTheNewestHundredOfEachUser() {
    announce(stores, UploadKind.INTERACTIONS, events());
    examination(stores).examine(DEMO, ID, NOW);
    Set<String> busy =
        stores.histories.values().stream()
            .filter(row -> row.interaction().user().equals(new UserId("busy")))
            .filter(row -> row.partition().equals(HistoryRow.partition(DEMO, new UserId("busy"))))
            .map(row -> row.interaction().item().value())
            .collect(Collectors.toSet());
    assertThat(busy).hasSize(100).contains("i299", "i200").doesNotContain("i199");
    assertThat(stores.histories.values())
        .as("what was shown has a hundred of its own")
        .anyMatch(row -> row.interaction().type().value().equals("impression"));
    assertThat(stores.histories.values()).allMatch(HistoryRow::archived);
  }

  @Test
  void saysThatOurOwnFailureIsTriedAgain() {
    announce(stores, UploadKind.INTERACTIONS, events());
    stores.crash(Crashes.atWrite(4));
    assertThatThrownBy(() -> examination(stores).examine(DEMO, ID, NOW))
        .isInstanceOf(Crashes.CrashException.class);
    assertThat(upload(stores).state()).isEqualTo(UploadState.FAILED);
    assertThat(upload(stores).message().orElseThrow()).contains("tried again");
  }

  @Test
  @DisplayName("I8: a machine that fails is no fault of the file: it is read again, not refused")
  void refusesNoFileForAFailureOfTheMachine() {
    for (Throwable failure :
        List.of(
            new UncheckedIOException(new IOException("No space left on device")),
            new OutOfMemoryError("Java heap space"),
            new UnsatisfiedLinkError("libduckdb_java.so"))) {
      InMemoryStores failing = new InMemoryStores();
      announce(failing, UploadKind.INTERACTIONS, events());
      failing.duringFetch =
          () -> {
            failing.duringFetch = () -> {};
            InMemoryStores.raise(failure);
          };
      assertThatThrownBy(() -> examination(failing).examine(DEMO, ID, NOW)).isSameAs(failure);
      assertThat(upload(failing).state()).isEqualTo(UploadState.FAILED);
      assertThat(upload(failing).message().orElseThrow()).contains("of ours", "tried again");
      examination(failing).examine(DEMO, ID, NOW);
      assertThat(upload(failing).state()).isEqualTo(UploadState.DONE);
      assertThat(trained(failing)).hasSize(303);
    }
  }

  @Test
  void readsItemsOnce() {
    announce(stores, UploadKind.ITEMS, "item_id,name\ni1,Boot\ni2,Bag\n");
    Examination examination = examination(stores);
    examination.examine(DEMO, ID, NOW);
    examination.examine(DEMO, ID, NOW);
    assertThat(catalogues.load(DEMO).version().snapshot()).isEqualTo(1);
    assertThat(catalogues.load(DEMO).contains(new ItemId("i2"))).isTrue();
  }

  @Test
  void leavesAloneWhatNobodyAnnounced() {
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(stores.uploads).isEmpty();
  }

  @Test
  @DisplayName("I8: of a file that breaks off nothing is stored")
  void storesNothingOfAFileThatBreaksOff() {
    announce(stores, UploadKind.INTERACTIONS, "user_id\nu1\n");
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores).state()).isEqualTo(UploadState.REFUSED);
    assertThat(upload(stores).message())
        .contains("the file has no column item_id; its columns are: user_id");
    assertThat(stores.accepted).isEmpty();
    assertThat(stores.markers).isEmpty();
    assertThat(stores.keys).isEmpty();
  }

  @Test
  @DisplayName("I16: rows of an erased user are refused and not kept, not even as rejected ones")
  void refusesRowsOfErasedUsers() {
    stores.erasures().erase(DEMO, new UserId("ann"));
    announce(
        stores,
        UploadKind.INTERACTIONS,
        """
        user_id,item_id,timestamp,rating
        ann,i1,2026-01-01T00:00:00Z,5
        bob,i1,2026-01-01T00:00:00Z,5
        ann,i2,2026-01-01T00:00:00Z,77
        bob,i2,2026-01-01T00:00:00Z,77
        """);
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores).counts()).isEqualTo(new Counts(4, 1, 0, 3));
    assertThat(text(UploadObjectStore.REPORT)).contains("\"user_id_erased\":2");
    assertThat(text(UploadObjectStore.REJECTED)).contains("\"code\":\"erased\"", "\"row\":null");
    assertThat(text(UploadObjectStore.REJECTED)).contains("bob").doesNotContain("ann");
    assertThat(text(UploadObjectStore.REPORT)).doesNotContain("ann");
    assertThat(stores.histories.keySet()).singleElement().asString().contains("bob");
    assertThat(stores.keys).containsOnlyKeys(DEMO + "/bob");
  }

  @Test
  @DisplayName("I15: a report gives an erased user as an example no more")
  void erasesExamplesFromReports() {
    announce(
        stores,
        UploadKind.INTERACTIONS,
        "user_id,item_id\na,i0\nann,i0\n"
            + IntStream.range(0, 600)
                .mapToObj(at -> at % 3 == 0 ? "anna,i" + at : "a,i" + at)
                .collect(Collectors.joining("\n")));
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(text(UploadObjectStore.REPORT)).contains("the user a has 66.6 %", "\"top\":\"a\"");
    String before = text(UploadObjectStore.REPORT);
    stores.erasures().erase(DEMO, new UserId("ann"));
    assertThat(text(UploadObjectStore.REPORT)).isEqualTo(before);
    stores.erasures().erase(DEMO, new UserId("a"));
    assertThat(text(UploadObjectStore.REPORT))
        .contains("the user [erased] has 66.6 %", "\"top\":\"[erased]\"")
        .contains("rows without a timestamp");
  }

  @Test
  @DisplayName("I16: an erasure while a file is stored is not missed")
  void missesNoErasureWhileItStores() {
    stores.duringStoring = () -> stores.erasures().erase(DEMO, new UserId("ann"));
    announce(
        stores,
        UploadKind.INTERACTIONS,
        """
        user_id,item_id,interaction_type
        ann,i1,purchase
        bob,i1,purchase
        """);
    examination(stores).examine(DEMO, ID, NOW);
    assertThat(upload(stores).state()).isEqualTo(UploadState.DONE);
    assertThat(stores.histories.keySet()).singleElement().asString().contains("bob");
    assertThat(stores.remembered).singleElement().asString().contains("bob");
    assertThat(stores.keys).containsOnlyKeys(DEMO + "/bob");
  }

  @Test
  @DisplayName("I16: what a stopped attempt stored of a user erased since is removed by the next")
  void removesWhatAStoppedAttemptLeft() {
    announce(stores, UploadKind.INTERACTIONS, "user_id,item_id\nann,i1\nbob,i1\n");
    examination(stores).examine(DEMO, ID, NOW);
    Map<String, HistoryRow> left = Map.copyOf(stores.histories);
    stores.erasures().erase(DEMO, new UserId("ann"));
    stores.histories.putAll(left);
    announce(stores, NEXT, UploadKind.INTERACTIONS, "user_id,item_id\nann,i2\nbob,i2\n");
    examination(stores).examine(DEMO, NEXT, NOW);
    assertThat(stores.histories.keySet())
        .hasSize(2)
        .allSatisfy(key -> assertThat(key).contains("bob"));
  }

  private String text(String name) {
    return new String(
        stores.objects.getOrDefault(InMemoryStores.key(DEMO, ID, name), new byte[0]),
        StandardCharsets.UTF_8);
  }

  private static String events() {
    StringBuilder text = new StringBuilder("user_id,item_id,interaction_type,timestamp,event_id\n");
    for (int at = 0; at < 300; at++) {
      text.append(
          String.format(
              Locale.ROOT,
              "busy,i%d,%s,2026-02-01T00:%02d:%02dZ,%s%n",
              at,
              at % 50 == 0 ? "purchase" : "view",
              at / 60,
              at % 60,
              at % 2 == 0 ? "e" + at : ""));
    }
    text.append("busy,i1,impression,2026-02-02T00:00:00Z,\n");
    text.append("quiet,i1,view,,\n");
    text.append("quiet,i1,view,,\n"); // the same again
    text.append("quiet,i9,view,,e0\n"); // an id that stands above
    text.append("quiet,i2,view,2026-03-02T13:00:00Z,\n"); // 25 h ahead when it came
    text.append("quiet,i3,view,2026-03-02T11:00:00Z,\n"); // 23 h ahead
    return text.toString();
  }

  private static void announce(InMemoryStores stores, UploadKind kind, String content) {
    announce(stores, ID, kind, content);
  }

  private static void announce(
      InMemoryStores stores, UploadId id, UploadKind kind, String content) {
    Upload upload =
        Upload.waiting(
            id, kind, kind.text() + ".csv", content.length(), NOW.minus(Duration.ofMinutes(1)));
    stores.uploads.put(DEMO + "/" + id, upload);
    stores.objects.put(
        InMemoryStores.key(DEMO, id, upload.file()), content.getBytes(StandardCharsets.UTF_8));
  }

  private static Upload upload(InMemoryStores stores) {
    return stores.uploadStore().find(DEMO, ID).orElseThrow();
  }

  private Examination examination(InMemoryStores stores) {
    return examination(stores, Optional.empty());
  }

  private Examination examination(InMemoryStores stores, Optional<Instant> aloneSince) {
    IngestConfig config = IngestConfig.defaults();
    Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    Leases leases = new Leases(clock, aloneSince);
    UploadClaims claims =
        new UploadClaims(stores.uploadStore(), stores.acceptedStore(), leases, clock);
    Turns turns = new Turns(claims, clock, length -> pause.take(length));
    return new Examination(
        stores.uploadStore(),
        stores.objectStore(),
        stores.acceptedStore(),
        claims,
        leases,
        turns,
        catalogues,
        new InteractionStoring(
            stores.bulkStore(),
            claims,
            turns,
            stores.userKeyStore(),
            stores.acceptedStore(),
            stores.erasures(),
            config),
        stores.erasures(),
        config,
        new Thresholds(QualityThresholds.defaults(), stores.thresholdStore()),
        clock,
        JsonMapper.createDefault(),
        Measurements.NONE);
  }
}
