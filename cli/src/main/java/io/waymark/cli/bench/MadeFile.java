package io.waymark.cli.bench;

import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// A file of made-up interactions, as CSV and as Parquet, the same for the same number of rows: a
/// user has fifty of them, few items have many, and one row of a thousand is no interaction.
///
/// @param names of its five columns
record MadeFile(int rows, List<String> names) {
  private static final List<String> TYPES = List.of("view", "cart", "purchase", "click");
  private static final int ROWS_OF_A_USER = 50;
  private static final int ITEMS = 50_000;
  private static final long FIRST = 1_700_000_000_000L;
  private static final long SPAN = 10_000_000_000L;

  /// So far of a thousandth: a value below 0, a user without a name.
  private static final double BELOW = 0.0006;

  private static final double NAMELESS = 0.001;

  /// Writes `<stem>.csv` and `<stem>.parquet`.
  void write(Path stem) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<ParquetColumn> columns =
        List.of(
            new ParquetColumn(names.get(0), ParquetColumn.Type.TEXT),
            new ParquetColumn(names.get(1), ParquetColumn.Type.TEXT),
            new ParquetColumn(names.get(2), ParquetColumn.Type.TEXT),
            new ParquetColumn(names.get(3), ParquetColumn.Type.LONG),
            new ParquetColumn(names.get(4), ParquetColumn.Type.DOUBLE));
    try (Writer csv = Files.newBufferedWriter(csv(stem), StandardCharsets.UTF_8);
        ParquetWriter parquet = ParquetWriter.create(parquet(stem), columns)) {
      csv.write(String.join(",", names) + "\n");
      for (int row = 0; row < rows; row++) {
        double luck = random.nextDouble();
        String user = "u" + random.nextInt(Math.max(1, rows / ROWS_OF_A_USER));
        String item = "i" + (int) Math.min(ITEMS - 1, 1 / Math.pow(1 - random.nextDouble(), 2) - 1);
        String type = TYPES.get(random.nextInt(TYPES.size()));
        long time = FIRST + random.nextLong(SPAN);
        double rating = random.nextInt(501) / 100.0;
        if (luck < BELOW) {
          rating = -1;
        } else if (luck < NAMELESS) {
          user = "";
        }
        csv.write(user + "," + item + "," + type + "," + time + "," + rating + "\n");
        parquet.row(user, item, type, time, rating);
      }
    }
  }

  static Path csv(Path stem) {
    return stem.resolveSibling(stem.getFileName() + ".csv");
  }

  static Path parquet(Path stem) {
    return stem.resolveSibling(stem.getFileName() + ".parquet");
  }
}
