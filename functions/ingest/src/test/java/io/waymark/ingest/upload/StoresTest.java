package io.waymark.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.notes.AuditNote;
import io.waymark.ingest.Instance;
import io.waymark.ingest.archive.AcceptedStore;
import io.waymark.ingest.archive.UserKeyStore;
import io.waymark.ingest.quality.Counts;
import io.waymark.ingest.quality.Decision;
import io.waymark.ingest.quality.OwnThresholds;
import io.waymark.ingest.quality.Threshold;
import io.waymark.ingest.quality.ThresholdStore;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What examining an upload expects of its stores, of the real ones and of those in memory alike.
class StoresTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");
  private static final AuditNote NOTE =
      new AuditNote(
          UUID.randomUUID(), NOW, "who", "203.0.113.7", "thing.changed", "t", Map.of(), Map.of());

  /// What is promised.
  abstract static class Contract {
    private final TenantId tenant = Instance.shared().newCaller().tenant();
    private final TenantId other = Instance.shared().newCaller().tenant();

    @TempDir Path folder;

    abstract UploadStore uploads();

    abstract ThresholdStore thresholds();

    abstract UploadObjectStore objects();

    abstract BulkStore bulk();

    abstract UserKeyStore users();

    @Test
    void keepsUploadsApartByTenantAndInOrder() {
      Upload first = upload("upload-1");
      Upload second =
          upload("upload-2")
              .received(NOW)
              .ended(UploadState.REFUSED, new Counts(3, 1, 1, 1), Optional.of("why"));
      uploads().put(tenant, first);
      uploads().put(tenant, second);
      uploads().put(tenant, first.received(NOW).in(UploadState.STORING));
      assertThat(uploads().find(tenant, first.id()))
          .contains(first.received(NOW).in(UploadState.STORING));
      assertThat(uploads().find(tenant, second.id())).contains(second);
      assertThat(uploads().find(other, first.id())).isEmpty();
      assertThat(uploads().newest(tenant, 10))
          .extracting(each -> each.id().value())
          .containsExactly("upload-2", "upload-1");
      assertThat(uploads().newest(tenant, 1)).hasSize(1);
      assertThat(uploads().newest(other, 10)).isEmpty();
      assertThat(uploads().before(tenant, second.id(), 10))
          .extracting(Upload::id)
          .containsExactly(first.id());
      assertThat(uploads().before(tenant, first.id(), 10)).isEmpty();
      assertThat(uploads().before(tenant, new UploadId("upload-9"), 1))
          .extracting(Upload::id)
          .containsExactly(second.id());
      assertThat(uploads().before(other, second.id(), 10)).isEmpty();
    }

    @Test
    void keepsTextsBesideAFile() throws IOException {
      Path content = Files.writeString(folder.resolve("content"), "{\"ä\": 1}");
      UploadId id = new UploadId("upload-3");
      objects().put(tenant, id, UploadObjectStore.REPORT, content);
      assertThat(objects().text(tenant, id, UploadObjectStore.REPORT)).contains("{\"ä\": 1}");
      assertThat(objects().text(tenant, id, UploadObjectStore.REJECTED)).isEmpty();
      objects().put(tenant, id, UploadObjectStore.APPROVAL, "ö");
      assertThat(objects().text(tenant, id, UploadObjectStore.APPROVAL)).contains("ö");
      assertThat(objects().text(other, id, UploadObjectStore.REPORT)).isEmpty();
      assertThat(presigned(tenant, UploadObjectStore.REPORT)).isPresent();
      assertThat(presigned(tenant, UploadObjectStore.REJECTED)).isEmpty();
      assertThat(presigned(other, UploadObjectStore.REPORT)).isEmpty();
      objects().remove(other, id, UploadObjectStore.APPROVAL);
      objects().remove(tenant, id, UploadObjectStore.REJECTED);
      assertThat(objects().text(tenant, id, UploadObjectStore.APPROVAL)).contains("ö");
      objects().remove(tenant, id, UploadObjectStore.APPROVAL);
      assertThat(objects().text(tenant, id, UploadObjectStore.APPROVAL)).isEmpty();
      assertThat(objects().fetch(tenant, upload("upload-3"), folder.resolve("file")))
          .isEqualTo(new UploadObjectStore.Fetched.None());
    }

    @Test
    void fetchesTheFileThatWasReadFirstAndNoOther() throws IOException {
      UploadId id = new UploadId("upload-4");
      Path file = folder.resolve("file");
      objects().put(tenant, id, "items.csv", Files.writeString(folder.resolve("content"), "first"));
      Upload upload = upload("upload-4");
      String tag = ((UploadObjectStore.Fetched.File) objects().fetch(tenant, upload, file)).tag();
      Upload read = upload.reading(new Upload.Content(tag, "checksum"), NOW);
      assertThat(objects().fetch(tenant, read, file))
          .isEqualTo(new UploadObjectStore.Fetched.File(tag));
      assertThat(file).hasContent("first");
      objects().put(tenant, id, "items.csv", Files.writeString(folder.resolve("content"), "other"));
      assertThat(objects().fetch(tenant, read, file))
          .isEqualTo(new UploadObjectStore.Fetched.Replaced());
    }

    @Test
    void letsOneAtATimeWorkAtAnUpload() {
      Upload upload = upload("upload-5").received(NOW);
      Instant later = NOW.plus(Lease.KEPT);
      assertThat(uploads().take(tenant, upload.id(), Lease.from("a", NOW), NOW)).isEmpty();
      uploads().put(tenant, upload);
      assertThat(uploads().take(tenant, upload.id(), Lease.from("a", NOW), NOW))
          .contains(upload.held(Lease.from("a", NOW)));
      assertThat(uploads().take(tenant, upload.id(), Lease.from("b", NOW), NOW)).isEmpty();
      assertThat(uploads().putHeld(tenant, "b", upload)).isFalse();
      assertThat(uploads().renew(tenant, upload.id(), Lease.from("b", NOW))).isFalse();
      assertThat(uploads().renew(tenant, upload.id(), Lease.from("a", NOW.plusSeconds(1))))
          .isTrue();
      assertThat(uploads().take(tenant, upload.id(), Lease.from("b", later), later)).isEmpty();
      Instant lapsed = later.plusSeconds(1);
      assertThat(uploads().take(tenant, upload.id(), Lease.from("b", lapsed), lapsed)).isPresent();
      assertThat(uploads().putHeld(tenant, "a", upload)).isFalse();
      Upload done =
          upload
              .reading(new Upload.Content("tag", "checksum"), NOW)
              .ended(UploadState.DONE, Counts.NONE, Optional.empty())
              .held(Lease.released(lapsed));
      assertThat(uploads().putHeld(tenant, "b", done)).isTrue();
      assertThat(uploads().find(tenant, upload.id())).contains(done);
      assertThat(uploads().take(tenant, upload.id(), Lease.from("a", lapsed), lapsed)).isEmpty();
    }

    @Test
    void letsOnePersonDecideOnAnUploadThatIsHeld() {
      Upload held =
          upload("upload-6")
              .received(NOW)
              .ruled(Ruling.of(Decision.HELD))
              .waitingForAPerson(new Counts(3, 3, 0, 0))
              .held(Lease.released(NOW));
      Upload approved = held.approved("member", NOW);
      assertThat(uploads().decide(tenant, approved)).as("there is none").isFalse();
      uploads().put(tenant, held);
      assertThat(uploads().find(tenant, held.id())).contains(held);
      assertThat(uploads().take(tenant, held.id(), Lease.from("a", NOW), NOW)).isEmpty();
      assertThat(uploads().decide(other, approved)).isFalse();
      assertThat(uploads().decide(tenant, approved)).isTrue();
      assertThat(uploads().decide(tenant, held)).as("decided already").isFalse();
      assertThat(uploads().find(tenant, held.id())).contains(approved);
      assertThat(uploads().take(tenant, held.id(), Lease.from("a", NOW), NOW)).isPresent();
      Upload discarded = held.ended(UploadState.DISCARDED, held.counts(), Optional.of("why"));
      uploads().put(tenant, discarded);
      assertThat(uploads().take(tenant, held.id(), Lease.from("a", NOW), NOW)).isEmpty();
    }

    @Test
    void givesAnIdToOneUploadOnly() {
      Claim first = new Claim(new UploadId("upload-1"), "a");
      Claim again = new Claim(new UploadId("upload-1"), "b");
      Claim second = new Claim(new UploadId("upload-2"), "c");
      List<EventId> ids = IntStream.range(0, 250).mapToObj(at -> new EventId("e" + at)).toList();
      List<EventId> taken = ids.subList(0, 120);
      assertThat(bulk().claim(tenant, first, taken, Map.of())).isEmpty();
      assertThat(bulk().claim(tenant, again, taken, Map.of())).isEmpty();
      Map<EventId, Optional<Claim>> others = bulk().claim(tenant, second, ids, Map.of());
      assertThat(others.keySet()).containsExactlyInAnyOrderElementsOf(taken);
      assertThat(others.values()).containsOnly(Optional.of(again));
      assertThat(bulk().claim(tenant, second, ids.subList(120, 250), Map.of())).isEmpty();
      assertThat(bulk().claim(other, second, ids, Map.of())).isEmpty();
    }

    @Test
    void letsAClaimBeTakenOverAsItWasSeenOnly() {
      Claim first = new Claim(new UploadId("upload-1"), "a");
      Claim again = new Claim(new UploadId("upload-1"), "b");
      Claim second = new Claim(new UploadId("upload-2"), "c");
      EventId id = new EventId("e1");
      bulk().claim(tenant, again, List.of(id), Map.of());
      assertThat(bulk().claim(tenant, second, List.of(id), Map.of(id, first)))
          .isEqualTo(Map.of(id, Optional.of(again)));
      assertThat(bulk().claim(tenant, second, List.of(id), Map.of(id, again))).isEmpty();
      assertThat(bulk().claim(tenant, first, List.of(id), Map.of()))
          .isEqualTo(Map.of(id, Optional.of(second)));
    }

    @Test
    void givesEachUserOneKeyForEver() {
      Set<UserId> users =
          IntStream.range(0, 230)
              .mapToObj(at -> new UserId("user " + at))
              .collect(Collectors.toSet());
      Set<UserId> few = Set.of(new UserId("user 1"), new UserId("user 7"));
      Map<UserId, String> first = users().keys(tenant, few);
      Map<UserId, String> all = users().keys(tenant, users);
      assertThat(all).hasSize(230).containsAllEntriesOf(first);
      assertThat(Set.copyOf(all.values())).hasSize(230);
      assertThat(users().keys(tenant, users)).isEqualTo(all);
      assertThat(users().keys(other, few).keySet()).isEqualTo(few);
      assertThat(users().keys(tenant, Set.of())).isEmpty();
    }

    @Test
    void keepsWhatATenantSetApartFromItsUploads() {
      OwnThresholds own =
          new OwnThresholds(Map.of(Threshold.LEAST_ROWS, 7.0, Threshold.REJECTED_HELD, 0.25));
      uploads().put(tenant, upload("upload-1"));
      thresholds().put(tenant, own, NOTE);
      assertThat(thresholds().find(tenant)).isEqualTo(own);
      assertThat(thresholds().find(other)).isEqualTo(OwnThresholds.NONE);
      assertThat(uploads().newest(tenant, 10)).hasSize(1);
      thresholds().put(tenant, OwnThresholds.NONE, NOTE);
      assertThat(thresholds().find(tenant)).isEqualTo(OwnThresholds.NONE);
    }

    private Optional<URI> presigned(TenantId owner, String name) {
      return objects().presignGet(owner, new UploadId("upload-3"), name, Duration.ofMinutes(1));
    }

    private static Upload upload(String id) {
      return Upload.waiting(new UploadId(id), UploadKind.ITEMS, "items.csv", 10, NOW);
    }
  }

  @Nested
  class InMemory extends Contract {
    private final InMemoryStores stores = new InMemoryStores();

    @Override
    UploadStore uploads() {
      return stores.uploadStore();
    }

    @Override
    ThresholdStore thresholds() {
      return stores.thresholdStore();
    }

    @Override
    UploadObjectStore objects() {
      return stores.objectStore();
    }

    @Override
    BulkStore bulk() {
      return stores.bulkStore();
    }

    @Override
    UserKeyStore users() {
      return stores.userKeyStore();
    }
  }

  @Nested
  class OnAws extends Contract {
    @Override
    UploadStore uploads() {
      return Instance.shared().bean(Handler.INGEST_UPLOADS, UploadStore.class);
    }

    @Override
    ThresholdStore thresholds() {
      return Instance.shared().bean(ThresholdStore.class);
    }

    @Override
    UploadObjectStore objects() {
      return Instance.shared().bean(UploadObjectStore.class);
    }

    @Override
    BulkStore bulk() {
      return Instance.shared().bean(Handler.INGEST_UPLOADS, BulkStore.class);
    }

    @Override
    UserKeyStore users() {
      return Instance.shared().bean(Handler.INGEST_UPLOADS, UserKeyStore.class);
    }

    @Test
    void keepsAcceptedFilesWhereTrainingReads() throws IOException {
      TenantId tenant = Instance.shared().newCaller().tenant();
      Path content = Files.writeString(folder.resolve("parquet"), "PAR1");
      Instance.shared()
          .bean(Handler.INGEST_UPLOADS, AcceptedStore.class)
          .put(tenant, "upload-1-0.parquet", content);
      assertThat(Instance.keys(Bucket.TRAINING_DATA, tenant + "/"))
          .containsExactly(tenant + "/interactions/upload-1-0.parquet");
      Instance.shared()
          .bean(Handler.INGEST_UPLOADS, AcceptedStore.class)
          .put(tenant, "upload-10-0.parquet", content);
      Instance.shared()
          .bean(Handler.INGEST_UPLOADS, AcceptedStore.class)
          .removeUpload(tenant, new UploadId("1"));
      assertThat(Instance.keys(Bucket.TRAINING_DATA, tenant + "/"))
          .containsExactly(tenant + "/interactions/upload-10-0.parquet");
    }
  }
}
