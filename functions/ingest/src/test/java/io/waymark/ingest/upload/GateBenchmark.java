package io.waymark.ingest.upload;

import io.micronaut.json.JsonMapper;
import io.waymark.files.InteractionBlocks;
import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import io.waymark.files.TableFile;
import io.waymark.ingest.erasure.ErasedUsers;
import io.waymark.ingest.erasure.InMemoryErasures;
import io.waymark.ingest.quality.Counts;
import io.waymark.ingest.quality.Decision;
import io.waymark.ingest.quality.Earlier;
import io.waymark.ingest.quality.Finding;
import io.waymark.ingest.quality.Findings;
import io.waymark.ingest.quality.Profile;
import io.waymark.ingest.quality.QualityThresholds;
import io.waymark.ingest.quality.ReportPage;
import io.waymark.ingest.quality.UploadReport;
import io.waymark.interactions.InteractionParser;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Prints how many rows a second the quality gate takes of a made-up file, from opening it to the
/// report as JSON and as a page, beside reading and checking the same file without it, in turns,
/// and the most memory that this process had: cold, and after half a million rows. No test, since a time says more about a machine than
/// about a change. One file a process:
///
///     ./mvnw -q -pl functions/ingest -am test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
///     java -Xmx512m -cp functions/ingest/target/test-classes:functions/ingest/target/classes:$(cat functions/ingest/target/cp) \
///       io.waymark.ingest.upload.GateBenchmark csv 10000000
public final class GateBenchmark {
  private static final int ROUNDS = 3;
  private static final int WARM_ROWS = 500_000;
  private static final int ROWS_OF_A_USER = 50;
  private static final int ITEMS = 50_000;
  private static final long FIRST = 1_700_000_000_000L;
  private static final long SPAN = 10_000_000_000L;
  private static final double BAD = 0.001;
  private static final List<String> TYPES = List.of("view", "cart", "purchase", "click");
  private static final String CSV = "%s,%s,%s,%d,%s%n";
  private static final String JSON =
      "{\"user_id\":\"%s\",\"item_id\":\"%s\",\"interaction_type\":\"%s\",\"timestamp\":%d,\"rating\":%s}%n";
  private static final double SECOND = 1e9;
  private static final double MILLION = 1e6;

