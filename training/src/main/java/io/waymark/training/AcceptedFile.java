package io.waymark.training;

import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import io.waymark.interactions.Interaction;
import java.nio.file.Path;
import java.util.List;

/// Writes interactions that count as Parquet, in the columns by which others than this process
/// learn from them; the files that `ingest` leaves have these too, with `user_key` for `user_id`.
public final class AcceptedFile implements AutoCloseable {
  private static final List<ParquetColumn> COLUMNS =
      List.of(
          new ParquetColumn("user_id", ParquetColumn.Type.TEXT),
          new ParquetColumn("item_id", ParquetColumn.Type.TEXT),
          new ParquetColumn("interaction_type", ParquetColumn.Type.TEXT),
          new ParquetColumn("timestamp", ParquetColumn.Type.INSTANT),
          new ParquetColumn("rating", ParquetColumn.Type.DOUBLE));

  private final ParquetWriter writer;

  /// The file is there when [#close] has returned.
  public AcceptedFile(Path file) {
    this.writer = ParquetWriter.create(file, COLUMNS);
  }

  public void add(Interaction interaction) {
    writer.row(
        interaction.user().value(),
        interaction.item().value(),
        interaction.type().value(),
        interaction.timestamp(),
        interaction.details().rating());
  }

  /// Gives up; without effect once closed.
  public void discard() {
    writer.discard();
  }

  @Override
  public void close() {
    writer.close();
  }
}
