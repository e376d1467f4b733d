package io.waymark.files;

import io.waymark.interactions.Cell;
import io.waymark.interactions.InteractionBounds;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.InteractionType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/// Reads interactions of a Parquet file by columns: DuckDB hashes the texts, as [ParquetPlan] has
/// it. A row is plain where nothing is wrong with it, and is known to be so without
/// [InteractionParser]; the others are for that to judge, from all their columns.
final class ParquetInteractions implements AutoCloseable {
  private final DuckDBConnection connection;
  private final ParquetPlan plan;
  private final InteractionBounds bounds;
  private final Columns columns;
  private final boolean rated;
  private final boolean valued;
  private final boolean timed;
  private final boolean rare;
  private final boolean further;
  private final Names users = new Names();
  private final Names items = new Names();
  private final Names types = new Names();
  private final DuckDBReadableVector[] vectors;
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
    this.vectors = new DuckDBReadableVector[ParquetPlan.RAW + columns.names().size()];
    this.rated = plan.has(InteractionParser.RATING);
    this.valued = plan.has(InteractionParser.VALUE);
    this.timed = plan.has(InteractionParser.DURATION_SECONDS);
    this.rare = plan.hasRare();
    this.further = plan.hasFurther();
    this.line = line;
    this.statement = prepared(plan.sql(line));
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
          throwWhereMachineFailed();
          block.add(new TableRow.Unreadable(line + 1, ParquetTable.damaged(line + 1)));
        }
        ended = true;
        return false;
      }
      users.find(plan.users(), block.users());
      items.find(plan.items(), block.items());
      types.find(plan.types(), block.types());
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

  /// Asks for what is left in the way that says why it cannot be had.
  private void throwWhereMachineFailed() {
    try (Statement again = connection.createStatement();
        ResultSet rows = again.executeQuery(plan.sql(line))) {
      while (rows.next()) {
        // as far as it goes
      }
    } catch (SQLException e) {
      Duck.throwWhereMachineFailed(e);
      return;
    }
    throw new UncheckedIOException(new IOException("DuckDB stopped in the middle of a file"));
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
    users.read(ParquetPlan.USER);
    items.read(ParquetPlan.ITEM);
    types.read(ParquetPlan.TYPE);
    return true;
  }

  /// The texts of a column in the rows that are ready.
  private final class Names {
    private long[] hashes = {};
    private int[] places = {};

    void read(int column) {
      if (hashes.length < ready) {
        hashes = new long[ready];
        places = new int[ready];
      }
      for (int row = 0; row < ready; row++) {
        hashes[row] = vectors[column].getLong(row);
      }
    }

    void find(HashedTexts texts, Texts of) {
      texts.in(of, hashes, at, ready, places);
    }
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
      statement = prepared(plan.sql(line) + " ORDER BY line");
      result = statement.query();
      at = 0;
      ready = 0;
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB gave rows once, and not again", e);
    }
  }

  private void take(InteractionBlock block, int view) {
    if (write(block, view)) {
      block.take();
    } else {
      block.add(new TableRow.Row(line, columns, raw()));
    }
  }

  /// Writes a row into the block.
  ///
  /// @return whether it is plain; else it is to be written again, from [#raw]
  private boolean write(InteractionBlock block, int view) {
    int row = block.next();
    block.line[row] = line;
    block.user[row] = users.places[at];
    block.item[row] = items.places[at];
    block.type[row] = types.places[at] < 0 ? view : types.places[at];
    block.further[row] = further ? further(block) : 0;
    return users.places[at] >= 0
        && items.places[at] >= 0
        && (types.places[at] >= 0 || isTypeless())
        && writeTime(block, row)
        && writeNumbers(block, row)
        && (!rare || writeRare(block, row));
  }

  private boolean isTypeless() {
    int column = columns.names().indexOf(InteractionParser.TYPE);
    return column < 0 || text(ParquetPlan.RAW + column).isEmpty();
  }

  private boolean writeTime(InteractionBlock block, int row) {
    boolean absent = vectors[ParquetPlan.TIME].isNull(at);
    long time = absent ? InteractionBlock.NO_TIME : vectors[ParquetPlan.TIME].getLong(at);
    block.time[row] = time;
    // The last millisecond is decided by parts of it.
    return absent || (bounds.isTime(time) && time < bounds.latest());
  }

  private boolean writeNumbers(InteractionBlock block, int row) {
    double rating = rated ? decimal(ParquetPlan.RATING) : Double.NaN;
    double value = valued ? decimal(ParquetPlan.VALUE) : Double.NaN;
    double seconds = timed ? decimal(ParquetPlan.SECONDS) : Double.NaN;
    block.rating[row] = rating;
    block.value[row] = value;
    block.seconds[row] = seconds;
    return (!rated || bounds.isRating(rating) || vectors[ParquetPlan.RATING].isNull(at))
        && (!valued || bounds.isValue(value) || vectors[ParquetPlan.VALUE].isNull(at))
        && (!timed || bounds.isDuration(seconds) || vectors[ParquetPlan.SECONDS].isNull(at));
  }

  /// Without the sign of a zero.
  private double decimal(int column) {
    return vectors[column].getDouble(at, Double.NaN) + 0.0;
  }

  private boolean writeRare(InteractionBlock block, int row) {
    boolean placed = !vectors[ParquetPlan.POSITION].isNull(at);
    long position =
        placed ? vectors[ParquetPlan.POSITION].getLong(at) : InteractionBlock.NO_POSITION;
    boolean plain =
        (!placed || (position >= 0 && position <= InteractionBounds.MOST_POSITION))
            && vectors[ParquetPlan.NAMED].getBoolean(at);
    if (plain) {
      block.eventId[row] = text(ParquetPlan.EVENT_ID);
      block.recommendationId[row] = text(ParquetPlan.RECOMMENDATION_ID);
      block.position[row] = (int) position;
    }
    return plain;
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
    List<Cell> cells = new ArrayList<>(columns.names().size());
    for (int column = 0; column < columns.names().size(); column++) {
      cells.add(plan.schema().kinds().get(column).cell(vectors[ParquetPlan.RAW + column], at));
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
