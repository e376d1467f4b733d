package io.waymark.files;

import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.ParsedInteraction;
import io.waymark.interactions.RejectionReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads interactions out of a file, row by row.
public final class InteractionFile implements AutoCloseable {
  private final Table table;
  private final InteractionParser parser;

  /// Reads interactions out of `table`, which it closes with itself.
  public InteractionFile(Table table, InteractionParser parser) {
    this.table = table;
    this.parser = parser;
  }

  /// What became of one row.
  public sealed interface Outcome {
    long line();

    /// An interaction.
    ///
    /// @param row what it was read from, which may have further columns
    record Accepted(TableRow.Row row, Interaction interaction) implements Outcome {
      @Override
      public long line() {
        return row.line();
      }
    }

    /// Not an interaction.
    ///
    /// @param reasons at least one
    record Rejected(TableRow row, List<RejectionReason> reasons) implements Outcome {
      public Rejected {
        reasons = List.copyOf(reasons);
      }

      @Override
      public long line() {
        return row.line();
      }

      /// The row as JSON: an object, or a string where it could not be taken apart.
      public String json() {
        return switch (row) {
          case TableRow.Row fields -> fields.json();
          case TableRow.Malformed bad -> bad.json();
          case TableRow.Unreadable broken -> throw new IllegalStateException(broken.toString());
        };
      }
    }

    /// The rest of the file cannot be read.
    record Unreadable(long line, Refusal refusal) implements Outcome {}
  }

  /// Hands every row of `file` to `each`, in the file's order.
  ///
  /// @return why the file is no table, or breaks off; what was handed on before is worth nothing
  public static Optional<Refusal> read(
      Path file, InteractionParser parser, Consumer<Outcome> each) {
    return read(TableFile.open(file, InteractionParser.REQUIRED), parser, each);
  }

  /// As above, of a table that was opened already.
  public static Optional<Refusal> read(
      Opened opened, InteractionParser parser, Consumer<Outcome> each) {
    return switch (opened) {
      case Opened.Refused refused -> Optional.of(refused.refusal());
      case Opened.Ready ready -> {
        try (InteractionFile rows = new InteractionFile(ready.table(), parser)) {
          yield rows.readAll(each);
        }
      }
    };
  }

  private Optional<Refusal> readAll(Consumer<Outcome> each) {
    for (Optional<Outcome> row = next(); row.isPresent(); row = next()) {
      if (row.get() instanceof Outcome.Unreadable broken) {
        return Optional.of(broken.refusal());
      }
      each.accept(row.get());
    }
    return Optional.empty();
  }

  /// The next row; empty after the last.
  public Optional<Outcome> next() {
    return table.next().map(row -> outcome(row, parser));
  }

  /// What a row is.
  static Outcome outcome(TableRow row, InteractionParser parser) {
    return switch (row) {
      case TableRow.Unreadable broken -> new Outcome.Unreadable(broken.line(), broken.refusal());
      case TableRow.Malformed bad -> new Outcome.Rejected(bad, List.of(bad.reason()));
      case TableRow.Row fields ->
          switch (parser.parse(fields)) {
            case ParsedInteraction.Accepted good ->
                new Outcome.Accepted(fields, good.interaction());
            case ParsedInteraction.Rejected bad -> new Outcome.Rejected(fields, bad.reasons());
          };
    };
  }

  @Override
  public void close() {
    table.close();
  }
}
