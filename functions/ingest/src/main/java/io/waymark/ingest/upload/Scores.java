package io.waymark.ingest.upload;

import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.interactions.Cell;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// How the accepted interactions of a file are spread.
///
/// - `users`, `items`: how many there are.
/// - `diversity`: how many items it would take, all equally frequent, to be as unpredictable as
///   these are (the exponential of the entropy), as a share of the items there are. 1 where all are
///   equally frequent, near 0 where a few have nearly everything.
/// - `collapse`: the share of interactions that the most frequent hundredth of the items has.
/// - `density`: the share of user-item pairs that occur.
final class Scores {
  private static final String SQL =
      """
      WITH each AS (SELECT item_id, count(*) AS n, count(DISTINCT user_id) AS pairs
          FROM $file GROUP BY item_id),
        ranked AS (SELECT *, row_number() OVER (ORDER BY n DESC, item_id) AS place,
          sum(n) OVER () AS total, count(*) OVER () AS items FROM each)
      SELECT (SELECT count(DISTINCT user_id) FROM $file) AS users, max(items) AS items,
        exp(-sum(n / total * ln(n / total))) / max(items) AS diversity,
        sum(CASE WHEN place <= ceil(items / 100.0) THEN n ELSE 0 END) / max(total) AS collapse,
        sum(pairs) / ((SELECT count(DISTINCT user_id) FROM $file) * max(items)) AS density
      FROM ranked""";

  private Scores() {}

  /// The scores of the interactions in `spool`; none where it is empty.
  static Map<String, Double> of(Path spool) {
    Map<String, Double> scores = new TreeMap<>();
    try (Table table = TableFile.query(spool, SQL)) {
      table
          .next()
          .ifPresent(
              row -> {
                if (row instanceof TableRow.Row fields) {
                  for (String name : fields.names()) {
                    switch (fields.cell(name)) {
                      case Cell.Whole whole -> scores.put(name, (double) whole.value());
                      case Cell.Decimal number -> scores.put(name, number.value());
                      case Cell.Text text -> scores.put(name, Double.parseDouble(text.value()));
                      case Cell.Absent _, Cell.Flag _, Cell.Moment _, Cell.Nested _ -> {}
                    }
                  }
                }
              });
    }
    return scores;
  }
}
