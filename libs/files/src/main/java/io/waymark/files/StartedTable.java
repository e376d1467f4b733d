package io.waymark.files;

import java.util.Optional;

/// A table whose first row was looked at already.
final class StartedTable implements Table {
  private Optional<TableRow> first;
  private final Table rest;

  StartedTable(TableRow first, Table rest) {
    this.first = Optional.of(first);
    this.rest = rest;
  }

  @Override
  public FileFormat format() {
    return rest.format();
  }

  @Override
  public Optional<TableRow> next() {
    if (first.isPresent()) {
      Optional<TableRow> row = first;
      first = Optional.empty();
      return row;
    }
    return rest.next();
  }

  @Override
  public boolean fill(InteractionBlock block) {
    first.ifPresent(block::add);
    first = Optional.empty();
    return rest.fill(block);
  }

  @Override
  public void close() {
    rest.close();
  }
}
