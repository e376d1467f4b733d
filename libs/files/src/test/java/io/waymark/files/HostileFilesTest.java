package io.waymark.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.interactions.Cell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that fuzzing found, or that are of the kind that it found.
class HostileFilesTest {
  private static final List<String> REQUIRED = List.of("user_id", "item_id");
  private static final String IDS = "'u1' AS user_id, 'i1' AS item_id";

  @TempDir Path folder;

  @Test
  void listsInParquetHoldWhatIsNoNumberAsJson() throws IOException {
    String odd = "'nan'::DOUBLE, 'infinity'::DOUBLE, '-infinity'::DOUBLE";
    TableRow.Row row =
        only(
            parquet(
                "SELECT %s, [1.5, %s] AS vector, {'a': 'NaN Infinity \" \\', 'b': 'nan'::FLOAT} AS about"
                    .formatted(IDS, odd)));
    assertThat(row.cell("vector"))
        .isEqualTo(new Cell.Nested("[1.5,null,\"Infinity\",\"-Infinity\"]"));
    assertThat(row.cell("about"))
        .isEqualTo(new Cell.Nested("{\"a\":\"NaN Infinity \\\" \\\\\",\"b\":null}"));
    assertThat(CellTexts.list(row.cell("vector")))
        .contains(List.of("1.5", "Infinity", "-Infinity"));
  }

  @Test
  void aColumnThatStandsTwiceInParquetIsRefused() throws IOException {
    Path blanks = parquet("SELECT %s, 'u2' AS \" User_Id \"".formatted(IDS));
    assertThat(refusal(blanks).reason()).isEqualTo(Refusal.Reason.DUPLICATE_COLUMN);
    assertThat(refusal(blanks).message()).isEqualTo("has the column user_id twice");
    byte[] bytes =
        SeedFiles.copy("SELECT %s, 'u2' AS user_ix".formatted(IDS), "COMPRESSION uncompressed");
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("user_ix", "user_id");
    Path same = Written.bytes(folder, "b.parquet", text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(refusal(same).message()).isEqualTo("has the column user_id twice");
  }

  @Test
  void parquetWhoseSizesLieIsDamagedAndNoLackOfMemory() throws IOException {
    byte[] whole = SeedFiles.copy("SELECT " + IDS, "COMPRESSION uncompressed");
    byte[] most = {-1, -1, -1, -1, 7};
    for (int at = 4; at < whole.length - 12; at++) {
      byte[] lying = whole.clone();
      System.arraycopy(most, 0, lying, at, most.length);
      Path file = Written.bytes(folder, "lying.parquet", lying);
      if (TableFile.open(file, REQUIRED) instanceof Opened.Ready ready) {
        assertThat(Written.rows(ready)).as("lies at " + at).isNotEmpty();
      }
    }
  }

  /// Pages shorter than they say would show memory that nobody wrote.
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "brotli"})
  void parquetWhosePagesAreTakenUncheckedIsRefused(String compression) throws IOException {
    byte[] whole = SeedFiles.copy("SELECT " + IDS, "COMPRESSION " + compression);
    Refusal refusal = refusal(Written.bytes(folder, "a.parquet", whole));
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.COMPRESSION);
    assertThat(refusal.message())
        .isEqualTo(
            "is Parquet compressed by "
                + compression
                + ", which cannot be read safely; write it with zstd or snappy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uncompressed", "snappy", "zstd", "lz4_raw"})
  void otherParquetIsRead(String compression) throws IOException {
    byte[] whole = SeedFiles.copy("SELECT " + IDS, "COMPRESSION " + compression);
    assertThat(only(Written.bytes(folder, "a.parquet", whole)).names()).contains("user_id");
  }

  @Test
  void whatOnlyBeginsAsParquetIsRefused() throws IOException {
    for (String rest : List.of("", "PAR1", "rk/wt/files/target/tmp/fuzz-18101860186716v")) {
      Refusal refusal =
          refusal(
              Written.bytes(
                  folder, "a.csv", ("PAR1" + rest).getBytes(StandardCharsets.ISO_8859_1)));
      assertThat(refusal.reason()).as(rest).isEqualTo(Refusal.Reason.TRUNCATED);
    }
  }

  @Test
  void separatorsWithinQuotedNamesDoNotCount() throws IOException {
    Path file =
        Written.text(folder, "a.csv", "\"a, b, c, d\";user_id;\"item\"\"_id\";item_id\n1;2;3;4\n");
    TableRow.Row row = only(file);
    assertThat(row.cell("a, b, c, d")).isEqualTo(new Cell.Text("1"));
    assertThat(row.cell("item_id")).isEqualTo(new Cell.Text("4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u000b[{\"a\": \"so long that it is text\"}]",
        "\u2003[{\"a\": 1}]",
        "\ufeff\ufeff [{\"a\": 1}]"
      })
  void anArrayBehindBlanksThatJsonDoesNotKnowIsRefused(String text) throws IOException {
    Opened opened = TableFile.foreign(Written.text(folder, "a.json", text));
    assertThat(((Opened.Refused) opened).refusal().reason())
        .isEqualTo(Refusal.Reason.NOT_THIS_FORMAT);
    assertThat(((Opened.Refused) opened).refusal().message()).startsWith("is not JSON: ");
  }

  @Test
  void whatIsRefusedLeavesNoFileBehind() throws IOException {
    byte[] whole = SeedFiles.copy("SELECT 1 AS other", "COMPRESSION zstd");
    byte[] damaged = whole.clone();
    damaged[damaged.length - 6] = 127; // the footer's length
    for (byte[] bytes : List.of(whole, damaged)) {
      Refusal _ = refusal(Written.bytes(folder, "a.gz", Written.gzip(bytes)));
    }
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .noneMatch(name -> name.startsWith("waymark-"));
    }
  }

  private Path parquet(String query) throws IOException {
    return Written.bytes(folder, "a.parquet", SeedFiles.copy(query, "COMPRESSION zstd"));
  }

  private static TableRow.Row only(Path file) {
    List<TableRow> rows = Written.rows(TableFile.open(file, REQUIRED));
    assertThat(rows).hasSize(1);
    return (TableRow.Row) rows.getFirst();
  }

  private static Refusal refusal(Path file) {
    return switch (TableFile.open(file, REQUIRED)) {
      case Opened.Refused refused -> refused.refusal();
      case Opened.Ready ready -> {
        ready.table().close();
        throw new AssertionError("opened");
      }
    };
  }
}
