package io.waymark.files;

import io.waymark.interactions.InteractionParser;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads interactions out of a file, thousands at a time: what most rows of a file look like is
/// taken straight into columns, by the rules of [InteractionParser]; what looks otherwise goes by
/// way of [TableRow], as all rows of an [InteractionFile] do. Both give the same.
public final class InteractionBlocks implements AutoCloseable {
  private final Table table;
  private final InteractionBlock block;
  private boolean more = true;

  /// Reads interactions out of `table`, which it closes with itself.
  public InteractionBlocks(Table table, InteractionParser parser) {
    this.table = table;
    this.block = new InteractionBlock(parser);
  }

  /// Hands all of a table to `each`, part by part; a part is gone when the next is handed on.
  ///
  /// @return why the file is no table, or breaks off; what was handed on before is worth nothing
  public static Optional<Refusal> read(
      Opened opened, InteractionParser parser, Consumer<InteractionBlock> each) {
    return switch (opened) {
      case Opened.Refused refused -> Optional.of(refused.refusal());
      case Opened.Ready ready -> {
        try (InteractionBlocks blocks = new InteractionBlocks(ready.table(), parser)) {
          while (blocks.next()) {
            each.accept(blocks.block());
          }
          yield blocks.block().end().map(InteractionFile.Outcome.Unreadable::refusal);
        }
      }
    };
  }

  /// Reads on.
  ///
  /// @return false where nothing was left; else [#block] has it
  public boolean next() {
    if (!more || block.end().isPresent()) {
      return false;
    }
    block.clear();
    more = table.fill(block);
    return more || block.size() > 0 || !block.rejected().isEmpty() || block.end().isPresent();
  }

  /// What was read last; [#next] writes over it.
  public InteractionBlock block() {
    return block;
  }

  @Override
  public void close() {
    table.close();
  }
}
