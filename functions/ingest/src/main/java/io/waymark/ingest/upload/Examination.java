package io.waymark.ingest.upload;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import io.waymark.files.FileFormat;
import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.archive.AcceptedStore;
import io.waymark.ingest.erasure.Erasures;
import io.waymark.ingest.quality.Comparison;
import io.waymark.ingest.quality.Counts;
import io.waymark.ingest.quality.Decision;
import io.waymark.ingest.quality.Earlier;
import io.waymark.ingest.quality.Finding;
import io.waymark.ingest.quality.Findings;
import io.waymark.ingest.quality.Portrait;
import io.waymark.ingest.quality.Profile;
import io.waymark.ingest.quality.QualityThresholds;
import io.waymark.ingest.quality.Thresholds;
import io.waymark.ingest.quality.UploadReport;
import io.waymark.interactions.InteractionParser;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to an upload's file once it is there: read, decided on, stored, reported. May be
/// asked again at any time; an upload that ended stays as it ended.
@Singleton
public final class Examination {
  private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

  private static final String REPLACED =
      "another file was put in the place of the first while that was being read; begin an upload for"
          + " each file";

  /// Uploads before this one of which something may be left.
  private static final int LOOKED_AT = 100;

  /// Uploads before this one with which it is compared.
  private static final int COMPARED = 5;

  private final UploadStore uploads;
  private final UploadObjectStore objects;
  private final AcceptedStore accepted;
  private final UploadClaims claims;
  private final Leases leases;
  private final Turns turns;
  private final CatalogueStore catalogues;
  private final InteractionStoring interactions;
  private final Erasures erasures;
  private final IngestConfig config;
  private final Thresholds thresholds;
  private final Clock clock;
  private final JsonMapper json;
  private final Measurements measurements;

  public Examination(
      UploadStore uploads,
      UploadObjectStore objects,
      AcceptedStore accepted,
      UploadClaims claims,
      Leases leases,
      Turns turns,
      CatalogueStore catalogues,
      InteractionStoring interactions,
      Erasures erasures,
      IngestConfig config,
      Thresholds thresholds,
      Clock clock,
      JsonMapper json,
      Measurements measurements) {
    this.accepted = accepted;
    this.claims = claims;
    this.leases = leases;
    this.turns = turns;
    this.clock = clock;
    this.uploads = uploads;
    this.objects = objects;
    this.catalogues = catalogues;
    this.interactions = interactions;
    this.erasures = erasures;
    this.config = config;
    this.thresholds = thresholds;
    this.json = json;
    this.measurements = measurements;
  }

  /// One examination: by which name it holds the upload, its files on the local disk, and how long
  /// its stages took.
  ///
  /// @param thresholds what judges the upload, as it was when this began
  private record Work(
      TenantId tenant,
      String holder,
      Path folder,
      QualityThresholds thresholds,
      List<UploadReport.Stage> stages) {
    Path file() {
      return folder.resolve("file");
    }

    Path rejected() {
      return folder.resolve(UploadObjectStore.REJECTED);
    }

    Path report() {
      return folder.resolve(UploadObjectStore.REPORT);
    }

    void took(String stage, long since) {
      double seconds = Math.round((System.nanoTime() - since) / 1e6) / 1e3;
      stages.add(new UploadReport.Stage(stage, seconds));
    }
  }

  /// Examines the upload `id`, if there is one whose file came and that neither ended nor waits for
  /// a person. Where another examines it, or an older upload of some of the same events is at work,
  /// that goes first.
  ///
  /// @param arrivedAt when its file came, the same when asked again: what is in the future, and
  ///   when rows without a time happened, follows from it
  /// @throws StoreUnavailableException where a store did not answer, or whoever goes first takes
  ///   too long; to be asked again
  public void examine(TenantId tenant, UploadId id, Instant arrivedAt) {
    Optional<UploadId> first = attempt(tenant, id, arrivedAt);
    while (first.isPresent()) {
      turns.await(tenant, first.get());
      first = attempt(tenant, id, arrivedAt);
    }
  }

