package io.waymark.files;

import io.waymark.interactions.Cell;
import io.waymark.interactions.InteractionBounds;
import io.waymark.interactions.InteractionType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/// Reads interactions of a Parquet file by columns: DuckDB hashes the texts and says which rows are
/// plain, as [ParquetPlan] has it. Of the others it gives all columns, for [InteractionParser] to
/// judge.
final class ParquetInteractions implements AutoCloseable {
  private final DuckDBConnection connection;
  private final ParquetPlan plan;
  private final InteractionBounds bounds;
  private final Columns columns;
  private final DuckDBReadableVector[] vectors = new DuckDBReadableVector[ParquetPlan.RAW];
  private DuckDBPreparedStatement statement;
  private DuckDBChunkedResult result;
  private boolean sorted;
  private long line;
  private int at;
  private int ready;
  private boolean ended;

  private ParquetInteractions(
      DuckDBConnection connection, ParquetPlan plan, InteractionBounds bounds, long line)
      throws SQLException {
    this.connection = connection;
    this.plan = plan;
    this.bounds = bounds;
    this.columns = new Columns(plan.schema().names());
    this.line = line;
    this.statement = prepared(plan.sql(line, bounds));
    this.result = statement.query();
  }

  private DuckDBPreparedStatement prepared(String sql) throws SQLException {
    return connection.prepareStatement(sql).unwrap(DuckDBPreparedStatement.class);
  }

  /// Begins to read.
  ///
  /// @param line behind which; rows before it were read already
  /// @return empty where the file is not of the usual kind, or cannot be read as a whole; row by
  ///   row it shows what comes of it
  static Optional<ParquetInteractions> open(
      DuckDBConnection beside,
      String source,
      ParquetSchema schema,
      long line,
      InteractionBlock block) {
    if (!ParquetPlan.suits(schema)) {
      return Optional.empty();
    }
    try {
      DuckDBConnection own = beside.duplicate().unwrap(DuckDBConnection.class);
      try {
        Optional<ParquetPlan> plan = ParquetPlan.of(own, source, schema);
        if (plan.isPresent()) {
          return Optional.of(new ParquetInteractions(own, plan.get(), block.bounds(), line));
        }
        own.close();
        return Optional.empty();
      } catch (SQLException e) {
        own.close();
        throw e;
      }
    } catch (SQLException unreadable) {
      return Optional.empty();
    }
  }

  /// As [Table#fill].
  boolean fill(InteractionBlock block) {
    while (!block.isFull()) {
      if (at == ready && !nextChunk()) {
        if (line < plan.rows() && !ended) { // DuckDB does not say that it had to stop
          block.add(new TableRow.Unreadable(line + 1, ParquetTable.damaged(line + 1)));
        }
        ended = true;
        return false;
      }
      int view = block.types().number(InteractionType.VIEW.value());
      while (at < ready && !block.isFull()) {
        if (vectors[ParquetPlan.LINE].getLong(at) == line + 1) {
          line++;
          take(block, view);
          at++;
        } else {
          sort();
        }
      }
    }
    return true;
  }

  private boolean nextChunk() {
    if (ended || !result.nextChunk()) {
      return false;
    }
    DuckDBDataChunkReader chunk = result.chunk();
    for (int column = 0; column < vectors.length; column++) {
      vectors[column] = chunk.vector(column);
    }
    at = 0;
    ready = (int) chunk.rowCount();
    return true;
  }

  /// A window over all rows keeps the order of the file, and numbers them in it; should it ever
  /// not, sorting takes long, but it is right.
  private void sort() {
    if (sorted) {
      throw new IllegalStateException("row " + (line + 1) + " is missing");
    }
    try {
      closeQuery();
      sorted = true;
      statement = prepared(plan.sql(line, bounds) + " ORDER BY line");
      result = statement.query();
      at = 0;
      ready = 0;
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB gave rows once, and not again", e);
    }
  }

  private void take(InteractionBlock block, int view) {
    if (vectors[ParquetPlan.PLAIN].getBoolean(at)) {
      write(block, view);
      block.take();
    } else {
      block.add(new TableRow.Row(line, columns, raw()));
    }
  }

  private void write(InteractionBlock block, int view) {
    int row = block.next();
    block.line[row] = line;
    block.user[row] = plan.users().in(block.users(), vectors[ParquetPlan.USER].getLong(at));
    block.item[row] = plan.items().in(block.items(), vectors[ParquetPlan.ITEM].getLong(at));
    int type = plan.types().in(block.types(), vectors[ParquetPlan.TYPE].getLong(at));
    block.type[row] = type < 0 ? view : type;
    block.time[row] = vectors[ParquetPlan.TIME].getLong(at, InteractionBlock.NO_TIME);
    block.rating[row] = decimal(ParquetPlan.RATING);
    block.value[row] = decimal(ParquetPlan.VALUE);
    block.seconds[row] = decimal(ParquetPlan.SECONDS);
    if (plan.hasRare()) {
      block.eventId[row] = text(ParquetPlan.EVENT_ID);
      block.recommendationId[row] = text(ParquetPlan.RECOMMENDATION_ID);
      block.position[row] =
          (int) vectors[ParquetPlan.POSITION].getLong(at, InteractionBlock.NO_POSITION);
    }
    block.further[row] = plan.hasFurther() ? further(block) : 0;
  }

  /// Without the sign of a zero.
  private double decimal(int column) {
    return vectors[column].getDouble(at, Double.NaN) + 0.0;
  }

  private String text(int column) {
    return vectors[column].isNull(at) ? "" : vectors[column].getString(at);
  }

  private long further(InteractionBlock block) {
    long bits = 0;
    for (long left = vectors[ParquetPlan.FURTHER].getLong(at); left != 0; left &= left - 1) {
      bits |= block.bit(plan.further().get(Long.numberOfTrailingZeros(left)));
    }
    return bits;
  }

  private List<Cell> raw() {
    DuckDBDataChunkReader chunk = result.chunk();
    List<Cell> cells = new ArrayList<>(columns.names().size());
    for (int column = 0; column < columns.names().size(); column++) {
      cells.add(plan.schema().kinds().get(column).cell(chunk.vector(ParquetPlan.RAW + column), at));
    }
    return cells;
  }

  private void closeQuery() throws SQLException {
    result.close();
    statement.close();
  }

  @Override
  public void close() {
    ended = true;
    try (connection) {
      closeQuery();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB did not close", e);
    }
  }
}
