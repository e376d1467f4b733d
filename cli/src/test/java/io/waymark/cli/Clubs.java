package io.waymark.cli;

import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/// Users of four clubs who pick most items from their club's shelf: what a personal model can learn
/// and popularity cannot.
final class Clubs {
  static final int USERS = 160;
  static final int CLUBS = 4;
  static final int SHELF = 20;
  private static final int PICKS = 10;

  private Clubs() {}

  /// `u7,c3-i12`, each user's picks distinct.
  static List<String> rows(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> rows = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      List<String> own = new ArrayList<>();
      while (own.size() < PICKS) {
        int club = random.nextInt(10) == 0 ? random.nextInt(CLUBS) : user % CLUBS;
        String row = "u%d,c%d-i%d".formatted(user, club, random.nextInt(SHELF));
        if (!own.contains(row)) {
          own.add(row);
        }
      }
      rows.addAll(own);
    }
    return rows;
  }

  /// Every user picks the same: whoever is asked about, popularity answers as well as can be.
  static List<String> sameForAll() {
    List<String> rows = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      for (int pick = 0; pick < PICKS; pick++) {
        rows.add("u%d,i%d".formatted(user, pick));
      }
    }
    return rows;
  }

  static Path csv(Path file, List<String> rows) throws IOException {
    return csv(file, "user_id,item_id", rows);
  }

  static Path csv(Path file, String header, List<String> rows) throws IOException {
    return Files.writeString(file, header + "\n" + String.join("\n", rows) + "\n");
  }

  static Path gzip(Path file, List<String> rows) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(
          ("user_id,item_id\n" + String.join("\n", rows) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  /// As Parquet, of rows `user,item`.
  static Path parquet(Path file, List<String> rows) {
    try (ParquetWriter writer =
        ParquetWriter.create(
            file,
            List.of(
                new ParquetColumn("user_id", ParquetColumn.Type.TEXT),
                new ParquetColumn("item_id", ParquetColumn.Type.TEXT)))) {
      for (String row : rows) {
        String[] cells = row.split(",");
        writer.row(cells[0], cells[1]);
      }
    }
    return file;
  }
}
