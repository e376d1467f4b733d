package io.waymark.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.interactions.Cell;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableFileTest {
  private static final List<String> REQUIRED = List.of("user_id", "item_id");
  private static final String CSV = "user_id,item_id\nu1,i1\nu2,i2\n";

  @TempDir Path folder;

  @Nested
  class Csv {
    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void findsTheSeparator(String separator) throws IOException {
      String text = "Item_ID ,user_id,name\ni1,u1,x\n".replace(",", separator);
      List<TableRow> rows = read(Written.text(folder, "a.csv", "\ufeff" + text));
      assertThat(rows).hasSize(1);
      TableRow.Row row = (TableRow.Row) rows.getFirst();
      assertThat(row.line()).isEqualTo(2);
      assertThat(row.cell("user_id")).isEqualTo(new Cell.Text("u1"));
      assertThat(row.cell("item_id")).isEqualTo(new Cell.Text("i1"));
      assertThat(row.cell("nothing")).isEqualTo(Cell.ABSENT);
    }

    @Test
    void readsQuotesLineEndsAndEmptyLines() throws IOException {
      String text =
          "user_id,item_id,name\r\nu1,i1,\"a \"\"b\"\", c\r\nd\"\r\n\r\nu2,i2,\r\nu3,i3,last";
      List<TableRow> rows = read(Written.text(folder, "a.csv", text));
      assertThat(rows).extracting(TableRow::line).containsExactly(2L, 5L, 6L);
      assertThat(((TableRow.Row) rows.getFirst()).cell("name"))
          .isEqualTo(new Cell.Text("a \"b\", c\nd"));
      assertThat(((TableRow.Row) rows.get(1)).cell("name")).isEqualTo(Cell.ABSENT);
    }

    @Test
    void anUnclosedQuoteCostsItsOwnLineOnly() throws IOException {
      StringBuilder text = new StringBuilder("user_id,item_id\nu0,\"i0\n");
      for (int at = 1; at <= 300; at++) {
        text.append("u").append(at).append(",i").append(at).append('\n');
      }
      List<TableRow> rows = read(Written.text(folder, "a.csv", text.toString()));
      assertThat(rows).hasSize(301);
      assertThat(((TableRow.Malformed) rows.getFirst()).reason().code())
          .isEqualTo("unclosed_quote");
      assertThat(rows.subList(1, 301)).allMatch(TableRow.Row.class::isInstance);
      assertThat(rows.getLast().line()).isEqualTo(302);
    }

    @Test
    void saysWhichRowsCannotBeTakenApart() throws IOException {
      byte[] text =
          "user_id,item_id\nu1\nu1,i1,x\n\"u1\"x,i1\nu\u00ff,i1\nu2,i2\n"
              .getBytes(StandardCharsets.ISO_8859_1);
      List<TableRow> rows = read(Written.bytes(folder, "a.csv", text));
      assertThat(rows.subList(0, 4))
          .map(row -> ((TableRow.Malformed) row).reason().code())
          .containsExactly("too_few_fields", "too_many_fields", "stray_quote", "not_utf_8");
      assertThat(((TableRow.Malformed) rows.get(2)).json()).isEqualTo("\"\\\"u1\\\"x,i1\"");
      assertThat(rows.get(4)).isInstanceOf(TableRow.Row.class);
    }

    @Test
    void neverHoldsAnEndlessLine() throws IOException {
      String text = "user_id,item_id\nu1," + "x".repeat(3 << 20) + "\nu2,i2\n";
      List<TableRow> rows = read(Written.text(folder, "a.csv", text));
      assertThat(rows).hasSize(2);
      assertThat(((TableRow.Malformed) rows.getFirst()).reason().code()).isEqualTo("too_long");
      assertThat(((TableRow.Malformed) rows.getFirst()).raw()).hasSizeLessThan(3_000);
      assertThat(rows.getLast().line()).isEqualTo(3);
    }
  }

  @Nested
  class JsonLines {
    @Test
    void readsObjectsAndSaysWhichLinesAreNone() throws IOException {
      String text =
          """
          {"user_id": 7, "item_id": "i1", "value": 1.5, "flag": true, "tags": ["a", {"b": null}]}
          not json
          [1]
          {"user_id": "u", "user_id": "v"}
          {"user_id": "u", "item_id": null} trailing

          {"user_id": 123456789012345678901234567890, "item_id": "i2"}
          """;
      List<TableRow> rows = read(Written.text(folder, "a.jsonl", text));
      assertThat(rows).extracting(TableRow::line).containsExactly(1L, 2L, 3L, 4L, 5L, 7L);
      TableRow.Row first = (TableRow.Row) rows.getFirst();
      assertThat(first.cell("user_id")).isEqualTo(new Cell.Whole(7));
      assertThat(first.cell("value")).isEqualTo(new Cell.Decimal(1.5));
      assertThat(first.cell("flag")).isEqualTo(new Cell.Flag(true));
      assertThat(first.cell("tags")).isEqualTo(new Cell.Nested("[\"a\",{\"b\":null}]"));
      assertThat(first.json())
          .isEqualTo(
              "{\"user_id\":7,\"item_id\":\"i1\",\"value\":1.5,\"flag\":true,"
                  + "\"tags\":[\"a\",{\"b\":null}]}");
      assertThat(rows.subList(1, 5)).allMatch(TableRow.Malformed.class::isInstance);
      assertThat(((TableRow.Row) rows.getLast()).cell("user_id"))
          .isEqualTo(new Cell.Text("123456789012345678901234567890"));
    }

    @Test
    void isFoundWithoutAName() throws IOException {
      assertThat(read(Written.text(folder, "upload", "{\"user_id\":\"u\",\"item_id\":\"i\"}")))
          .hasSize(1);
    }
  }

  @Nested
  class Parquet {
    @Test
    void readsWhatItsWriterWrote() throws IOException {
      Path file = folder.resolve("a.parquet");
      Instant time = Instant.parse("2026-01-31T12:00:00.123456Z");
      try (ParquetWriter writer =
          ParquetWriter.create(
              file,
              List.of(
                  new ParquetColumn("user_id", ParquetColumn.Type.TEXT),
                  new ParquetColumn("item_id", ParquetColumn.Type.LONG),
                  new ParquetColumn("rating", ParquetColumn.Type.DOUBLE),
                  new ParquetColumn("timestamp", ParquetColumn.Type.INSTANT),
                  new ParquetColumn("vector", ParquetColumn.Type.FLOATS)))) {
        writer.row("u1", 42L, 4.5, time, new float[] {1, 2.5f});
        writer.row("u2", null, null, null, null);
        assertThat(writer.rows()).isEqualTo(2);
      }
      List<TableRow> rows = read(file);
      assertThat(((TableRow.Row) rows.getFirst()).cells())
          .containsExactly(
              new Cell.Text("u1"),
              new Cell.Whole(42),
              new Cell.Decimal(4.5),
              new Cell.Moment(time),
              new Cell.Nested("[1.0,2.5]"));
      assertThat(((TableRow.Row) rows.getLast()).cells().subList(1, 5)).containsOnly(Cell.ABSENT);
      assertThat(rows.getLast().line()).isEqualTo(2);
    }

    @Test
    void leavesNoFileWhereItWasGivenUp() {
      Path file = folder.resolve("a.parquet");
      ParquetWriter writer =
          ParquetWriter.create(
              file, List.of(new ParquetColumn("user_id", ParquetColumn.Type.TEXT)));
      writer.row("u1");
      writer.discard();
      writer.close();
      assertThat(file).doesNotExist();
    }

    @Test
    void readsTheTypesOfOthers() throws SQLException {
      Path file = folder.resolve("it's.parquet");
      try (DuckDBConnection duck = Duck.open();
          Statement sql = duck.createStatement()) {
        sql.execute(
            "COPY (SELECT 'u'::BLOB AS user_id, 1.50::DECIMAL(9,2) AS item_id,"
                + " DATE '2026-01-31' AS day, TIMESTAMPTZ '2026-01-31 12:00:00+02' AS zoned,"
                + " 'nan'::FLOAT AS nothing, 18446744073709551615::UBIGINT AS huge,"
                + " {'a': 1} AS object, true AS flag) TO "
                + Duck.quoted(file.toString()));
      }
      TableRow.Row row = (TableRow.Row) read(file).getFirst();
      assertThat(row.cell("user_id")).isEqualTo(new Cell.Text("u"));
      assertThat(row.cell("item_id")).isEqualTo(new Cell.Decimal(1.5));
      assertThat(row.cell("day")).isEqualTo(new Cell.Moment(Instant.parse("2026-01-31T00:00:00Z")));
      assertThat(row.cell("zoned"))
          .isEqualTo(new Cell.Moment(Instant.parse("2026-01-31T10:00:00Z")));
      assertThat(row.cell("nothing")).isEqualTo(Cell.ABSENT);
      assertThat(row.cell("huge")).isEqualTo(new Cell.Text("18446744073709551615"));
      assertThat(row.cell("object")).isEqualTo(new Cell.Nested("{\"a\":1}"));
      assertThat(row.cell("flag")).isEqualTo(new Cell.Flag(true));
    }

    @Test
    void isRefusedWhereItIsCutAtAnyPlace() throws IOException {
      byte[] whole = parquet(2_000);
      for (int length :
          new int[] {4, 8, 100, whole.length / 2, whole.length - 9, whole.length - 1}) {
        Path cut = Written.bytes(folder, "cut.parquet", Arrays.copyOf(whole, length));
        assertThat(refusal(cut))
            .as("cut to " + length)
            .isIn(Refusal.Reason.TRUNCATED, Refusal.Reason.NOT_THIS_FORMAT);
      }
    }

    @Test
    void saysFromWhichRowOnItIsDamaged() throws IOException {
      byte[] bytes = parquet(50_000);
      Arrays.fill(bytes, bytes.length / 3, bytes.length / 2, (byte) 7);
      Refusal refusal =
          switch (TableFile.open(Written.bytes(folder, "damaged.parquet", bytes), REQUIRED)) {
            case Opened.Refused refused -> refused.refusal();
            case Opened.Ready ready ->
                ((TableRow.Unreadable) Written.rows(ready).getLast()).refusal();
          };
      assertThat(refusal.message()).containsPattern("is damaged: its rows from \\d+ on");
    }

    @Test
    void isReadOrRefusedButNeverThrowsWhereBytesAreDamaged() throws IOException {
      byte[] whole = parquet(2_000);
      Random random = new Random(1);
      for (int round = 0; round < 40; round++) {
        byte[] damaged = whole.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        Path file = Written.bytes(folder, "damaged.parquet", damaged);
        if (TableFile.open(file, REQUIRED) instanceof Opened.Ready ready) {
          assertThat(Written.rows(ready)).isNotEmpty();
        }
      }
    }

    @Test
    void isNotRefusedForWantOfMemoryOrDisk() throws IOException {
      Path file = Written.bytes(folder, "whole.parquet", parquet(10));
      String large = "SELECT list(i) AS all_of_them FROM range(200000000) AS t(i), $file";
      assertThatThrownBy(() -> TableFile.select(file, large))
          .isInstanceOf(UncheckedIOException.class)
          .hasStackTraceContaining("Out of Memory Error");
      assertThatThrownBy(
              () -> ParquetTable.open(folder.resolve("gone.parquet"), REQUIRED, () -> {}))
          .isInstanceOf(UncheckedIOException.class)
          .hasStackTraceContaining("IO Error");
    }

    @Test
    void withoutRowsIsRefused() throws IOException {
      assertThat(refusal(Written.bytes(folder, "a.parquet", parquet(0))))
          .isEqualTo(Refusal.Reason.NO_ROWS);
    }

    private byte[] parquet(int rows) throws IOException {
      Path file = folder.resolve("whole.parquet");
      try (ParquetWriter writer =
          ParquetWriter.create(
              file,
              List.of(
                  new ParquetColumn("user_id", ParquetColumn.Type.TEXT),
                  new ParquetColumn("item_id", ParquetColumn.Type.TEXT)))) {
        for (int row = 0; row < rows; row++) {
          writer.row("u" + row, "i" + (row * 7919L % 1009));
        }
      }
      return Files.readAllBytes(file);
    }
  }

  @Nested
  class Compressed {
    @Test
    void isReadWhateverItsName() throws IOException {
      byte[] plain = CSV.getBytes(StandardCharsets.UTF_8);
      assertThat(read(Written.bytes(folder, "a.csv.gz", Written.gzip(plain)))).hasSize(2);
      assertThat(read(Written.bytes(folder, "a.csv.zst", Written.zstd(plain)))).hasSize(2);
      assertThat(read(Written.bytes(folder, "upload", Written.zstd(plain)))).hasSize(2);
    }

    @Test
    void endsInTheMiddleWithAReason() throws IOException {
      StringBuilder text = new StringBuilder("user_id,item_id\n");
      Random random = new Random(3);
      for (int row = 0; row < 100_000; row++) {
        text.append(random.nextInt()).append(',').append(random.nextInt()).append('\n');
      }
      byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
      for (byte[] packed : List.of(Written.gzip(plain), Written.zstd(plain))) {
        Path cut = Written.bytes(folder, "cut", Arrays.copyOf(packed, packed.length / 2));
        // A decompressor that reads far ahead meets the cut before the first row.
        assertThat(
                switch (TableFile.open(cut, REQUIRED)) {
                  case Opened.Refused refused -> refused.refusal().reason();
                  case Opened.Ready ready ->
                      ((TableRow.Unreadable) Written.rows(ready).getLast()).refusal().reason();
                })
            .isEqualTo(Refusal.Reason.TRUNCATED);
        Path tiny = Written.bytes(folder, "tiny", Arrays.copyOf(packed, 6));
        assertThat(refusal(tiny)).isEqualTo(Refusal.Reason.TRUNCATED);
      }
    }
  }

  @Test
  void takesADiskThatFailsForNoDamage() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("Input/output error");
          }
        };
    assertThatThrownBy(() -> new Decompressed(new Decompressed.OnDisk(failing)).read())
        .isInstanceOf(Decompressed.DiskException.class)
        .hasMessageContaining("Input/output error");
  }

  @Nested
  class Refused {
    @Test
    void emptyFiles() throws IOException {
      assertThat(refusal(Written.text(folder, "a.csv", ""))).isEqualTo(Refusal.Reason.EMPTY);
      assertThat(refusal(Written.text(folder, "a.parquet", ""))).isEqualTo(Refusal.Reason.EMPTY);
      assertThat(refusal(Written.text(folder, "a.jsonl", "\n\n"))).isEqualTo(Refusal.Reason.EMPTY);
      assertThat(refusal(Written.bytes(folder, "a.gz", Written.gzip(new byte[0]))))
          .isEqualTo(Refusal.Reason.EMPTY);
      assertThat(refusal(Written.text(folder, "b.csv", "user_id,item_id\n")))
          .isEqualTo(Refusal.Reason.NO_ROWS);
    }

    @Test
    void filesWithoutARequiredColumnByItsName() throws IOException {
      Path file = Written.text(folder, "a.csv", "user_id,product\nu1,i1\n");
      Opened opened = TableFile.open(file, REQUIRED);
      assertThat(((Opened.Refused) opened).refusal())
          .isEqualTo(
              new Refusal(
                  Refusal.Reason.MISSING_COLUMN,
                  "has no column item_id; its columns are: user_id, product"));
      assertThat(refusal(Written.text(folder, "a.jsonl", "{\"user_id\": 1}\n")))
          .isEqualTo(Refusal.Reason.MISSING_COLUMN);
      assertThat(refusal(Written.text(folder, "c.csv", "user_id,item_id,user_id\na,b,c\n")))
          .isEqualTo(Refusal.Reason.DUPLICATE_COLUMN);
    }

    @Test
    void whatIsNoTableAtAll() throws IOException {
      assertThat(refusal(Written.text(folder, "a.csv", "<!DOCTYPE html><html>")))
          .isEqualTo(Refusal.Reason.HTML);
      assertThat(refusal(Written.text(folder, "a.parquet", "<html>")))
          .isEqualTo(Refusal.Reason.HTML);
      assertThat(refusal(Written.text(folder, "b.parquet", CSV)))
          .isEqualTo(Refusal.Reason.NOT_THIS_FORMAT);
      assertThat(refusal(Written.text(folder, "a.json", "[{\"user_id\": 1}]")))
          .isEqualTo(Refusal.Reason.NOT_THIS_FORMAT);
      assertThat(refusal(Written.text(folder, "b.jsonl", "user_id,item_id\n")))
          .isEqualTo(Refusal.Reason.NOT_THIS_FORMAT);
      byte[] junk = new byte[5_000];
      new Random(2).nextBytes(junk);
      assertThat(refusal(Written.bytes(folder, "c.csv", junk))).isEqualTo(Refusal.Reason.BINARY);
      assertThat(
              refusal(
                  Written.bytes(
                      folder, "d.csv", ("\ufeff" + CSV).getBytes(StandardCharsets.UTF_16LE))))
          .isEqualTo(Refusal.Reason.ENCODING);
    }
  }

  private static List<TableRow> read(Path file) {
    return Written.rows(TableFile.open(file, REQUIRED));
  }

  private static Refusal.Reason refusal(Path file) {
    return Written.refusal(TableFile.open(file, REQUIRED));
  }
}
