package io.waymark.ingest.upload;

import io.waymark.files.InteractionBlock;
import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Fields;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The accepted interactions of a file on the local disk, between reading and storing. As Parquet,
/// so that who has which newest events can be asked without holding the file in memory.
final class Spool implements AutoCloseable {
  private static final List<ParquetColumn> COLUMNS =
      List.of(
          new ParquetColumn("line", ParquetColumn.Type.LONG),
          new ParquetColumn("user_id", ParquetColumn.Type.TEXT),
          new ParquetColumn("item_id", ParquetColumn.Type.TEXT),
          new ParquetColumn("interaction_type", ParquetColumn.Type.TEXT),
          new ParquetColumn("timestamp", ParquetColumn.Type.INSTANT),
          new ParquetColumn("rating", ParquetColumn.Type.DOUBLE),
          new ParquetColumn("value", ParquetColumn.Type.DOUBLE),
          new ParquetColumn("duration_seconds", ParquetColumn.Type.DOUBLE),
          new ParquetColumn("event_id", ParquetColumn.Type.TEXT),
          new ParquetColumn("recommendation_id", ParquetColumn.Type.TEXT),
          new ParquetColumn("position", ParquetColumn.Type.LONG));

  /// What was only shown is counted apart: it must not push out what a user did.
  private static final String NEWEST =
      """
      SELECT * EXCLUDE (place) FROM (
        SELECT *, row_number() OVER (
          PARTITION BY user_id, interaction_type = 'impression'
          ORDER BY coalesce("timestamp", TIMESTAMP '$untimed') DESC, line DESC) AS place
        FROM $file)
      WHERE place <= $most""";

  private final ParquetWriter writer;

  Spool(Path file) {
    this.writer = ParquetWriter.create(file, COLUMNS);
  }

  /// A row of the file.
  record Line(long line, Interaction interaction) {}

  /// Adds a row.
  void add(InteractionBlock block, int row) {
    writer.row(
        block.line(row),
        block.users().text(block.user(row)),
        block.items().text(block.item(row)),
        block.types().text(block.type(row)),
        block.time(row) == InteractionBlock.NO_TIME ? null : Instant.ofEpochMilli(block.time(row)),
        number(block.rating(row)),
        number(block.value(row)),
        number(block.durationSeconds(row)),
        block.eventId(row).map(EventId::value),
        block.recommendationId(row),
        block.position(row) < 0 ? null : (long) block.position(row));
  }

  private static @Nullable Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }

  @Override
  public void close() {
    writer.close();
  }

  /// Gives up: no file is written.
  void discard() {
    writer.discard();
  }

  /// All rows, in the order of their lines.
  static Lines all(Path file) {
    return new Lines(TableFile.query(file, "SELECT * FROM $file"));
  }

  /// The newest rows of each user, in no order.
  ///
  /// @param untimed the time of rows that have none
  static Lines newest(Path file, int most, Instant untimed) {
    String sql =
        NEWEST
            .replace("$untimed", untimed.truncatedTo(ChronoUnit.MILLIS).toString())
            .replace("$most", Integer.toString(most));
    return new Lines(TableFile.query(file, sql));
  }

  /// One row for each user, item and type, of the types in `types`.
  static Lines once(Path file, Set<String> types) {
    String list =
        types.stream()
            .map(type -> "'" + new InteractionType(type).value() + "'")
            .sorted()
            .collect(Collectors.joining(", "));
    return new Lines(
        TableFile.query(
            file,
            "SELECT min(line) AS line, user_id, item_id, interaction_type FROM $file"
                + " WHERE interaction_type IN ("
                + list
                + ") GROUP BY ALL"));
  }

  /// Rows being read.
  record Lines(Table table) implements AutoCloseable {
    Optional<Line> next() {
      return table.next().map(Lines::line);
    }

    private static Line line(TableRow row) {
      return switch (row) {
        case TableRow.Row fields -> new Line(whole(fields, "line"), interaction(fields));
        case TableRow.Malformed bad -> throw new IllegalStateException(bad.reason().message());
        case TableRow.Unreadable bad -> throw new IllegalStateException(bad.refusal().message());
      };
    }

    @Override
    public void close() {
      table.close();
    }
  }

  private static Interaction interaction(Fields fields) {
    return new Interaction(
        new UserId(text(fields, "user_id").orElseThrow()),
        new ItemId(text(fields, "item_id").orElseThrow()),
        new InteractionType(text(fields, "interaction_type").orElseThrow()),
        fields.cell("timestamp") instanceof Cell.Moment moment
            ? Optional.of(moment.value())
            : Optional.empty(),
        new InteractionDetails(
            number(fields, "rating"),
            number(fields, "value"),
            number(fields, "duration_seconds"),
            text(fields, "recommendation_id"),
            fields.cell("position") instanceof Cell.Whole whole
                ? OptionalInt.of((int) whole.value())
                : OptionalInt.empty()),
        text(fields, "event_id").map(EventId::new));
  }

  private static Optional<String> text(Fields fields, String name) {
    return fields.cell(name) instanceof Cell.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  private static OptionalDouble number(Fields fields, String name) {
    return fields.cell(name) instanceof Cell.Decimal decimal
        ? OptionalDouble.of(decimal.value())
        : OptionalDouble.empty();
  }

  private static long whole(Fields fields, String name) {
    return fields.cell(name) instanceof Cell.Whole whole ? whole.value() : 0;
  }
}
