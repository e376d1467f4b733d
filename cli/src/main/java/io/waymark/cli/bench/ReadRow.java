package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.files.InteractionBlocks;
import io.waymark.files.Refusal;
import io.waymark.files.TableFile;
import io.waymark.interactions.InteractionParser;
import io.waymark.training.InteractionFiles;
import io.waymark.training.InteractionMatrix;
import io.waymark.training.InteractionRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Files of interactions, read and checked, and made the matrix that training begins with.
final class ReadRow implements Row {
  private static final List<String> OURS =
      List.of(
          InteractionParser.USER_ID,
          InteractionParser.ITEM_ID,
          InteractionParser.TYPE,
          InteractionParser.TIMESTAMP,
          InteractionParser.RATING);
  private static final List<String> THEIRS =
      List.of("user_id", "item_id", "event_type", "ts", "value");

  /// Where the peers' script looks for its files, below the folder for temporary ones.
  private static final String FOLDER = "waymark-bench";

  private static final String DUCKDB = "duckdb";
  private static final String POLARS = "polars";
  private static final Bound NEAR = Bound.atLeast(0.7);
  private static final int TRIES = 3;

  /// Of the peers: a file is read by one thread here.
  private static final int THREADS = 1;

  private static final double MILLION = 1e6;

  private final String name;
  private final int rows;

  private ReadRow(String name, int rows) {
    this.name = name;
    this.rows = rows;
  }

  static ReadRow million() {
    return new ReadRow("read-1m", 1_000_000);
  }

  static ReadRow tenMillion() {
    return new ReadRow("read-10m", 10_000_000);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String goal() {
    return "%s interactions read and checked: ≥ 0.7 × plain duckdb and polars; made the matrix of training: ≥ 0.7 × polars"
        .formatted(Numbers.text(rows));
  }

  private enum Format {
    CSV,
    PARQUET;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    Path of(Path stem) {
      return this == CSV ? MadeFile.csv(stem) : MadeFile.parquet(stem);
    }
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    int size = setting.scale().of(rows);
    Path folder = Files.createDirectories(setting.folder().resolve(FOLDER));
    Path ours = folder.resolve("ours_" + size);
    setting.note("writing files of " + size + " rows");
    new MadeFile(size, OURS).write(ours);
    List<Timing.Turn> turns = new ArrayList<>();
    turns.add(() -> ours(ours, size));
    if (setting.peers().isPresent()) {
      new MadeFile(size, THEIRS).write(folder.resolve("inter_" + size));
      turns.add(() -> theirs(setting, setting.peers().get(), size));
    }
    setting.note("reading them");
    Map<String, Spread> measured = Timing.rounds(setting.rounds(), turns);
    List<Figure> figures = new ArrayList<>();
    for (Format format : Format.values()) {
      String read = format.text() + "_read_validate";
      String matrix = format.text() + "_to_csr";
      figures.add(
          new Figure(
              format + ", read, checked, ids counted",
              Spread.of(measured, read),
              "M rows/s",
              List.of(
                  Held.to(measured, DUCKDB + "_" + read, NEAR),
                  Held.to(measured, POLARS + "_" + read, NEAR))));
      figures.add(
          new Figure(
              format + " to the matrix",
              Spread.of(measured, matrix),
              "M rows/s",
              List.of(Held.to(measured, POLARS + "_" + matrix, NEAR))));
    }
    return new Outcome.Measured(
        figures,
        List.of(
            "made-up files, one bad row of a thousand; the best of %d tries a round; rows are read on one"
                    .formatted(TRIES)
                + " thread, theirs and ours, but that DuckDB may take two to list ours' texts"));
  }

  private static Map<String, Double> ours(Path stem, int size) throws IOException {
    Map<String, Double> figures = new HashMap<>();
    for (Format format : Format.values()) {
      Path file = format.of(stem);
      figures.put(format.text() + "_read_validate", best(size, () -> checked(file)));
      figures.put(format.text() + "_to_csr", best(size, () -> matrix(file)));
    }
    return figures;
  }

  /// Reads and checks, and counts users and items that good rows name, as the peers do.
  private static long checked(Path file) throws IOException {
    long[] rows = {0};
    BitSet users = new BitSet();
    BitSet items = new BitSet();
    Optional<Refusal> refusal =
        InteractionBlocks.read(
            TableFile.open(file, InteractionParser.REQUIRED),
            new InteractionParser(Clock.systemUTC()),
            block -> {
              rows[0] += block.size() + block.rejected().size();
              for (int row = 0; row < block.size(); row++) {
                users.set(block.user(row));
                items.set(block.item(row));
              }
            });
    if (refusal.isPresent() || users.isEmpty() || items.isEmpty()) {
      throw new IOException("the made-up file cannot be read: " + refusal);
    }
    return rows[0];
  }

  private static long matrix(Path file) throws IOException {
    InteractionRows rows = new InteractionFiles(Clock.systemUTC()).rows(file);
    InteractionMatrix matrix = rows.toMatrix();
    if (matrix.entries().size() == 0) {
      throw new IOException("the made-up file has no entries");
    }
    return rows.read() + rows.passedOver().rows();
  }

  /// Millions of rows a second.
  private static double best(int size, Timing.Work<Long> work) throws IOException {
    double best = 0;
    for (int tries = 0; tries < TRIES; tries++) {
      Timing.Timed<Long> timed = Timing.seconds(work);
      if (timed.result() != size) {
        throw new IOException("of %d rows %d were read".formatted(size, timed.result()));
      }
      best = Math.max(best, size / timed.wall() / MILLION);
    }
    return best;
  }

  private static Map<String, Double> theirs(Setting setting, Peers peers, int size)
      throws IOException {
    Map<String, JsonNode> measured =
        peers.run(
            "peers_ingest.py",
            Map.of(
                "T", Integer.toString(THREADS),
                "TMPDIR", setting.folder().toAbsolutePath().toString()),
            Integer.toString(size));
    Map<String, Double> figures = new HashMap<>();
    for (Format format : Format.values()) {
      String read = format.text() + "_read_validate";
      figures.put(DUCKDB + "_" + read, rate(measured, DUCKDB + "_" + read, size));
      figures.put(POLARS + "_" + read, rate(measured, POLARS + "_" + read, size));
      String matrix = POLARS + "_" + format.text() + "_to_csr";
      figures.put(matrix, rate(measured, matrix, size));
    }
    return figures;
  }

  private static double rate(Map<String, JsonNode> measured, String what, int size)
      throws IOException {
    String key = "%s/N=%d/T=%d".formatted(what, size, THREADS);
    return Peers.number(measured, key, "rows_per_s") / MILLION;
  }
}
