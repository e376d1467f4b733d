package io.waymark.ingest.archive;

import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import io.waymark.interactions.Interaction;
import io.waymark.tenancy.EventId;
import java.nio.file.Path;
import java.util.List;

/// Writes accepted interactions in the columns that training reads.
public final class AcceptedParquet implements AutoCloseable {
  private static final List<ParquetColumn> COLUMNS =
      List.of(
          new ParquetColumn("user_key", ParquetColumn.Type.TEXT),
          new ParquetColumn("item_id", ParquetColumn.Type.TEXT),
          new ParquetColumn("interaction_type", ParquetColumn.Type.TEXT),
          new ParquetColumn("timestamp", ParquetColumn.Type.INSTANT),
          new ParquetColumn("rating", ParquetColumn.Type.DOUBLE),
          new ParquetColumn("value", ParquetColumn.Type.DOUBLE),
          new ParquetColumn("duration_seconds", ParquetColumn.Type.DOUBLE),
          new ParquetColumn("event_id", ParquetColumn.Type.TEXT));

  private final ParquetWriter writer;

  public AcceptedParquet(Path file) {
    this.writer = ParquetWriter.create(file, COLUMNS);
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
