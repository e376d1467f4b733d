package io.waymark.ingest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.type.GenericArgument;
import io.waymark.edge.notes.AuditNote;
import io.waymark.ingest.archive.AcceptedStore;
import io.waymark.ingest.archive.UserKeyStore;
import io.waymark.ingest.audit.AuditNoteStore;
import io.waymark.ingest.collect.DayFileStore;
import io.waymark.ingest.collect.DayReportStore;
import io.waymark.ingest.collect.StoredFile;
import io.waymark.ingest.erasure.BatchLists;
import io.waymark.ingest.erasure.TombstoneStore;
import io.waymark.ingest.erasure.UserDataStore;
import io.waymark.ingest.event.InteractionStore;
import io.waymark.ingest.quality.OwnThresholds;
import io.waymark.ingest.quality.ThresholdStore;
import io.waymark.ingest.stream.KeptLetterStore;
import io.waymark.ingest.stream.LetterId;
import io.waymark.ingest.upload.BulkStore;
import io.waymark.ingest.upload.Remembered;
import io.waymark.ingest.upload.UploadId;
import io.waymark.ingest.upload.UploadObjectStore;
import io.waymark.ingest.upload.UploadStore;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.model.catalogue.CatalogueChange;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Handler;
import io.waymark.testing.LocalAws;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// I13, by credentials alone: the function's own stores hold one tenant's, whomever they are asked
/// about, as if their keys, or all checks before them, were wrong.
class TenantIsolationTest {
  private static final String MISLED = "waymark.test.misled";
  private static final TenantId MINE = Instance.shared().newCaller().tenant();
  private static final TenantId OTHER = Instance.shared().newCaller().tenant();
  private static final UserId USER = new UserId("user");
  private static final UploadId UPLOAD = new UploadId("1");
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final AuditNote NOTE =
      new AuditNote(
          UUID.randomUUID(), NOON, "who", "203.0.113.7", "thing.changed", "t", Map.of(), Map.of());

  @TempDir Path folder;

  @Factory
  @Requires(property = MISLED)
  static final class Misled {
    @Singleton
    @Primary
    TenantScoped<DynamoDbClient> rows(@Value("${waymark.tenant.handler}") Handler handler) {
      return _ ->
          Instance.shared()
              .bean(handler, new GenericArgument<TenantScoped<DynamoDbClient>>() {})
              .of(MINE);
    }

    @Singleton
    @Primary
    TenantScoped<S3Client> objects(@Value("${waymark.tenant.handler}") Handler handler) {
      return _ ->
          Instance.shared()
              .bean(handler, new GenericArgument<TenantScoped<S3Client>>() {})
              .of(MINE);
    }
  }

  private static ApplicationContext misled(Handler handler) {
    Map<String, Object> properties = new HashMap<>(LocalAws.shared().properties(handler));
    properties.put(MISLED, true);
    return ApplicationContext.run(properties);
  }

