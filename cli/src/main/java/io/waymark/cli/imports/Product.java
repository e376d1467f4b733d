package io.waymark.cli.imports;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Whose export a file is. What each of them writes, and where that is documented, stands in
/// `docs/how-to/import.md`.
public enum Product {
  PERSONALIZE,
  GORSE,
  METARANK,
  RECOMBEE,
  /// A table of anybody's, with columns that the caller names.
  TABLE;

  /// @param columns own names by those of the file; for [#TABLE] alone
  Mapping mapping(Path file, EventTypes types, LeftOut leftOut, Map<String, String> columns) {
    return switch (this) {
      case PERSONALIZE -> new PersonalizeMapping(types, leftOut);
      case GORSE -> new GorseMapping(types, leftOut);
      case METARANK -> new MetarankMapping(types, leftOut);
      case RECOMBEE -> RecombeeMapping.of(file, types, leftOut);
      case TABLE -> new TableMapping(types, columns);
    };
  }

  /// Whether several rows may be about one item, of which the later ones complete the earlier.
  boolean updatesItems() {
    return switch (this) {
      case METARANK -> true;
      case PERSONALIZE, GORSE, RECOMBEE, TABLE -> false;
    };
  }

  /// As it stands on the command line.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
