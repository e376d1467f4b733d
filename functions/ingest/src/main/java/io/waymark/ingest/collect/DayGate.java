package io.waymark.ingest.collect;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import io.waymark.files.InteractionFile;
import io.waymark.files.Opened;
import io.waymark.files.Refusal;
import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.archive.AcceptedParquet;
import io.waymark.ingest.quality.AcceptedRows;
import io.waymark.ingest.quality.Decision;
import io.waymark.ingest.quality.Portrait;
import io.waymark.ingest.quality.QualityThresholds;
import io.waymark.ingest.quality.Thresholds;
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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges the rows of finished days beside those of the days before, and keeps the reports.
@Singleton
public final class DayGate {
  private static final Logger LOG = LoggerFactory.getLogger(DayGate.class);

  /// Days with which one is compared, and how far back they are looked for.
  private static final int COMPARED = 5;

  private static final int LOOKED_BACK_DAYS = 30;

  /// A day is not begun with less.
  static final Duration LEAST_TIME = Duration.ofMinutes(3);

  private final DayFileStore files;
  private final DayReportStore reports;
  private final CatalogueStore catalogues;
  private final IngestConfig config;
  private final Thresholds thresholds;
  private final Clock clock;
  private final JsonMapper json;
  private final Measurements measurements;

  public DayGate(
      DayFileStore files,
      DayReportStore reports,
      CatalogueStore catalogues,
      IngestConfig config,
      Thresholds thresholds,
      Clock clock,
      JsonMapper json,
      Measurements measurements) {
    this.files = files;
    this.reports = reports;
    this.catalogues = catalogues;
    this.config = config;
    this.thresholds = thresholds;
    this.clock = clock;
    this.json = json;
    this.measurements = measurements;
  }

  /// What a run decided.
  ///
  /// @param rows of the days that it judged
  /// @param report of the newest of those days that was held, else of the newest; none where there
  ///   was no day to judge
  /// @param waiting how many days, at most, there was no time for
  public record Judgement(Decision decision, long rows, Optional<String> report, int waiting) {
    private static final Judgement NOTHING =
        new Judgement(Decision.APPROVED, 0, Optional.empty(), 0);

    /// Of a run that had no time yet to judge anything.
    public static final Judgement NOT_YET = NOTHING.without(LOOKED_BACK_DAYS);

    /// The graver decision stands, and its report; of two alike that of the later day.
    private Judgement and(Judgement later) {
      boolean graver = decision.compareTo(later.decision) > 0;
      return new Judgement(
          graver ? decision : later.decision,
          rows + later.rows,
          graver ? report : later.report.or(() -> report),
          0);
    }

    private Judgement without(int days) {
      return new Judgement(decision, rows, report, days);
    }

    public boolean done() {
      return waiting == 0;
    }
  }

  /// Judges every finished day with rows behind the last that has a report, the oldest first, each
  /// beside those before it. What an earlier call of the same day judged counts as this one's, so
  /// that calling again changes no decision.
  ///
  /// @param all the tenant's files
  /// @param left until this process is stopped
  public Judgement judge(
      TenantId tenant, LocalDate today, List<StoredFile> all, Supplier<Duration> left) {
    LocalDate first = today.minusDays(LOOKED_BACK_DAYS);
    List<LocalDate> reported = reports.days(tenant, DayReportStore.REPORT, first, today);
    LocalDate last = reported.isEmpty() ? first.minusDays(1) : reported.getFirst();
    Judgement judgement = judgedOn(tenant, today, reported);
    List<LocalDate> days =
        all.stream()
            .map(StoredFile::day)
            .filter(day -> day.isAfter(last) && day.isBefore(today))
            .distinct()
            .sorted()
            .toList();
    for (int at = 0; at < days.size(); at++) {
      if (left.get().compareTo(LEAST_TIME) < 0) {
        return judgement.without(days.size() - at);
      }
      judgement = judgement.and(judge(tenant, days.get(at), today, all));
    }
    return judgement;
  }

  /// What calls on `today` decided so far. Days are judged in order, so theirs are the newest.
  private Judgement judgedOn(TenantId tenant, LocalDate today, List<LocalDate> reported) {
    List<Judgement> newestFirst = new ArrayList<>();
    for (LocalDate day : reported) {
      Optional<DayReport.Verdict> verdict =
          kept(tenant, day, DayReportStore.REPORT, DayReport.Verdict.class)
              .filter(each -> each.judgedOn().equals(Optional.of(today)));
      if (verdict.isEmpty()) {
        break;
      }
      newestFirst.add(
          new Judgement(
              Decision.of(verdict.get().decision()),
              verdict.get().rows(),
              Optional.of(reports.place(tenant, day, DayReportStore.REPORT)),
              0));
    }
    return newestFirst.reversed().stream().reduce(Judgement.NOTHING, Judgement::and);
  }

  private Judgement judge(TenantId tenant, LocalDate day, LocalDate today, List<StoredFile> all) {
    Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    AcceptedRows rows = new AcceptedRows(catalogues.load(tenant), end);
    all.stream().filter(file -> file.day().equals(day)).forEach(file -> read(tenant, file, rows));
    List<AcceptedRows.Before> before =
        reports.days(tenant, DayReportStore.PORTRAIT, day.minusDays(LOOKED_BACK_DAYS), day).stream()
            .limit(COMPARED)
            .flatMap(
                each ->
                    kept(tenant, each, DayReportStore.PORTRAIT, Portrait.class).stream()
                        .map(portrait -> new AcceptedRows.Before(each, portrait)))
            .toList();
    QualityThresholds judging = thresholds.of(tenant);
    AcceptedRows.Judged judged = rows.judged(before, judging);
    if (judged.profile().rows() == 0) {
      return Judgement.NOTHING;
    }
    if (judged.decision() == Decision.HELD) {
      measurements.count(Metric.DAYS_HELD);
    } else {
      reports.put(tenant, day, DayReportStore.PORTRAIT, text(judged.portrait()));
    }
    String report =
        reports.put(
            tenant,
            day,
            DayReportStore.REPORT,
            text(DayReport.of(day, today, before, judged, judging)));
    return new Judgement(judged.decision(), judged.profile().rows(), Optional.of(report), 0);
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

  /// What is kept of a day; empty, too, where another version of us kept something else.
  private <T> Optional<T> kept(TenantId tenant, LocalDate day, String name, Class<T> type) {
    Optional<String> text = reports.text(tenant, day, name);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(json.readValue(text.get(), Argument.of(type)));
    } catch (IOException e) {
      LOG.warn("{} of {} of {} cannot be read: {}", name, day, tenant, e.getMessage());
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
