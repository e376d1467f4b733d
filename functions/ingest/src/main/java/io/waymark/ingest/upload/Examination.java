package io.waymark.ingest.upload;

import io.micronaut.json.JsonMapper;
import io.waymark.files.FileFormat;
import io.waymark.ingest.IngestConfig;
import io.waymark.interactions.InteractionParser;
import io.waymark.model.catalogue.CatalogueStore;
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
import java.util.Set;

/// What happens to an upload's file once it is there: read, decided on, stored, reported. May be
/// asked again at any time; an upload that ended stays as it ended.
@Singleton
public final class Examination {
  private final UploadStore uploads;
  private final UploadObjectStore objects;
  private final CatalogueStore catalogues;
  private final InteractionStoring interactions;
  private final IngestConfig config;
  private final JsonMapper json;

  public Examination(
      UploadStore uploads,
      UploadObjectStore objects,
      CatalogueStore catalogues,
      InteractionStoring interactions,
      IngestConfig config,
      JsonMapper json) {
    this.uploads = uploads;
    this.objects = objects;
    this.catalogues = catalogues;
    this.interactions = interactions;
    this.config = config;
    this.json = json;
  }

  /// Files of one examination on the local disk, and how long its stages took.
  private record Work(Path folder, List<UploadReport.Stage> stages) {
    Path file() {
      return folder.resolve("file");
    }

    Path spool() {
      return folder.resolve("spool.parquet");
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

  /// Examines the upload `id`, if there is one whose file came and that has not ended.
  ///
  /// @param arrivedAt when its file came, the same when asked again: what is in the future, and
  ///   when rows without a time happened, follows from it
  /// @throws io.waymark.tenancy.StoreUnavailableException where a store did not answer; to be asked
  ///   again
  public void examine(TenantId tenant, UploadId id, Instant arrivedAt) {
    Optional<Upload> found = uploads.find(tenant, id);
    if (found.isEmpty() || found.get().state().ended()) {
      return;
    }
    Upload upload = found.get().received(arrivedAt);
    uploads.put(tenant, upload);
    try {
      Work work = new Work(Files.createTempDirectory("waymark-upload"), new ArrayList<>());
      try {
        examine(tenant, upload, work);
      } finally {
        delete(work.folder());
      }
    } catch (IOException e) {
      fail(tenant, upload);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      fail(tenant, upload);
      throw e;
    }
  }

  private void fail(TenantId tenant, Upload upload) {
    uploads.put(
        tenant,
        upload.ended(
            UploadState.FAILED,
            Counts.NONE,
            Optional.of("something of ours went wrong; it is tried again by itself")));
  }

  private void examine(TenantId tenant, Upload upload, Work work) throws IOException {
    long begin = System.nanoTime();
    if (!objects.fetch(tenant, upload, work.file())) {
      uploads.put(tenant, upload.in(UploadState.WAITING));
      return;
    }
    String checksum = checksum(work.file());
    work.took("fetch", begin);
    uploads.put(tenant, upload.in(UploadState.READING));
    long reading = System.nanoTime();
    Readout readout = read(tenant, upload, work);
    work.took("read", reading);
    switch (readout) {
      case Readout.NoTable none ->
          refuse(tenant, upload, work, Optional.empty(), "the file " + none.refusal().message());
      case Readout.Rows rows -> {
        if (rows.counts().accepted() == 0) {
          refuse(tenant, upload, work, Optional.of(rows), "not one row of the file can be taken");
        } else {
          store(tenant, upload, work, rows, checksum);
        }
      }
    }
  }

  private Readout read(TenantId tenant, Upload upload, Work work) throws IOException {
    return switch (upload.kind()) {
      case ITEMS -> ItemReading.read(work.file(), upload.file(), work.rejected());
      case INTERACTIONS -> {
        Clock received =
            Clock.fixed(upload.receivedAt().orElse(upload.createdAt()), ZoneOffset.UTC);
        InteractionParser parser = new InteractionParser(received, config.futureTolerance());
        yield new InteractionReading(parser, catalogues.load(tenant))
            .read(work.file(), upload.file(), work.spool(), work.rejected());
      }
    };
  }

  private void refuse(
      TenantId tenant, Upload upload, Work work, Optional<Readout.Rows> rows, String why) {
    Counts counts = rows.map(Readout.Rows::counts).orElse(Counts.NONE);
    report(tenant, upload, work, rows, counts, new Verdict("refuse", Optional.of(why), Map.of()));
    uploads.put(tenant, upload.ended(UploadState.REFUSED, counts, Optional.of(why)));
  }

  private void store(
      TenantId tenant, Upload upload, Work work, Readout.Rows rows, String checksum) {
    uploads.put(tenant, upload.storing(rows.counts()));
    long storing = System.nanoTime();
    Counts counts = rows.counts();
    Map<String, Double> scores = Map.of();
    switch (upload.kind()) {
      case ITEMS -> catalogues.publish(tenant, rows.items());
      case INTERACTIONS -> {
        Set<Long> known =
            interactions.store(
                new InteractionStoring.Job(tenant, upload, work.spool(), work.folder(), checksum));
        counts =
            new Counts(
                counts.read(),
                counts.accepted() - known.size(),
                counts.duplicate() + known.size(),
                counts.rejected());
        scores = Scores.of(work.spool());
      }
    }
    work.took("store", storing);
    report(
        tenant,
        upload,
        work,
        Optional.of(rows),
        counts,
        new Verdict("accept", Optional.empty(), scores));
    uploads.put(tenant, upload.ended(UploadState.DONE, counts, Optional.empty()));
  }

  private record Verdict(String decision, Optional<String> refusal, Map<String, Double> scores) {}

  private void report(
      TenantId tenant,
      Upload upload,
      Work work,
      Optional<Readout.Rows> rows,
      Counts counts,
      Verdict verdict) {
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
            verdict.refusal(),
            verdict.scores(),
            rows.map(Readout.Rows::findings).orElse(List.of()),
            work.stages(),
            PeakMemory.bytes());
    try {
      if (counts.rejected() > 0) {
        objects.put(tenant, upload.id(), UploadObjectStore.REJECTED, work.rejected());
      }
      Files.write(work.report(), json.writeValueAsBytes(report));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    objects.put(tenant, upload.id(), UploadObjectStore.REPORT, work.report());
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
    try (java.util.stream.Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
