package io.waymark.files;

import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.ParsedInteraction;
import io.waymark.interactions.RejectionReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    record Accepted(long line, Interaction interaction) implements Outcome {}

    /// Not an interaction.
    ///
    /// @param json the row as JSON: an object, or a string where it could not be taken apart
    record Rejected(long line, List<RejectionReason> reasons, String json) implements Outcome {
      public Rejected {
        reasons = List.copyOf(reasons);
      }
    }

    /// The rest of the file cannot be read.
    record Unreadable(long line, Refusal refusal) implements Outcome {}
  }

  /// What reading a whole file came to.
  public sealed interface Summary {
    /// Every row was looked at.
    ///
    /// @param read all rows, the rejected ones included
    /// @param rejectedByReason each rejected row under its first reason
    record Read(long read, long accepted, Map<String, Long> rejectedByReason) implements Summary {
      public Read {
        rejectedByReason = Map.copyOf(rejectedByReason);
      }
    }

    /// No table, or one that breaks off; what was handed on before is worth nothing.
    record Refused(Refusal refusal) implements Summary {}
  }

  /// Hands every good row of `file` to `each`, in the file's order.
  public static Summary read(Path file, InteractionParser parser, Consumer<Interaction> each) {
    return switch (TableFile.open(file, InteractionParser.REQUIRED)) {
      case Opened.Refused refused -> new Summary.Refused(refused.refusal());
      case Opened.Ready ready -> {
        try (InteractionFile rows = new InteractionFile(ready.table(), parser)) {
          yield rows.readAll(each);
        }
      }
    };
  }

  private Summary readAll(Consumer<Interaction> each) {
    long read = 0;
    long accepted = 0;
    Map<String, Long> rejected = new TreeMap<>();
    for (Optional<Outcome> row = next(); row.isPresent(); row = next()) {
      read++;
      switch (row.get()) {
        case Outcome.Accepted good -> {
          accepted++;
          each.accept(good.interaction());
        }
        case Outcome.Rejected bad -> rejected.merge(bad.reasons().getFirst().key(), 1L, Long::sum);
        case Outcome.Unreadable broken -> {
          return new Summary.Refused(broken.refusal());
        }
      }
    }
    return new Summary.Read(read, accepted, rejected);
  }

  /// The next row; empty after the last.
  public Optional<Outcome> next() {
    return table.next().map(this::outcome);
  }

  private Outcome outcome(TableRow row) {
    return switch (row) {
      case TableRow.Unreadable broken -> new Outcome.Unreadable(broken.line(), broken.refusal());
      case TableRow.Malformed bad ->
          new Outcome.Rejected(bad.line(), List.of(bad.reason()), bad.json());
      case TableRow.Row fields ->
          switch (parser.parse(fields)) {
            case ParsedInteraction.Accepted good ->
                new Outcome.Accepted(fields.line(), good.interaction());
            case ParsedInteraction.Rejected bad ->
                new Outcome.Rejected(fields.line(), bad.reasons(), fields.json());
          };
    };
  }

  @Override
  public void close() {
    table.close();
  }
}
