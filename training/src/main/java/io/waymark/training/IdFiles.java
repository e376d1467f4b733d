package io.waymark.training;

import io.waymark.files.TableRow;
import io.waymark.interactions.Cells;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.RejectionReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/// Files of which ids alone count, or ids in an order.
public final class IdFiles {
  private static final String RANK = "rank";
  private static final String SCORE = "score";

  private IdFiles() {}

  /// One row of a list of recommendations or of held-out items.
  public interface RankedRow {
    /// Takes one row.
    ///
    /// @param position what lists are sorted by, lower first; 0 throughout where the file has
    ///   neither `rank` nor `score`
    void take(String user, String item, double position);
  }

  /// Calls `each` for every row of a file of `user_id`, `item_id` and perhaps `rank` or `score`, in
  /// the order of the file.
  ///
  /// @return the rows that do not name a user and an item
  /// @throws UnreadableFileException where the file is no such table, or a rank no number
  public static PassedOver readRanked(Path file, RankedRow each) throws IOException {
    PassedOver passedOver = new PassedOver();
    Tables.read(
        file,
        InteractionParser.REQUIRED,
        passedOver,
        row -> {
          Optional<String> user = Cells.id(row.cell(InteractionParser.USER_ID));
          Optional<String> item = Cells.id(row.cell(InteractionParser.ITEM_ID));
          if (user.isPresent() && item.isPresent()) {
            each.take(user.get(), item.get(), position(file, row));
          } else {
            String missing =
                user.isPresent() ? InteractionParser.ITEM_ID : InteractionParser.USER_ID;
            passedOver.add(row.line(), new RejectionReason(missing, "missing", "is required"));
          }
        });
    return passedOver;
  }

  private static double position(Path file, TableRow.Row row) throws UnreadableFileException {
    if (row.names().contains(RANK)) {
      return number(file, row, RANK);
    }
    return row.names().contains(SCORE) ? -number(file, row, SCORE) : 0;
  }

  private static double number(Path file, TableRow.Row row, String column)
      throws UnreadableFileException {
    OptionalDouble number = Cells.number(row.cell(column));
    if (number.isEmpty()) {
      throw new UnreadableFileException(
          file, "has in line %d a %s that is no number".formatted(row.line(), column));
    }
    return number.getAsDouble();
  }
}