  /// @return the upload at which nobody may be at work before the next attempt; empty where none is
  ///   needed
  private Optional<UploadId> attempt(TenantId tenant, UploadId id, Instant arrivedAt) {
    Optional<Upload> found = uploads.find(tenant, id);
    if (found.isEmpty() || found.get().state().rests()) {
      return Optional.empty();
    }
    String holder = UUID.randomUUID().toString();
    Optional<Upload> taken =
        uploads.take(tenant, id, Lease.from(holder, clock.instant()), leases.lapsed());
    return taken.isEmpty() ? Optional.of(id) : attempt(tenant, holder, taken.get(), arrivedAt);
  }

  private Optional<UploadId> attempt(
      TenantId tenant, String holder, Upload upload, Instant arrivedAt) {
    UploadId id = upload.id();
    try (LeaseRenewal _ = new LeaseRenewal(uploads, tenant, id, holder, clock)) {
      Work work =
          new Work(
              tenant,
              holder,
              Files.createTempDirectory("waymark-upload"),
              judging(tenant, upload),
              new ArrayList<>());
      try {
        if (upload.state() == UploadState.STORING) {
          accepted.removeUpload(tenant, id);
        }
        examine(put(work, upload.received(arrivedAt)), work);
      } finally {
        delete(work.folder());
      }
      return Optional.empty();
    } catch (OlderFirstException behind) {
      leave(tenant, holder, id, latest -> latest.waitingFor(behind.older(), clock.instant()));
      return Optional.of(behind.older());
    } catch (IOException e) {
      fail(tenant, holder, id, e);
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      fail(tenant, holder, id, e);
      throw e;
    }
  }

  /// Those that hold now; of an upload that was ruled on, as when someone approved it, those of its
  /// report, which the ruling follows from.
  private QualityThresholds judging(TenantId tenant, Upload upload) {
    QualityThresholds now = thresholds.of(tenant);
    if (upload.ruling().isEmpty()) {
      return now;
    }
    return objects
        .text(tenant, upload.id(), UploadObjectStore.REPORT)
        .flatMap(text -> kept(upload.id(), text))
        .map(now::as)
        .orElse(now);
  }

  private Optional<Map<String, Double>> kept(UploadId id, String report) {
    try {
      return json.readValue(report, Argument.of(UploadReport.class)).thresholds();
    } catch (IOException e) {
      LOG.warn("the report of upload {} cannot be read: {}", id, e.getMessage());
      return Optional.empty();
    }
  }

