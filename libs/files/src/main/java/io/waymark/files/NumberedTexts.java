package io.waymark.files;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Different texts of a column, numbered in a table of DuckDB, so that a text need not come out of
/// it for each row.
final class NumberedTexts {
  /// Where there are more, it would take more than looking at each.
  private static final int MOST = 1 << 20;

  /// Of those that are not allowed.
  private static final int MOST_BAD = 1_000;

  private static final int UNKNOWN = -1;

  private final List<String> texts;

  /// Where the texts stand in `others`, as far as that is known.
  private final int[] places;

  private @Nullable Texts others;

  private NumberedTexts(List<String> texts) {
    this.texts = texts;
    this.places = new int[texts.size()];
  }

  /// Numbers texts, in the table [#table] of the connection, with the columns `number` and `text`.
  ///
  /// @param query gives them as `text`
  /// @param allowed which are numbered
  /// @return empty where there are too many
  static Optional<NumberedTexts> of(
      Connection connection, String name, String query, Predicate<String> allowed)
      throws SQLException {
    List<String> texts = new ArrayList<>();
    List<Integer> bad = new ArrayList<>();
    String table = table(name);
    try (Statement statement = connection.createStatement()) {
      boolean _ =
          statement.execute(
              "CREATE TEMP TABLE %s AS SELECT (row_number() OVER () - 1)::INTEGER AS number, text FROM (SELECT DISTINCT text FROM (%s) WHERE text IS NOT NULL LIMIT %d)"
                  .formatted(table, query, MOST + 1));
      try (ResultSet numbered =
          statement.executeQuery("SELECT text FROM " + table + " ORDER BY number")) {
        while (numbered.next()) {
          String text = numbered.getString(1);
          if (!allowed.test(text)) {
            bad.add(texts.size());
          }
          texts.add(text);
        }
      }
      if (texts.size() > MOST || bad.size() > MOST_BAD) {
        return Optional.empty();
      }
      for (int number : bad) {
        boolean _ = statement.execute("DELETE FROM " + table + " WHERE number = " + number);
      }
    }
    return Optional.of(new NumberedTexts(texts));
  }

  /// The table of a column's texts.
  static String table(String name) {
    return "texts_of_" + name;
  }

  /// Where a text stands in `of`.
  int in(Texts of, int number) {
    if (of != others) {
      others = of;
      Arrays.fill(places, UNKNOWN);
    }
    if (places[number] == UNKNOWN) {
      places[number] = of.number(texts.get(number));
    }
    return places[number];
  }
}
