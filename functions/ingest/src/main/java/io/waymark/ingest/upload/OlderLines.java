package io.waymark.ingest.upload;

import io.waymark.files.InteractionBlock;
import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.quality.KeyCounts;
import io.waymark.ingest.quality.TextCounts;
import io.waymark.interactions.Cell;
import io.waymark.interactions.InteractionType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Finds the lines of a file that are not among the newest of their user. What was only shown is
/// counted apart: it must not push out what a user did. Of rows of the same time the later line is
/// the newer.
final class OlderLines {
  private static final List<ParquetColumn> COLUMNS =
      List.of(
          new ParquetColumn("whose", ParquetColumn.Type.LONG),
          new ParquetColumn("millis", ParquetColumn.Type.LONG),
          new ParquetColumn("line", ParquetColumn.Type.LONG));

  private static final String OLDER =
      """
      SELECT line FROM (
        SELECT line, row_number() OVER (PARTITION BY whose ORDER BY millis DESC, line DESC) AS place
        FROM $file
        SEMI JOIN (SELECT whose FROM $file GROUP BY whose HAVING count(*) > $most) USING (whose))
      WHERE place > $most""";

  private OlderLines() {}

  /// Finds them.
  ///
  /// @param most how many of a user are new
  /// @param untimed the time of rows that have none
  /// @param file where what is sorted stands on the local disk
  static LineSet of(AcceptedLines lines, int most, Instant untimed, Path file) {
    try (AcceptedLines.Reader rows = lines.read();
        ParquetWriter writer = ParquetWriter.create(file, COLUMNS)) {
      TextCounts users = new TextCounts();
      TextCounts types = new TextCounts();
      long shown = KeyCounts.hash(InteractionType.IMPRESSION.value());
      while (rows.next()) {
        InteractionBlock block = rows.block();
        long user = users.hash(block.users(), block.user(rows.row()));
        long time = block.time(rows.row());
        writer.row(
            types.hash(block.types(), block.type(rows.row())) == shown ? ~user : user,
            time == InteractionBlock.NO_TIME ? untimed.toEpochMilli() : time,
            rows.line());
      }
    }
    return lines(file, most);
  }

  private static LineSet lines(Path file, int most) {
    LineSet older = new LineSet();
    String sql = OLDER.replace("$most", Integer.toString(most));
    try (Table found = TableFile.query(file, sql)) {
      for (Optional<TableRow> row = found.next(); row.isPresent(); row = found.next()) {
        if (row.get() instanceof TableRow.Row fields
            && fields.cell("line") instanceof Cell.Whole line) {
          older.add(line.value());
        } else {
          throw new IllegalStateException(file + " has " + row.get());
        }
      }
    }
    return older;
  }
}
