package io.waymark.ingest.upload;

import io.waymark.files.InteractionBlock;
import io.waymark.files.InteractionBlocks;
import io.waymark.files.Opened;
import io.waymark.files.TableFile;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import java.nio.file.Path;

/// The accepted interactions of a file that was read to its end: they are read from it again
/// whenever they are needed, which costs less than keeping them in another place.
///
/// @param name under which the file came
/// @param parser the one it was read by; takes the same rows again
/// @param passedOver lines that were not accepted although they are interactions: those that an
///   earlier line says too, and those of erased users
/// @param size how many there are
record AcceptedLines(
    Path file, String name, InteractionParser parser, LineSet passedOver, long size) {
  /// A row of the file.
  record Line(long line, Interaction interaction) {}

  /// All of them, in the order of the file.
  ///
  /// @throws IllegalStateException here or at its end where the file says something else now
  Reader read() {
    return switch (TableFile.open(file, name, InteractionParser.REQUIRED)) {
      case Opened.Ready ready -> new Reader(new InteractionBlocks(ready.table(), parser), this);
      case Opened.Refused refused ->
          throw new IllegalStateException(name + " " + refused.refusal().message());
    };
  }

  /// Stands at one row after the other.
  static final class Reader implements AutoCloseable {
    private final InteractionBlocks blocks;
    private final AcceptedLines lines;
    private int row = -1;
    private long read;

    private Reader(InteractionBlocks blocks, AcceptedLines lines) {
      this.blocks = blocks;
      this.lines = lines;
    }

    /// Goes on to the next row.
    ///
    /// @return false where there is none
    boolean next() {
      do {
        row++;
        while (row >= block().size()) {
          if (!blocks.next()) {
            requireAll();
            return false;
          }
          row = 0;
        }
      } while (lines.passedOver().contains(line()));
      read++;
      return true;
    }

    private void requireAll() {
      if (read != lines.size()) {
        throw new IllegalStateException(
            "%s has %d good rows now, and had %d".formatted(lines.name(), read, lines.size()));
      }
    }

    /// What has the row, in columns.
    InteractionBlock block() {
      return blocks.block();
    }

    /// The place of the row in [#block].
    int row() {
      return row;
    }

    /// Where the row stands in the file.
    long line() {
      return block().line(row);
    }

    /// The row as an object of its own.
    Line whole() {
      return new Line(line(), block().interaction(row));
    }

    @Override
    public void close() {
      blocks.close();
    }
  }
}