  private GateBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("csv, jsonl or parquet, and how many rows");
    }
    int rows = Integer.parseInt(arguments[1]);
    Path folder = Files.createTempDirectory("gate");
    Path file = folder.resolve("made." + arguments[0]);
    switch (arguments[0]) {
      case "csv" ->
          writeText(file, "user_id,item_id,interaction_type,timestamp,rating\n", CSV, rows);
      case "jsonl" -> writeText(file, "", JSON, rows);
      case "parquet" -> writeParquet(file, rows);
      default -> throw new IllegalArgumentException("no format " + arguments[0]);
    }
    System.out.printf("%s, %d rows, %d bytes%n", arguments[0], rows, Files.size(file));
    ErasedUsers erased = InMemoryErasures.none().soFar(new TenantId("shop"));
    JsonMapper json = JsonMapper.createDefault();
    int warm = Math.max(1, WARM_ROWS / rows);
    for (int round = 0; round < warm + ROUNDS; round++) {
      double plain = seconds(() -> plain(file), rows);
      double gate = seconds(() -> gate(file, folder, erased, json), rows);
      if (round == 0 || round >= warm) {
        System.out.printf(
            "%s: plain %.2f, gate %.2f M rows/s, %.1f times as long; %s%n",
            round == 0 ? "cold" : "warm",
            rows / plain / MILLION,
            rows / gate / MILLION,
            gate / plain,
            peak());
      }
    }
    System.exit(0);
  }

  /// Reads a file, and says how many rows it has.
  @FunctionalInterface
  private interface Reading {
    long read() throws IOException;
  }

  private static double seconds(Reading reading, long rows) throws IOException {
    long begin = System.nanoTime();
    long read = reading.read();
    if (read != rows) {
      throw new IOException("of " + rows + " rows " + read + " were read");
    }
    return (System.nanoTime() - begin) / SECOND;
  }

  private static long plain(Path file) throws IOException {
    long[] rows = {0};
    boolean whole =
        InteractionBlocks.read(
                TableFile.open(file, InteractionParser.REQUIRED),
                new InteractionParser(Clock.systemUTC()),
                block -> rows[0] += block.size() + block.rejected().size())
            .isEmpty();
    return whole ? rows[0] : -1;
  }

  private static long gate(Path file, Path folder, ErasedUsers erased, JsonMapper json)
      throws IOException {
    Readout read =
        new InteractionReading(
                new InteractionParser(Clock.systemUTC()), Catalogue.EMPTY, erased, Instant.now())
            .read(file, file.getFileName().toString(), folder.resolve("rejected.jsonl"));
    if (!(read instanceof Readout.Rows rows)) {
      return -1;
    }
    UploadReport report = report(rows);
    Files.write(folder.resolve("report.json"), json.writeValueAsBytes(report));
    Files.writeString(folder.resolve("report.html"), ReportPage.of(report));
    return rows.counts().read();
  }

  private static UploadReport report(Readout.Rows rows) {
    QualityThresholds thresholds = QualityThresholds.defaults();
    List<Finding> findings = Findings.of(rows.summary(), Earlier.NONE, thresholds);
    Counts counts = rows.counts();
    Profile profile = rows.summary().profile();
    return new UploadReport(
        "01",
        UploadKind.INTERACTIONS.text(),
        Optional.of(rows.format().text()),
        counts.read(),
        counts.accepted(),
        counts.duplicate(),
        counts.rejected(),
        rows.rejectedByReason(),
        Decision.of(findings).text(),
        Optional.empty(),
        Optional.empty(),
        profile.scores(),
        profile,
        findings,
        Optional.of(thresholds.byName()),
        List.of(),
        0);
  }

  /// Of the process: with its heap, what stands beside it, and what is mapped of files.
  private static String peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("no /proc here");
  }

  /// A made-up row.
  private record Made(String user, String item, String type, long time, double rating) {
    static Made next(SplittableRandom random, int rows) {
      return new Made(
          "u" + random.nextInt(Math.max(1, rows / ROWS_OF_A_USER)),
          "i" + (int) Math.min(ITEMS - 1, 1 / Math.pow(1 - random.nextDouble(), 2) - 1),
          TYPES.get(random.nextInt(TYPES.size())),
          FIRST + random.nextLong(SPAN),
          random.nextDouble() < BAD ? -1 : random.nextInt(501) / 100.0);
    }
  }

  private static void writeText(Path file, String head, String format, int rows)
      throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (Writer text = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      text.write(head);
      for (int row = 0; row < rows; row++) {
        Made made = Made.next(random, rows);
        text.write(format.formatted(made.user, made.item, made.type, made.time, made.rating));
      }
    }
  }

  private static void writeParquet(Path file, int rows) {
    SplittableRandom random = new SplittableRandom(1);
    List<ParquetColumn> columns =
        List.of(
            new ParquetColumn("user_id", ParquetColumn.Type.TEXT),
            new ParquetColumn("item_id", ParquetColumn.Type.TEXT),
            new ParquetColumn("interaction_type", ParquetColumn.Type.TEXT),
            new ParquetColumn("timestamp", ParquetColumn.Type.LONG),
            new ParquetColumn("rating", ParquetColumn.Type.DOUBLE));
    try (ParquetWriter parquet = ParquetWriter.create(file, columns)) {
      for (int row = 0; row < rows; row++) {
        Made made = Made.next(random, rows);
        parquet.row(made.user, made.item, made.type, made.time, made.rating);
      }
    }
  }
}
