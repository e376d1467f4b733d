package io.waymark.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.interactions.InteractionParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InteractionBlocksTest {
  private static final InteractionParser PARSER =
      new InteractionParser(Clock.fixed(Instant.parse("2026-02-03T04:05:06.789Z"), ZoneOffset.UTC));

  private static final List<String> IDS =
      List.of(
          "u1", "u2", "ü", " u1", "u1 ", "7", "", "\"u1\"", "\"a,\nb\"", "a\tb", "x".repeat(300));
  private static final List<String> TYPES =
      List.of("view", "purchase", "rating", "own_type", "", "Bogus", "\"view\"", "impression");
  private static final List<String> TIMES =
      List.of(
          "",
          "0",
          "1",
          "1767225600",
          "99999999999",
          "100000000000",
          "788918400",
          "788918399",
          "788918399999",
          "1767225600000",
          "1767225600.5",
          "-1767225600",
          "0001767225600",
          "1770177906789",
          "1770177906790",
          "9999999999999999",
          "999999999999999999999",
          "2026-01-31T12:00:00Z",
          "2026-01-31 12:00:00Z",
          "2026-01-31T12:00:00.1Z",
          "2026-01-31T12:00:00.1239Z",
          "2026-01-31T12:00:00.12x4Z",
          "2026-01-31T12:00:00.123 456Z",
          "2026-01-31T12:00:00.123456789Z",
          "2026-01-31T12:00:00.1234567891Z",
          "2026-01-31T12:00:00.Z",
          "2026-01-31T12:00:00",
          "2026-01-31T12:00Z",
          "2026-01-31T12:00:00+01:00",
          "2026-01-31t12:00:00z",
          "2026-02-29T12:00:00Z",
          "2024-02-29T23:59:59Z",
          "2026-13-01T12:00:00Z",
          "2026-01-31T24:00:00Z",
          "2026-01-31T23:60:00Z",
          "2026-01-31T23:59:60Z",
          "1994-12-31T23:59:59Z",
          "2026-02-04T04:05:06.789Z",
          "2026-02-04T04:05:06.790Z",
          " 2026-01-31T12:00:00Z",
          "2026-01-31",
          "yesterday");
  private static final List<String> NUMBERS =
      List.of(
          "",
          "0",
          "-0",
          "-0.0",
          "4.5",
          "5",
          "5.0000000000001",
          "5.",
          ".5",
          ".",
          "-",
          "+1",
          "-1",
          "1e0",
          "0.1",
          "0.3",
          "2.675",
          "123456789012345",
          "1234567890123456",
          "0.123456789012345",
          "0.1234567890123456",
          "999999999999.999",
          "1000000000000",
          "1000000000000.01",
          "2678400",
          "2678400.1",
          "1.2.3",
          "NaN",
          "1d",
          " 4",
          "0x1p3",
          "0." + "0".repeat(120) + "1");
  private static final List<String> ENDS = List.of("\n", "\r\n", "\r", "\n\n", "\r\n\r\n");

  private static final List<String> COLUMNS =
      List.of(
          InteractionParser.USER_ID,
          InteractionParser.ITEM_ID,
          InteractionParser.TYPE,
          InteractionParser.TIMESTAMP,
          InteractionParser.RATING,
          InteractionParser.VALUE,
          InteractionParser.DURATION_SECONDS,
          InteractionParser.EVENT_ID,
          InteractionParser.RECOMMENDATION_ID,
          InteractionParser.POSITION,
          "colour",
          "size");

  @Test
  @DisplayName("rows taken from bytes are those that the parser of rows gives, and no others")
  void giveWhatRowsGive() throws IOException {
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] file = file(random);
      int atOnce = 1 + random.nextInt(40);
      assertThat(TwoWays.byBlocks(table(file, atOnce), PARSER))
          .as("seed %d: %s", seed, new String(file, StandardCharsets.UTF_8))
          .isEqualTo(TwoWays.byRows(table(file, atOnce), PARSER));
    }
  }

  @Test
  void takeWhatNearlyEveryFileHasFromTheBytes() throws IOException {
    // Were these rows not plain, this would say nothing of what is above.
    String header = "user_id,item_id,interaction_type,timestamp,rating,value,colour\n";
    String rows =
        """
        u1,i1,view,2026-01-31T12:00:00.5Z,4.5,,red
        u2,i1,,1767225600,,-12.25,
        u1,i2,own_type,,,0,
        """;
    ByteLines lines = lines((header + rows).getBytes(StandardCharsets.UTF_8), 1 << 10);
    assertThat(lines.next()).isEqualTo(header.strip());
    InteractionBlock block = new InteractionBlock(PARSER);
    new CsvInteractions(lines, ',', List.of(header.strip().split(","))).read(block);
    assertThat(block.size()).isEqualTo(3);
    assertThat(block.line(2)).isEqualTo(4);
    assertThat(block.further(0)).containsExactly("colour");
    assertThat(block.users().size()).isEqualTo(2);
    assertThat(lines.number()).isEqualTo(4);
    assertThat(lines.next()).isNull();
  }

  @Test
  void goOnBehindABlockThatIsFull() throws IOException {
    StringBuilder text = new StringBuilder("item_id;user_id\n");
    for (int row = 0; row < 150_000; row++) {
      text.append('i')
          .append(row % 97)
          .append(row % 1000 == 0 ? ";\"u" : ";u")
          .append(row % 60_000);
      text.append(row % 1000 == 0 ? "\"\r\n" : "\n");
    }
    byte[] file = text.toString().getBytes(StandardCharsets.UTF_8);
    Map<Long, TwoWays.Told> blocks = TwoWays.byBlocks(table(file, 1 << 20), PARSER);
    assertThat(blocks).hasSize(150_000).isEqualTo(TwoWays.byRows(table(file, 1 << 20), PARSER));
  }

  @Test
  @DisplayName("ids that were chosen to share their hash as Java has it slow nobody down")
  @Timeout(60)
  void takeIdsThatShareAHash() throws IOException {
    int pairs = 18;
    StringBuilder text = new StringBuilder("user_id,item_id\n");
    for (int id = 0; id < 1 << pairs; id++) {
      for (int pair = 0; pair < pairs; pair++) {
        text.append((id >> pair & 1) == 0 ? "Aa" : "BB");
      }
      text.append(",i\n");
    }
    byte[] file = text.toString().getBytes(StandardCharsets.UTF_8);
    int rows = 0;
    try (InteractionBlocks blocks = new InteractionBlocks(table(file, 1 << 20), PARSER)) {
      while (blocks.next()) {
        rows += blocks.block().size();
      }
      assertThat(blocks.block().users().size()).isEqualTo(rows);
    }
    assertThat(rows).isEqualTo(1 << pairs);
  }

  @Test
  void keepNoIdOfTheBlockBefore() throws IOException {
    StringBuilder text = new StringBuilder("user_id,item_id,event_id,recommendation_id,position\n");
    for (int row = 0; row < 140_000; row++) {
      text.append("u,i").append(row % 50_000 == 0 ? ",e" + row + ",r1,3\n" : ",,,\n");
    }
    byte[] file = text.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(TwoWays.byBlocks(table(file, 1 << 20), PARSER))
        .isEqualTo(TwoWays.byRows(table(file, 1 << 20), PARSER));
  }

  @Test
  void holdFewCharactersOfRowsThatAreBad() throws IOException {
    String row = ",i," + "a".repeat(1 << 19) + "\n";
    byte[] file = ("user_id,item_id,junk\n" + row.repeat(200)).getBytes(StandardCharsets.UTF_8);
    int rejected = 0;
    try (InteractionBlocks blocks = new InteractionBlocks(table(file, 1 << 20), PARSER)) {
      while (blocks.next()) {
        assertThat(blocks.block().rejected()).hasSizeLessThanOrEqualTo(33);
        rejected += blocks.block().rejected().size();
      }
    }
    assertThat(rejected).isEqualTo(200);
  }

  @Test
  void holdFewRowsWhereAllAreBad() throws IOException {
    byte[] file = ("user_id,item_id\n" + ",i\n".repeat(20_000)).getBytes(StandardCharsets.UTF_8);
    int rejected = 0;
    try (InteractionBlocks blocks = new InteractionBlocks(table(file, 1 << 20), PARSER)) {
      while (blocks.next()) {
        assertThat(blocks.block().rejected()).hasSizeLessThan(5_000);
        rejected += blocks.block().rejected().size();
      }
    }
    assertThat(rejected).isEqualTo(20_000);
  }

  @Test
  void giveUpALineThatIsLongerThanAllAndGoOn() throws IOException {
    byte[] file =
        ("user_id,item_id\nu1,i1\nu2," + "x".repeat(6 << 20) + "\nu3,i3")
            .getBytes(StandardCharsets.UTF_8);
    Map<Long, TwoWays.Told> blocks = TwoWays.byBlocks(table(file, 1 << 20), PARSER);
    assertThat(blocks).isEqualTo(TwoWays.byRows(table(file, 1 << 20), PARSER)).hasSize(3);
    assertThat(blocks.get(3L)).isInstanceOf(TwoWays.Told.Refused.class);
    assertThat(blocks.get(4L)).isInstanceOf(TwoWays.Told.Taken.class);
  }

  private static final String PARQUET =
      """
      SELECT
        CASE i %% 13 WHEN 1 THEN '' WHEN 2 THEN NULL WHEN 3 THEN 'a' || chr(7) ELSE 'u' || i %% 97 END
          AS user_id,
        %s AS item_id,
        CASE i %% 11 WHEN 1 THEN '' WHEN 2 THEN NULL WHEN 3 THEN 'Bad' ELSE 'purchase' END
          AS interaction_type,
        %s AS timestamp,
        CASE i %% 7 WHEN 1 THEN NULL WHEN 2 THEN 'nan' WHEN 3 THEN -0.0 WHEN 4 THEN 5.1
          WHEN 5 THEN 1e-101 ELSE 4.5 END::DOUBLE AS rating,
        (i * 1000003 - 500000)::BIGINT AS value,
        CASE i %% 5 WHEN 1 THEN 2678400.5 WHEN 2 THEN NULL ELSE i END::FLOAT AS duration_seconds,
        CASE i %% 17 WHEN 1 THEN '' WHEN 2 THEN NULL WHEN 3 THEN 'e ' || i WHEN 4 THEN repeat('x', 257)
          ELSE 'e' || i END AS event_id,
        CASE i %% 3 WHEN 1 THEN 'r' || i END AS recommendation_id,
        CASE i %% 19 WHEN 1 THEN NULL WHEN 2 THEN 10001 WHEN 3 THEN -1 WHEN 4 THEN 9e15 ELSE i %% 9 END::BIGINT
          AS position,
        CASE i %% 4 WHEN 1 THEN 'red' WHEN 2 THEN '' END AS "co""lour",
        CASE i %% 4 WHEN 1 THEN 'nan'::DOUBLE WHEN 2 THEN 1.5 END AS size,
        CASE i %% 4 WHEN 1 THEN [i, NULL] END AS list, i %% 2 = 0 AS flag
      FROM range(%d) AS t(i)
      """;

  private static final List<String> ITEMS =
      List.of(
          "'i' || i % 31",
          "(i % 31)::BIGINT",
          "(i % 31)::DOUBLE", // none of the usual ids: all go by rows
          "CASE WHEN i % 9 = 0 THEN NULL ELSE i END::INTEGER");
  private static final List<String> MOMENTS =
      List.of(
          "TIMESTAMP '1994-12-31 23:59:59.999' + i * INTERVAL 1 MICROSECOND",
          "TIMESTAMP '2026-02-04 04:05:06.788' + i * INTERVAL 1 MICROSECOND",
          "CASE i % 5 WHEN 1 THEN NULL WHEN 2 THEN 99999999999 WHEN 3 THEN 100000000000"
              + " WHEN 4 THEN -9000000000000000000 ELSE 1767225600 + i END::BIGINT",
          "CASE WHEN i % 3 = 0 THEN 'infinity' ELSE '2026-01-31 12:00:00+00' END::TIMESTAMPTZ",
          "DATE '2026-01-31'",
          "'2026-01-31T12:00:00Z'");

  @Test
  @DisplayName("rows that DuckDB calls plain are those that the parser of rows takes as they are")
  void giveWhatRowsGiveOfParquet(@TempDir Path folder) throws Exception {
    for (String item : ITEMS) {
      for (String moment : MOMENTS) {
        Path file = parquet(folder, PARQUET.formatted(item, moment, 3_000));
        assertThat(TwoWays.byBlocks(table(file), PARSER))
            .as("%s %s", item, moment)
            .isEqualTo(TwoWays.byRows(table(file), PARSER));
      }
    }
  }

  @Test
  void readTheUsualParquetFileInBulk(@TempDir Path folder) throws Exception {
    // Were it read by rows, the tests around this one would say nothing.
    Path file = parquet(folder, PARQUET.formatted(ITEMS.get(1), MOMENTS.get(2), 3_000));
    String source = "read_parquet(" + Duck.quoted(file.toString()) + ")";
    try (DuckDBConnection duck = Duck.open()) {
      InteractionBlock block = new InteractionBlock(PARSER);
      try (ParquetInteractions bulk =
          ParquetInteractions.open(duck, source, ParquetSchema.of(duck, source), 5, block)
              .orElseThrow()) {
        assertThat(bulk.fill(block)).isFalse();
      }
      assertThat(block.size()).isGreaterThan(200);
      assertThat(block.size() + block.rejected().size()).isEqualTo(3_000 - 5);
      assertThat(block.end()).isEmpty();
    }
  }

  @Test
  void goOnBehindABlockOfParquetThatIsFull(@TempDir Path folder) throws Exception {
    Path file = parquet(folder, PARQUET.formatted(ITEMS.get(0), MOMENTS.get(4), 200_000));
    assertThat(TwoWays.byBlocks(table(file), PARSER))
        .hasSize(200_000)
        .isEqualTo(TwoWays.byRows(table(file), PARSER));
  }

  private static Path parquet(Path folder, String sql) throws SQLException {
    Path file = folder.resolve("rows.parquet");
    try (DuckDBConnection duck = Duck.open();
        Statement statement = duck.createStatement()) {
      boolean _ =
          statement.execute(
              "COPY (%s) TO %s (FORMAT parquet)".formatted(sql, Duck.quoted(file.toString())));
    }
    return file;
  }

  private static Table table(Path file) {
    return ((Opened.Ready) TableFile.open(file, InteractionParser.REQUIRED)).table();
  }

  private static byte[] file(Random random) {
    List<String> columns = new ArrayList<>(COLUMNS.subList(0, 2));
    COLUMNS.subList(2, COLUMNS.size()).stream()
        .filter(_ -> random.nextInt(3) > 0)
        .forEach(columns::add);
    String separator = List.of(",", ";", "\t").get(random.nextInt(3));
    String end = ENDS.get(random.nextInt(3));
    StringBuilder file = new StringBuilder(String.join(separator, columns)).append(end);
    boolean odd = random.nextBoolean();
    for (int row = random.nextInt(12); row >= 0; row--) {
      List<String> cells = new ArrayList<>();
      for (String column : columns) {
        cells.add(random.nextInt(odd ? 3 : 12) > 0 ? plain(column) : any(column, random));
      }
      if (odd && random.nextInt(8) == 0) {
        cells.add("more");
      }
      file.append(String.join(separator, cells));
      file.append(random.nextInt(10) > 0 ? end : ENDS.get(random.nextInt(ENDS.size())));
    }
    if (random.nextBoolean()) {
      file.setLength(file.length() - 1);
    }
    byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static String plain(String column) {
    return switch (column) {
      case InteractionParser.USER_ID, InteractionParser.ITEM_ID -> "id";
      case InteractionParser.TYPE -> "view";
      case InteractionParser.TIMESTAMP -> "2026-01-31T12:00:00Z";
      case InteractionParser.RATING -> "4.5";
      default -> "";
    };
  }

  private static String any(String column, Random random) {
    List<String> from =
        switch (column) {
          case InteractionParser.TYPE -> TYPES;
          case InteractionParser.TIMESTAMP -> TIMES;
          case InteractionParser.RATING,
              InteractionParser.VALUE,
              InteractionParser.DURATION_SECONDS,
              InteractionParser.POSITION ->
              NUMBERS;
          default -> IDS;
        };
    return from.get(random.nextInt(from.size()));
  }

  /// A table of CSV whose bytes come so many at once.
  private static Table table(byte[] file, int atOnce) throws IOException {
    Opened opened = CsvTable.open(lines(file, atOnce), List.of());
    return opened instanceof Opened.Ready ready ? ready.table() : new NoRows();
  }

  private record NoRows() implements Table {
    @Override
    public FileFormat format() {
      return FileFormat.CSV;
    }

    @Override
    public java.util.Optional<TableRow> next() {
      return java.util.Optional.empty();
    }

    @Override
    public void close() {}
  }

  private static ByteLines lines(byte[] file, int atOnce) {
    InputStream in =
        new ByteArrayInputStream(file) {
          @Override
          public int read(byte[] into, int from, int most) {
            return super.read(into, from, Math.min(most, atOnce));
          }
        };
    return new ByteLines(in);
  }
}
