package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import io.waymark.training.InteractionMatrix.Weighting;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionFilesTest {
  private static final long TIME = 1_767_225_600_000L;
  private static final String CSV =
      """
      user_id,item_id,interaction_type,timestamp,rating
      u1,a,view,2026-01-01T00:00:00Z,
      u1,"b,c",purchase,1767225600,
      u1,d,,1767225600000,
      u2,a,rating,2026-01-01T01:00:00+01:00,2
      """;

  @TempDir Path folder;
  private final InteractionFiles files =
      new InteractionFiles(Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC));

  private Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = compressed(name, Files.newOutputStream(file))) {
      out.write(bytes);
    }
    return file;
  }

  private static OutputStream compressed(String name, OutputStream out) throws IOException {
    if (name.endsWith(".gz")) {
      return new GZIPOutputStream(out);
    }
    return name.endsWith(".zst") ? new ZstdOutputStream(out) : out;
  }

  private Path parquet(String user) {
    Path file = folder.resolve(user + ".parquet");
    try (ParquetWriter writer =
        ParquetWriter.create(
            file,
            List.of(
                new ParquetColumn("event_id", ParquetColumn.Type.TEXT),
                new ParquetColumn(user, ParquetColumn.Type.TEXT),
                new ParquetColumn("item_id", ParquetColumn.Type.TEXT),
                new ParquetColumn("interaction_type", ParquetColumn.Type.TEXT),
                new ParquetColumn("timestamp", ParquetColumn.Type.INSTANT),
                new ParquetColumn("rating", ParquetColumn.Type.DOUBLE)))) {
      Instant time = Instant.ofEpochMilli(TIME);
      writer.row("1", "u1", "a", "view", time, null);
      writer.row("2", "u1", "b,c", "purchase", time, null);
      writer.row("3", "u1", "d", null, time, null);
      writer.row("4", "u2", "a", "rating", time, 2.0);
    }
    return file;
  }

  /// `user item weight time`, by user and item.
  private static List<String> entries(InteractionRows rows) {
    InteractionMatrix matrix = rows.toMatrix();
    List<String> entries = new ArrayList<>();
    for (int user = 0; user < matrix.users().size(); user++) {
      for (int at = matrix.entries().start(user); at < matrix.entries().end(user); at++) {
        entries.add(
            "%s %s %s %d"
                .formatted(
                    matrix.users().get(user),
                    matrix.items().get(matrix.entries().column(at)),
                    matrix.entries().value(at),
                    matrix.time(at)));
      }
    }
    return entries;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz", ".zst"})
  void readsTheSameRowsFromEveryFormat(String compression) throws IOException {
    String json =
        """
        {"user_id":"u1","item_id":"a","interaction_type":"view","timestamp":"2026-01-01T00:00:00Z"}
        {"user_id":"u1","item_id":"b,c","interaction_type":"purchase","timestamp":1767225600}
        {"user_id":"u1","item_id":"d","timestamp":1767225600000,"rating":null}
        {"item_id":"a","user_id":"u2","interaction_type":"rating","timestamp":1767225600.0,"rating":2}
        """;
    byte[] parquet = Files.readAllBytes(parquet("user_id"));
    for (Path file :
        List.of(
            file("x.csv" + compression, CSV),
            file("x.jsonl" + compression, json),
            file("x.parquet" + compression, parquet))) {
      InteractionRows rows = files.rows(file);
      assertThat(rows.passedOver().rows()).as(file.toString()).isZero();
      assertThat(entries(rows))
          .as(file.toString())
          .containsExactly(
              "u1 a 1.0 " + TIME,
              "u1 b,c 6.0 " + TIME,
              "u1 d 1.0 " + TIME,
              "u2 a %s %d".formatted(InteractionMatrix.RATED_LOW, TIME));
    }
  }

  @Test
  void readsAcceptedRowsAsTheFileTheyCameIn() throws IOException {
    assertThat(entries(files.accepted(List.of(parquet("user_key")))))
        .isEqualTo(entries(files.rows(file("x.csv", CSV))));
    assertThatThrownBy(() -> files.accepted(List.of(file("y.parquet", "PAR1 but no more"))))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("y.parquet");
  }

  @Test
  void aWeightCountsInHistoriesAlone() throws IOException {
    Path file =
        file("x.csv", "user_id,item_id,weight\nu,a,2.5\nu,b,\nu,c,much\nw,c,much\nv,,1\n,a,1\n");
    InteractionFiles.Histories histories = files.histories(file);
    assertThat(histories.users()).containsExactly("u", "w", "v");
    assertThat(entries(histories.rows())).containsExactly("u a 2.5 " + none(), "u b 1.0 " + none());
    assertThat(histories.rows().passedOver())
        .hasToString(
            "4 rows were passed over (1 item_id_missing, 1 user_id_missing, 2 weight_not_a_number);"
                + " the first is line 4: weight must be a number, but is a text");
    assertThat(entries(files.rows(file)).getFirst()).isEqualTo("u a 1.0 " + none());
  }

  @ParameterizedTest
  @CsvSource({
    "1e300, out_of_range",
    "1000001, out_of_range",
    "-1e300, out_of_range",
    "1e400, out_of_range",
    "NaN, not_a_number",
    "Infinity, not_a_number",
    "-inf, not_a_number"
  })
  void refusesAWeightThatIsNone(String weight, String reason) throws IOException {
    Path file = file("x.csv", "user_id,item_id,weight\nu,a,1\nu,b," + weight + "\n");
    InteractionFiles.Histories histories = files.histories(file);
    assertThat(entries(histories.rows())).containsExactly("u a 1.0 " + none());
    assertThat(histories.rows().passedOver().toString())
        .startsWith("1 row was passed over (1 weight_" + reason + "): line 3: weight must be ");
  }

  @Test
  void takesAWeightByItsSign() throws IOException {
    Path file =
        file(
            "x.csv",
            """
            user_id,item_id,interaction_type,weight
            u,a,purchase,0
            u,b,purchase,-1
            u,c,purchase,-0.5
            u,d,dislike,1000000
            u,e,purchase,-1000000
            u,f,purchase,0
            u,f,purchase,3
            u,g,purchase,-0
            """);
    InteractionMatrix matrix = files.histories(file).rows().toMatrix();
    assertThat(matrix.entries().values(0, matrix.entries().size()))
        .containsExactly(
            InteractionMatrix.SEEN,
            InteractionMatrix.REFUSED,
            InteractionMatrix.REFUSED,
            1_000_000,
            InteractionMatrix.REFUSED,
            3,
            InteractionMatrix.SEEN);
    assertThat(matrix.positives(Weighting.EQUAL).columns()).containsExactly(3, 5);
    assertThat(matrix.positives(Weighting.TYPED).columns()).containsExactly(3, 5);
  }

  /// Some writers mean null by it.
  @Test
  void takesABinaryNaNAsNoWeight() throws IOException {
    Path file = folder.resolve("x.parquet");
    try (ParquetWriter writer =
        ParquetWriter.create(
            file,
            List.of(
                new ParquetColumn("user_id", ParquetColumn.Type.TEXT),
                new ParquetColumn("item_id", ParquetColumn.Type.TEXT),
                new ParquetColumn("interaction_type", ParquetColumn.Type.TEXT),
                new ParquetColumn("weight", ParquetColumn.Type.DOUBLE)))) {
      writer.row("u", "a", "purchase", Double.NaN);
      writer.row("u", "b", "purchase", Double.POSITIVE_INFINITY);
      writer.row("u", "c", "purchase", 2.5);
    }
    InteractionFiles.Histories histories = files.histories(file);
    assertThat(entries(histories.rows())).containsExactly("u a 6.0 " + none(), "u c 2.5 " + none());
    assertThat(histories.rows().passedOver().toString()).contains("1 weight_out_of_range");
  }

  private static long none() {
    return InteractionMatrix.NO_TIME;
  }

  @Test
  void passesOverWhatAnUploadWouldBeRefused() throws IOException {
    InteractionRows rows =
        files.rows(
            file(
                "x.csv",
                """
                user_id,item_id,interaction_type,timestamp,rating
                u,a,view,,
                ,b,view,,
                u,c,??,,
                u,d,view,2026-01-01 00:00:00,
                u,e,view,2027-01-01T00:00:00Z,
                u,f,rating,,11
                u,g
                """));
    assertThat(rows.toMatrix().items()).containsExactly("a");
    assertThat(rows.passedOver().rows()).isEqualTo(6);
    assertThat(rows.passedOver().toString())
        .contains("1 interaction_type_invalid, 1 rating_out_of_range, 1 row_too_few_fields")
        .endsWith("the first is line 3: user_id is required");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    assertUnreadable(folder, "is a folder");
    assertUnreadable(file("empty.csv", ""), "is empty");
    assertUnreadable(file("x.csv", "user,item\nu,a\n"), "has no column user_id");
    assertUnreadable(file("header.csv", "user_id,item_id\n"), "has no rows");
    assertUnreadable(file("x.parquet", "PAR1 but no more"), "is not a whole Parquet file");
    Files.write(folder.resolve("cut.csv.gz"), new byte[] {31, -117, 8, 0, 1, 2});
    assertUnreadable(folder.resolve("cut.csv.gz"), "cut short or damaged");
    assertThatThrownBy(() -> files.rows(folder.resolve("none.csv")))
        .isInstanceOf(java.nio.file.NoSuchFileException.class);
  }

  private void assertUnreadable(Path file, String reason) {
    assertThatThrownBy(() -> files.rows(file))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining(String.valueOf(file.getFileName()));
  }
}
