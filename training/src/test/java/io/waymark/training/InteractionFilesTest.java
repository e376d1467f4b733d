package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractionFilesTest {
  private static final long TIME = 1_767_225_600_000L;

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out =
        name.endsWith(".gz")
            ? new GZIPOutputStream(Files.newOutputStream(file))
            : Files.newOutputStream(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private InteractionMatrix matrix(Path file) throws IOException {
    return InteractionFiles.rows(List.of(file)).toMatrix();
  }

  @Test
  void readsCsvWithTimesOfEveryKind() throws IOException {
    String text =
        """
        user_id,item_id,interaction_type,timestamp,rating
        u1,a,view,2026-01-01T00:00:00Z,
        u1,"b,c",purchase,1767225600,
        u1,d,,1767225600000,
        u1,e,rating,2026-01-01T01:00:00+01:00,2
        """;
    for (String name : List.of("x.csv", "x.csv.gz")) {
      InteractionMatrix matrix = matrix(file(name, text));
      assertThat(matrix.items()).containsExactly("a", "b,c", "d", "e");
      for (int at = 0; at < 4; at++) {
        assertThat(matrix.time(at)).isEqualTo(TIME);
      }
      assertThat(matrix.entries().value(1)).isEqualTo(6);
      assertThat(matrix.entries().value(3)).isEqualTo(InteractionMatrix.RATED_LOW);
    }
  }

  @Test
  void readsJsonLinesAndParquet() throws Exception {
    Path json =
        file("x.jsonl", "{\"user_id\":\"u1\",\"item_id\":\"a\",\"timestamp\":1767225600}\n");
    assertThat(matrix(json).time(0)).isEqualTo(TIME);
    Path parquet = folder.resolve("x.parquet");
    try (Connection connection = InteractionFiles.open();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT 'k' AS user_key, 'a' AS item_id, 'cart' AS interaction_type,"
              + " TIMESTAMP '2026-01-01 00:00:00' AS timestamp, NULL::DOUBLE AS rating) TO '"
              + parquet
              + "' (FORMAT parquet)");
    }
    InteractionMatrix matrix = matrix(parquet);
    assertThat(matrix.users()).containsExactly("k");
    assertThat(matrix.entries().value(0)).isEqualTo(4);
    assertThat(matrix.time(0)).isEqualTo(TIME);
  }

  @Test
  void prefersAWeightThatIsGiven() throws IOException {
    assertThat(matrix(file("x.csv", "user_id,item_id,weight\nu,a,2.5\n")).entries().value(0))
        .isEqualTo(2.5f);
  }

  @Test
  void passesOverRowsWithoutUserOrItem() throws IOException {
    InteractionRows rows =
        InteractionFiles.rows(
            List.of(
                file("x.csv", "user_id,item_id,interaction_type\nu,a,view\n,b,view\nu,c,??\n")));
    assertThat(rows.toMatrix().items()).containsExactly("a");
    assertThat(rows.skipped()).isEqualTo(2);
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    assertUnreadable(folder.resolve("none.csv"), "there is no file");
    assertUnreadable(file("empty.csv", ""), "is empty");
    assertUnreadable(file("x.csv", "user,item\nu,a\n"), "no column");
    assertUnreadable(file("x.xls", "?"), "known format");
    assertUnreadable(file("x.parquet", "PAR1 but no more"), "cannot be read");
    Files.write(folder.resolve("cut.csv.gz"), new byte[] {31, -117, 8, 0, 1, 2});
    assertUnreadable(folder.resolve("cut.csv.gz"), "cannot be read");
  }

  private static void assertUnreadable(Path file, String reason) {
    assertThatThrownBy(() -> InteractionFiles.rows(List.of(file)))
        .isInstanceOf(InteractionFiles.UnreadableFileException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining(String.valueOf(file.getFileName()));
  }
}
