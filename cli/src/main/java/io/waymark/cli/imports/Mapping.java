package io.waymark.cli.imports;

/// What one row of another product's file is to us. One instance a file.
interface Mapping {
  Mapped map(ForeignRow row);
}
