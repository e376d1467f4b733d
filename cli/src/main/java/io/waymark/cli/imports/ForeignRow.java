package io.waymark.cli.imports;

import io.waymark.files.TableRow;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Cells;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A row whose fields are found however they are spelt: `USER_ID`, `userId` and `UserId` are all
/// `userid`. Of two that are spelt alike but for that, the first counts.
final class ForeignRow {
  private final TableRow.Row row;
  private final Names names;

  private ForeignRow(TableRow.Row row, Names names) {
    this.row = row;
    this.names = names;
  }

  /// Own names by plain ones, of all rows with the same columns.
  private record Names(List<String> own, Map<String, String> byPlain) {
    static final Names NONE = new Names(List.of(), Map.of());

    static Names of(List<String> own) {
      Map<String, String> byPlain = new HashMap<>();
      own.forEach(name -> byPlain.putIfAbsent(plain(name), name));
      return new Names(own, byPlain);
    }
  }

  /// Makes the rows of one file. Not for several threads.
  static final class Rows {
    private Names last = Names.NONE;

    ForeignRow of(TableRow.Row row) {
      List<String> own = row.columns().names();
      if (!last.own().equals(own)) {
        last = Names.of(own);
      }
      return new ForeignRow(row, last);
    }
  }

  /// Without case and without what stands between words.
  static String plain(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    for (int at = 0; at < name.length(); at++) {
      char character = name.charAt(at);
      if (character != '_' && character != '-' && character != ' ') {
        plain.append(character);
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  /// Whether there is such a field, with a value or not.
  boolean has(String plain) {
    return names.byPlain().containsKey(plain);
  }

  /// The first of these that has a value.
  Cell cell(String... plain) {
    for (String each : plain) {
      String own = names.byPlain().get(each);
      if (own != null && !(row.cell(own) instanceof Cell.Absent)) {
        return row.cell(own);
      }
    }
    return Cell.ABSENT;
  }

  /// Under its own name.
  Cell own(String name) {
    return row.cell(name);
  }

  Optional<String> text(String... plain) {
    return Cells.id(cell(plain));
  }

  Collection<String> ownNames() {
    return row.names();
  }
}
