package io.waymark.ingest.archive;

import io.waymark.files.DayFile;
import io.waymark.files.Opened;
import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import io.waymark.tenancy.EventId;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Writes accepted interactions in the columns that training reads.
public final class AcceptedParquet implements AutoCloseable {
  /// Names the event of a row; every row has one.
  public static final String EVENT_ID = "event_id";

  private static final List<ParquetColumn> COLUMNS =
      List.of(
          new ParquetColumn("user_key", ParquetColumn.Type.TEXT),
          new ParquetColumn("item_id", ParquetColumn.Type.TEXT),
          new ParquetColumn("interaction_type", ParquetColumn.Type.TEXT),
          new ParquetColumn("timestamp", ParquetColumn.Type.INSTANT),
          new ParquetColumn("rating", ParquetColumn.Type.DOUBLE),
          new ParquetColumn("value", ParquetColumn.Type.DOUBLE),
          new ParquetColumn("duration_seconds", ParquetColumn.Type.DOUBLE),
          new ParquetColumn(EVENT_ID, ParquetColumn.Type.TEXT));

  private static final String ALL =
      COLUMNS.stream()
          .map(column -> '"' + column.name() + '"')
          .collect(Collectors.joining(", ", "SELECT ", " FROM $file"));

  private static final String AS_INTERACTIONS =
      ALL.replace("\"user_key\"", "user_key AS " + InteractionParser.USER_ID);

  private final ParquetWriter writer;

  public AcceptedParquet(Path file) {
    this(ParquetWriter.create(file, COLUMNS));
  }

  private AcceptedParquet(ParquetWriter writer) {
    this.writer = writer;
  }

  /// A file of a day, that stands for the files `replaced`: all that this holds when it is closed.
  public static AcceptedParquet ofDay(Path file, Collection<String> replaced) {
    return new AcceptedParquet(DayFile.writer(file, COLUMNS, replaced));
  }

  /// The rows of such a file.
  public static Opened opened(Path file) {
    return TableFile.select(file, ALL);
  }

  /// The same as interactions, whose users are the keys.
  public static Opened interactions(Path file) {
    return TableFile.select(file, AS_INTERACTIONS);
  }

  /// Adds those rows of another such file that `taken` takes.
  ///
  /// @return whether the file could be read to its end; where not, some rows may be added
  public boolean copyAll(Path file, Predicate<TableRow.Row> taken) {
    return switch (opened(file)) {
      case Opened.Refused _ -> false;
      case Opened.Ready ready -> {
        try (Table table = ready.table()) {
          yield copyAll(table, taken);
        }
      }
    };
  }

  private boolean copyAll(Table table, Predicate<TableRow.Row> taken) {
    for (Optional<TableRow> row = table.next(); row.isPresent(); row = table.next()) {
      switch (row.get()) {
        case TableRow.Row fields -> {
          if (taken.test(fields)) {
            copy(fields);
          }
        }
        case TableRow.Malformed _, TableRow.Unreadable _ -> {
          return false;
        }
      }
    }
    return true;
  }

  private void copy(TableRow.Row row) {
    writer.row(COLUMNS.stream().map(column -> value(row.cell(column.name()))).toArray());
  }

  private static Optional<Object> value(Cell cell) {
    return switch (cell) {
      case Cell.Absent _ -> Optional.empty();
      case Cell.Text text -> Optional.of(text.value());
      case Cell.Decimal number -> Optional.of(number.value());
      case Cell.Moment moment -> Optional.of(moment.value());
      case Cell.Whole _, Cell.Flag _, Cell.Nested _ ->
          throw new IllegalArgumentException("no column of ours holds " + cell.kind());
    };
  }

  public void add(String userKey, EventId id, Interaction interaction) {
    writer.row(
        userKey,
        interaction.item().value(),
        interaction.type().value(),
        interaction.timestamp(),
        interaction.details().rating(),
        interaction.details().value(),
        interaction.details().durationSeconds(),
        id.value());
  }

  public long rows() {
    return writer.rows();
  }

  /// Gives up: no file is written.
  public void discard() {
    writer.discard();
  }

  @Override
  public void close() {
    writer.close();
  }
}