  /// An interrupt, which may be the cause, must not keep the failure from being stored.
  private void fail(TenantId tenant, String holder, UploadId id, Throwable cause) {
    boolean interrupted = Thread.interrupted();
    try {
      leave(tenant, holder, id, latest -> latest.failed(clock.instant()));
    } catch (RuntimeException further) {
      cause.addSuppressed(further); // its lease lapses, and whoever comes next removes what is left
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Leaves nothing behind, unless the upload ended before, or another took it over, whose rows
  /// these would be.
  private void leave(TenantId tenant, String holder, UploadId id, UnaryOperator<Upload> last) {
    if (uploads.renew(tenant, id, Lease.from(holder, clock.instant()))) {
      Optional<Upload> latest = uploads.find(tenant, id).filter(found -> !found.state().rests());
      if (latest.isPresent()) {
        accepted.removeUpload(tenant, id);
        uploads.putHeld(tenant, holder, last.apply(latest.get()));
      }
    }
  }

  private Upload put(Work work, Upload upload) {
    return put(work, upload, Lease.from(work.holder(), clock.instant()));
  }

  private Upload put(Work work, Upload upload, Lease next) {
    Upload held = upload.held(next);
    if (!uploads.putHeld(work.tenant(), work.holder(), held)) {
      throw beaten(upload.id(), "another took it over");
    }
    return held;
  }

  private void stillHeld(Work work, UploadId id) {
    if (!uploads.renew(work.tenant(), id, Lease.from(work.holder(), clock.instant()))) {
      throw beaten(id, "another took it over");
    }
  }

  private static StoreUnavailableException beaten(UploadId id, String why) {
    return new StoreUnavailableException("upload " + id, new IllegalStateException(why));
  }

  private void examine(Upload upload, Work work) throws IOException {
    long begin = System.nanoTime();
    switch (objects.fetch(work.tenant(), upload, work.file())) {
      case UploadObjectStore.Fetched.None _ ->
          put(work, upload.in(UploadState.WAITING), Lease.released(clock.instant()));
      case UploadObjectStore.Fetched.Replaced _ -> refuse(upload, work, Optional.empty(), REPLACED);
      case UploadObjectStore.Fetched.File file -> {
        Upload.Content content = new Upload.Content(file.tag(), checksum(work.file()));
        work.took("fetch", begin);
        examine(put(work, upload.reading(content, happened(upload, work, content))), work, content);
      }
    }
  }

  private void examine(Upload upload, Work work, Upload.Content content) throws IOException {
    long reading = System.nanoTime();
    Readout readout = read(upload, work);
    work.took("read", reading);
    switch (readout) {
      case Readout.NoTable none ->
          refuse(upload, work, Optional.empty(), "the file " + none.refusal().message());
      case Readout.Rows rows -> {
        if (rows.counts().accepted() == 0) {
          refuse(upload, work, Optional.of(rows), "not one row of the file can be taken");
        } else {
          List<Finding> findings =
              Findings.of(
                  rows.summary(), earlier(upload, work.tenant(), content), work.thresholds());
          Ruling ruling = upload.ruling().orElse(Ruling.of(Decision.of(findings)));
          Upload ruled = upload.ruled(ruling);
          if (ruling.stores()) {
            store(ruled, work, rows, findings, content.checksum());
          } else {
            hold(ruled, work, rows, findings);
          }
        }
      }
    }
  }

  /// When rows without a time happened: where the same file was given up before, as it said, so
  /// that what it left in the histories is replaced. What others left in the training data is
  /// removed.
  private Instant happened(Upload upload, Work work, Upload.Content content) {
    Instant received = upload.receivedAt().orElse(upload.createdAt());
    for (Upload other : uploads.newest(work.tenant(), LOOKED_AT)) {
      boolean lapsed =
          !other.id().equals(upload.id())
              && !other.state().rests()
              && claims.standing(work.tenant(), other.id()) == UploadClaims.Standing.LAPSED;
      if (lapsed
          && other.content().filter(its -> its.checksum().equals(content.checksum())).isPresent()) {
        received = other.receivedAt().orElse(received);
      }
    }
    return received;
  }

  private Earlier earlier(Upload upload, TenantId tenant, Upload.Content content) {
    List<Upload> stored =
        uploads.newest(tenant, LOOKED_AT).stream()
            .filter(other -> other.state() == UploadState.DONE)
            .filter(other -> other.kind() == upload.kind() && !other.id().equals(upload.id()))
            .toList();
    return new Earlier(
        stored.stream()
            .filter(
                other ->
                    other
                        .content()
                        .filter(its -> its.checksum().equals(content.checksum()))
                        .isPresent())
            .map(other -> other.id().value())
            .findFirst(),
        stored.stream()
            .limit(COMPARED)
            .flatMap(other -> portrait(tenant, other.id()).stream())
            .toList());
  }

  /// Empty, too, where another version of us kept something else.
  private Optional<Earlier.Kept> portrait(TenantId tenant, UploadId id) {
    Optional<String> text = objects.text(tenant, id, UploadObjectStore.PORTRAIT);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(
              Earlier.Kept.upload(
                  id.value(), json.readValue(text.get(), Argument.of(Portrait.class))));
    } catch (IOException e) {
      LOG.warn("the portrait of upload {} cannot be read: {}", id, e.getMessage());
      return Optional.empty();
    }
  }

  private void keepPortrait(Upload upload, Work work, Portrait portrait) {
    try {
      objects.put(
          work.tenant(),
          upload.id(),
          UploadObjectStore.PORTRAIT,
          json.writeValueAsString(portrait));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Readout read(Upload upload, Work work) throws IOException {
    return switch (upload.kind()) {
      case ITEMS -> ItemReading.read(work.file(), upload.file(), work.rejected());
      case INTERACTIONS -> {
        Instant received = upload.receivedAt().orElse(upload.createdAt());
        InteractionParser parser =
            new InteractionParser(Clock.fixed(received, ZoneOffset.UTC), config.futureTolerance());
        InteractionReading reading =
            new InteractionReading(
                parser, catalogues.load(work.tenant()), erasures.soFar(work.tenant()), received);
        Readout readout = reading.read(work.file(), upload.file(), work.rejected());
        // An attempt that died may have stored what it could not take back.
        erasures.sweep(work.tenant(), reading.refused());
        yield readout;
      }
    };
  }

  private void refuse(Upload upload, Work work, Optional<Readout.Rows> rows, String why) {
    Counts counts = rows.map(Readout.Rows::counts).orElse(Counts.NONE);
    report(upload, work, rows, counts, new Verdict("refused", Optional.of(why), List.of()));
    put(work, upload.ended(UploadState.REFUSED, counts, Optional.of(why)));
    measurements.count(Metric.UPLOADS_REFUSED);
  }

  private void hold(Upload upload, Work work, Readout.Rows rows, List<Finding> findings) {
    Verdict verdict = new Verdict(Decision.HELD.text(), Optional.empty(), findings);
    report(upload, work, Optional.of(rows), rows.counts(), verdict);
    put(work, upload.waitingForAPerson(rows.counts()), Lease.released(clock.instant()));
    measurements.count(Metric.UPLOADS_HELD);
  }

  private void store(
      Upload upload, Work work, Readout.Rows rows, List<Finding> findings, String checksum) {
    put(work, upload.storing(rows.counts()));
    long storing = System.nanoTime();
    Counts counts = rows.counts();
    List<Finding> all = new ArrayList<>(findings);
    switch (rows.accepted()) {
      case Readout.Accepted.Items(List<CatalogueItem> items) ->
          catalogues.publish(work.tenant(), items);
      case Readout.Accepted.Interactions(AcceptedLines lines) -> {
        LineSet known =
            interactions.store(
                new InteractionStoring.Job(
                    work.tenant(), upload, lines, work.folder(), checksum, work.holder()),
                () -> stillHeld(work, upload.id()));
        Comparison.stored(known.size(), counts.accepted()).ifPresent(all::add);
        counts =
            new Counts(
                counts.read(),
                counts.accepted() - known.size(),
                counts.duplicate() + known.size(),
                counts.rejected());
      }
    }
    work.took("store", storing);
    keepPortrait(upload, work, rows.summary().portrait());
    Decision decision = upload.ruling().map(Ruling::decision).orElse(Decision.APPROVED);
    report(
        upload,
        work,
        Optional.of(rows),
        counts,
        new Verdict(decision.text(), Optional.empty(), all));
    put(work, upload.ended(UploadState.DONE, counts, Optional.empty()));
    measurements.count(Metric.ROWS_STORED, counts.accepted());
  }

  private record Verdict(String decision, Optional<String> refusal, List<Finding> findings) {}

  private void report(
      Upload upload, Work work, Optional<Readout.Rows> rows, Counts counts, Verdict verdict) {
    Profile profile = rows.map(found -> found.summary().profile()).orElse(Profile.EMPTY);
    UploadReport report =
        new UploadReport(
            upload.id().value(),
            upload.kind().text(),
            rows.map(Readout.Rows::format).map(FileFormat::text),
            counts.read(),
            counts.accepted(),
            counts.duplicate(),
            counts.rejected(),
            rows.map(Readout.Rows::rejectedByReason).orElse(Map.of()),
            verdict.decision(),
            upload.ruling().flatMap(Ruling::approvedBy),
            verdict.refusal(),
            profile.scores(),
            profile,
            verdict.findings(),
            Optional.of(work.thresholds().byName()),
            work.stages(),
            PeakMemory.bytes());
    try {
      if (counts.rejected() > 0) {
        objects.put(work.tenant(), upload.id(), UploadObjectStore.REJECTED, work.rejected());
      }
      Files.write(work.report(), json.writeValueAsBytes(report));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    objects.put(work.tenant(), upload.id(), UploadObjectStore.REPORT, work.report());
  }

  private static String checksum(Path file) throws IOException {
    MessageDigest digest = EventIds.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
