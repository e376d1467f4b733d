package io.waymark.files;

import java.io.UncheckedIOException;
import java.util.Optional;

/// A text table whose compressed data may end too early or be damaged, which shows only on the way.
final class GuardedTable implements Table {
  private final Table table;
  private long line;
  private boolean ended;

  GuardedTable(Table table) {
    this.table = table;
  }

  @Override
  public FileFormat format() {
    return table.format();
  }

  @Override
  public Optional<TableRow> next() {
    if (ended) {
      return Optional.empty();
    }
    try {
      Optional<TableRow> row = table.next();
      row.ifPresent(each -> line = each.line());
      return row;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof Decompressed.DamagedException) {
        ended = true;
        return Optional.of(new TableRow.Unreadable(line + 1, Refusal.DAMAGED));
      }
      throw e;
    }
  }

  @Override
  public boolean fill(InteractionBlock block) {
    if (ended) {
      return false;
    }
    try {
      return table.fill(block);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof Decompressed.DamagedException) {
        ended = true;
        block.add(new TableRow.Unreadable(Math.max(line, block.lastLine()) + 1, Refusal.DAMAGED));
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    table.close();
  }
}
