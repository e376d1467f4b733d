package io.waymark.training;

import io.waymark.files.InteractionBlock;
import io.waymark.files.InteractionBlocks;
import io.waymark.files.InteractionFile;
import io.waymark.files.InteractionFile.Outcome;
import io.waymark.files.Opened;
import io.waymark.files.Refusal;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.interactions.Cells;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.RejectionReason;
import io.waymark.interactions.WeightColumn;
import io.waymark.tenancy.UserId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/// Interactions out of files, by the rules an upload is held to: what `ingest` accepts counts, and
/// nothing else does.
public final class InteractionFiles {
  /// Accepted interactions stand under keys instead of users, and training asks for no more than
  /// this: their ids are half of the file.
  private static final String ACCEPTED =
      "SELECT user_key AS user_id, item_id, interaction_type, \"timestamp\", rating FROM $file";

  private final InteractionParser parser;

  /// @param clock says which times are in the future
  public InteractionFiles(Clock clock) {
    this.parser = new InteractionParser(clock);
  }

  /// The rows of a file as it would be uploaded.
  ///
  /// @throws UnreadableFileException where it is no table of interactions, saying why
  public InteractionRows rows(Path file) throws IOException {
    InteractionRows rows = new InteractionRows();
    readBlocks(file, Tables.opened(file, InteractionParser.REQUIRED), rows::add);
    return rows;
  }

  /// As above, for whoever wants to see what counts.
  ///
  /// @param counting gets each interaction, in the order of the file
  public InteractionRows rows(Path file, Consumer<Interaction> counting) throws IOException {
    InteractionRows rows = new InteractionRows();
    readBlocks(
        file,
        Tables.opened(file, InteractionParser.REQUIRED),
        block -> {
          rows.add(block);
          for (int row = 0; row < block.size(); row++) {
            counting.accept(block.interaction(row));
          }
        });
    return rows;
  }

  /// The rows of the Parquet files in which `ingest` leaves what it accepted.
  ///
  /// @throws UnreadableFileException where one is damaged
  public InteractionRows accepted(List<Path> files) throws IOException {
    InteractionRows rows = new InteractionRows();
    for (Path file : files) {
      readBlocks(file, TableFile.select(file, ACCEPTED), rows::add);
    }
    return rows;
  }

  /// Histories to recommend for.
  ///
  /// @param users everyone the file names, in its order, also who did nothing that counts
  public record Histories(Set<String> users, InteractionRows rows) {}

  /// The rows of a file of interactions which may have a further column, [WeightColumn].
  ///
  /// @throws UnreadableFileException where it is no table of interactions, saying why
  public Histories histories(Path file) throws IOException {
    InteractionRows rows = new InteractionRows();
    Set<String> users = new LinkedHashSet<>();
    read(
        file,
        Tables.opened(file, InteractionParser.REQUIRED),
        each -> {
          user(each).ifPresent(users::add);
          takeWeighted(each, rows);
        });
    return new Histories(users, rows);
  }

  private static void take(Outcome outcome, InteractionRows rows) {
    switch (outcome) {
      case Outcome.Accepted good -> rows.add(good.interaction());
      case Outcome.Rejected bad -> rows.passedOver().add(bad.line(), bad.reasons().getFirst());
      case Outcome.Unreadable broken -> throw new IllegalArgumentException(broken.toString());
    }
  }

  private static void takeWeighted(Outcome outcome, InteractionRows rows) {
    if (!(outcome instanceof Outcome.Accepted good)) {
      take(outcome, rows);
      return;
    }
    List<RejectionReason> reasons = new ArrayList<>(0);
    OptionalDouble weight = WeightColumn.read(good.row(), reasons);
    if (!reasons.isEmpty()) {
      rows.passedOver().add(good.line(), reasons.getFirst());
    } else if (weight.isPresent()) {
      rows.add(good.interaction(), (float) weight.getAsDouble());
    } else {
      take(outcome, rows);
    }
  }

  private static Optional<String> user(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted good -> Optional.of(good.interaction().user().value());
      case Outcome.Rejected bad ->
          bad.row() instanceof TableRow.Row row
              ? Cells.id(row.cell(InteractionParser.USER_ID)).filter(InteractionFiles::isUser)
              : Optional.empty();
      case Outcome.Unreadable _ -> Optional.empty();
    };
  }

  private static boolean isUser(String text) {
    try {
      return !new UserId(text).value().isEmpty();
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private void read(Path file, Opened opened, Consumer<Outcome> each) throws IOException {
    Optional<Refusal> refusal = Tables.reading(() -> InteractionFile.read(opened, parser, each));
    if (refusal.isPresent()) {
      throw new UnreadableFileException(file, refusal.orElseThrow().message());
    }
  }

  private void readBlocks(Path file, Opened opened, Consumer<InteractionBlock> each)
      throws IOException {
    Optional<Refusal> refusal = Tables.reading(() -> InteractionBlocks.read(opened, parser, each));
    if (refusal.isPresent()) {
      throw new UnreadableFileException(file, refusal.orElseThrow().message());
    }
  }
}
