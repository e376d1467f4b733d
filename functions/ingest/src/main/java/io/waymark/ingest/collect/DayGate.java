package io.waymark.ingest.collect;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.waymark.files.InteractionFile;
import io.waymark.files.Opened;
import io.waymark.files.Refusal;
import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.archive.AcceptedParquet;
import io.waymark.ingest.upload.AcceptedRows;
import io.waymark.ingest.upload.Decision;
import io.waymark.ingest.upload.Portrait;
import io.waymark.ingest.upload.QualityThresholds;
import io.waymark.interactions.InteractionParser;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges a day's rows beside those of the days before, and keeps the report.
@Singleton
public final class DayGate {
  private static final Logger LOG = LoggerFactory.getLogger(DayGate.class);

  /// Days with which one is compared, and how far back they are looked for.
  private static final int COMPARED = 5;

  private static final int LOOKED_BACK_DAYS = 30;

  private final DayFileStore files;
  private final DayReportStore reports;
  private final CatalogueStore catalogues;
  private final IngestConfig config;
  private final QualityThresholds thresholds;
  private final Clock clock;
  private final JsonMapper json;

  public DayGate(
      DayFileStore files,
      DayReportStore reports,
      CatalogueStore catalogues,
      IngestConfig config,
      QualityThresholds thresholds,
      Clock clock,
      JsonMapper json) {
    this.files = files;
    this.reports = reports;
    this.catalogues = catalogues;
    this.config = config;
    this.thresholds = thresholds;
    this.clock = clock;
    this.json = json;
  }

  /// What was decided.
  ///
  /// @param report where it stands; none of a day without rows
  public record Judgement(Decision decision, long rows, Optional<String> report) {
    /// Of a day without rows.
    public static final Judgement NOTHING = new Judgement(Decision.APPROVED, 0, Optional.empty());
  }

  /// Judges `day`.
  ///
  /// @param all the tenant's files, of this day and of others
  public Judgement judge(TenantId tenant, LocalDate day, List<StoredFile> all) {
    Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    AcceptedRows rows = new AcceptedRows(catalogues.load(tenant), end);
    all.stream().filter(file -> file.day().equals(day)).forEach(file -> read(tenant, file, rows));
    List<AcceptedRows.Before> before =
        reports.portrayed(tenant, day.minusDays(LOOKED_BACK_DAYS), day).stream()
            .limit(COMPARED)
            .flatMap(each -> portrait(tenant, each).stream())
            .toList();
    AcceptedRows.Judged judged = rows.judged(before, thresholds);
    if (judged.profile().rows() == 0) {
      return Judgement.NOTHING;
    }
    if (judged.decision() != Decision.HELD) {
      reports.put(tenant, day, DayReportStore.PORTRAIT, text(judged.portrait()));
    }
    String report =
        reports.put(tenant, day, DayReportStore.REPORT, text(DayReport.of(day, before, judged)));
    return new Judgement(judged.decision(), judged.profile().rows(), Optional.of(report));
  }

  private void read(TenantId tenant, StoredFile file, AcceptedRows rows) {
    try {
      Path copy = Files.createTempFile("waymark-judge", ".parquet");
      try {
        if (!files.fetch(tenant, file.name(), copy)) {
          throw new StoreUnavailableException(
              "bucket training-data", new IllegalStateException(file.name() + " is gone"));
        }
        Optional<Refusal> refusal = read(AcceptedParquet.interactions(copy), rows);
        refusal.ifPresent(why -> LOG.error("{} of {} {}", file.name(), tenant, why.message()));
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Refusal> read(Opened opened, AcceptedRows rows) {
    InteractionParser parser = new InteractionParser(clock, config.futureTolerance());
    return InteractionFile.read(
        opened,
        parser,
        outcome -> {
          if (outcome instanceof InteractionFile.Outcome.Accepted good) {
            rows.add(good.interaction());
          }
        });
  }

  /// Empty, too, where another version of us kept something else.
  private Optional<AcceptedRows.Before> portrait(TenantId tenant, LocalDate day) {
    Optional<String> text = reports.text(tenant, day, DayReportStore.PORTRAIT);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new AcceptedRows.Before(
                  day, json.readValue(text.get(), Argument.of(Portrait.class))));
    } catch (IOException e) {
      LOG.warn("the portrait of {} of {} cannot be read: {}", day, tenant, e.getMessage());
      return Optional.empty();
    }
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