  @ParameterizedTest
  @EnumSource(names = {"INGEST_API", "INGEST_UPLOADS", "INGEST_COLLECT"})
  void refuseWhatAStoreAsksOfAnotherTenant(Handler handler) throws IOException {
    try (ApplicationContext beans = misled(handler)) {
      for (ThrowingCallable call : calls(handler, beans, OTHER)) {
        assertThatThrownBy(call)
            .isInstanceOf(StoreUnavailableException.class)
            .cause()
            .hasMessageContaining("no session policy allows");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INGEST_API", "INGEST_UPLOADS", "INGEST_COLLECT"})
  void allowTheSameOfTheirOwn(Handler handler) throws Throwable {
    try (ApplicationContext beans = misled(handler)) {
      for (ThrowingCallable call : calls(handler, beans, MINE)) {
        call.call();
      }
    }
  }

  /// Of each store, reading and writing.
  private List<ThrowingCallable> calls(Handler handler, ApplicationContext beans, TenantId of)
      throws IOException {
    return switch (handler) {
      case INGEST_API -> api(beans, of);
      case INGEST_UPLOADS -> uploads(beans, of);
      case INGEST_COLLECT -> collect(beans, of);
      default -> throw new IllegalArgumentException(handler.name());
    };
  }

  private static List<ThrowingCallable> api(ApplicationContext beans, TenantId of) {
    UploadObjectStore objects = beans.getBean(UploadObjectStore.class);
    TombstoneStore tombstones = beans.getBean(TombstoneStore.class);
    UserDataStore users = beans.getBean(UserDataStore.class);
    CatalogueStore catalogues = beans.getBean(CatalogueStore.class);
    return List.of(
        () -> beans.getBean(UploadStore.class).newest(of, 1),
        () -> beans.getBean(UploadStore.class).find(of, UPLOAD),
        () -> beans.getBean(ThresholdStore.class).find(of),
        () -> beans.getBean(AuditNoteStore.class).add(of, NOTE),
        () -> beans.getBean(ThresholdStore.class).put(of, new OwnThresholds(Map.of()), NOTE),
        () -> objects.put(of, UPLOAD, UploadObjectStore.APPROVAL, "{}"),
        () -> objects.text(of, UPLOAD, UploadObjectStore.REPORT),
        () -> objects.remove(of, UPLOAD, UploadObjectStore.REJECTED),
        () -> beans.getBean(InteractionStore.class).append(of, List.of(row(of))),
        () -> beans.getBean(AcceptedStore.class).removeUpload(of, UPLOAD),
        () -> beans.getBean(KeptLetterStore.class).list(of, Optional.empty(), 1),
        () -> beans.getBean(KeptLetterStore.class).find(of, new LetterId("shard-1")),
        () -> beans.getBean(KeptLetterStore.class).remove(of, new LetterId("shard-1")),
        () -> tombstones.erased(of, Set.of(USER)),
        () -> tombstones.put(of, USER, NOON),
        () -> users.read(of, USER, 10),
        () -> users.remove(of, USER, 10),
        () -> beans.getBean(BatchLists.class).remove(of, USER),
        () -> catalogues.change(of, new CatalogueChange.Removed(new ItemId("item"))),
        // As every so many changes do.
        () -> catalogues.publish(of, List.of()),
        () -> catalogues.load(of));
  }

  private List<ThrowingCallable> uploads(ApplicationContext beans, TenantId of) throws IOException {
    Path parquet = Files.writeString(folder.resolve("parquet"), "PAR1");
    BulkStore bulk = beans.getBean(BulkStore.class);
    return List.of(
        () -> beans.getBean(UploadStore.class).find(of, UPLOAD),
        () -> beans.getBean(ThresholdStore.class).find(of),
        () -> beans.getBean(TombstoneStore.class).all(of),
        () -> beans.getBean(UserKeyStore.class).keys(of, Set.of(USER)),
        () -> bulk.put(of, List.of(row(of))),
        () -> bulk.remember(of, List.of(remembered())),
        () -> beans.getBean(AcceptedStore.class).put(of, "upload-1-0.parquet", parquet),
        () -> beans.getBean(UploadObjectStore.class).put(of, UPLOAD, "report.json", "{}"),
        () -> beans.getBean(CatalogueStore.class).publish(of, List.of()));
  }

  private List<ThrowingCallable> collect(ApplicationContext beans, TenantId of) throws IOException {
    Path parquet = Files.writeString(folder.resolve("parquet"), "PAR1");
    DayFileStore files = beans.getBean(DayFileStore.class);
    DayReportStore reports = beans.getBean(DayReportStore.class);
    return List.of(
        () -> files.put(of, "part.parquet", parquet),
        () -> files.list(of),
        () -> files.fetch(of, "missing.parquet", folder.resolve("fetched")),
        () -> files.end(of, new StoredFile("part.parquet", 4, Instant.EPOCH), 4),
        () -> files.remove(of, "part.parquet"),
        () -> reports.put(of, LocalDate.EPOCH, DayReportStore.REPORT, "{}"),
        () -> reports.text(of, LocalDate.EPOCH, DayReportStore.PORTRAIT),
        () -> reports.days(of, DayReportStore.PORTRAIT, LocalDate.EPOCH, LocalDate.EPOCH),
        () -> beans.getBean(UploadStore.class).find(of, UPLOAD),
        () -> beans.getBean(ThresholdStore.class).find(of),
        () -> beans.getBean(CatalogueStore.class).load(of));
  }

  private static Remembered remembered() {
    return new Remembered(USER, InteractionType.PURCHASE, new ItemId("item"));
  }

  private static HistoryRow row(TenantId of) {
    EventId id = new EventId("event");
    return new HistoryRow(
        of,
        id,
        NOON,
        new Interaction(
            USER,
            new ItemId("item"),
            InteractionType.VIEW,
            Optional.of(NOON),
            InteractionDetails.NONE,
            Optional.of(id)),
        false,
        Optional.empty());
  }
}
