package io.waymark.ingest.upload;

import io.waymark.files.InteractionFile;
import io.waymark.files.Opened;
import io.waymark.files.RejectedRows;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.erasure.ErasedUsers;
import io.waymark.ingest.event.EventOutcome;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Cells;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.tenancy.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Reads a file of interactions: good rows go to the spool, bad ones to the rejected rows.
final class InteractionReading {
  private static final String BETWEEN = "\u0000"; // stands in no id

  private final InteractionParser parser;
  private final ErasedUsers erased;
  private final InteractionLook looked;
  private final Set<UserId> refused = new HashSet<>();
  private long read;
  private long accepted;
  private long duplicate;

  /// @param catalogue empty where the tenant has none; then no item is unknown
  /// @param erased whose rows are refused
  /// @param receivedAt when the file came
  InteractionReading(
      InteractionParser parser, Catalogue catalogue, ErasedUsers erased, Instant receivedAt) {
    this.looked = new InteractionLook(catalogue, receivedAt);
    this.parser = parser;
    this.erased = erased;
  }

  /// The erased users of whom the file has rows.
  Set<UserId> refused() {
    return Set.copyOf(refused);
  }

  Readout read(Path file, String name, Path spoolFile, Path rejectedFile) throws IOException {
    return switch (TableFile.open(file, name, InteractionParser.REQUIRED)) {
      case Opened.Refused refused -> new Readout.NoTable(refused.refusal());
      case Opened.Ready ready -> read(ready.table(), spoolFile, rejectedFile);
    };
  }

  private Readout read(Table table, Path spoolFile, Path rejectedFile) throws IOException {
    try (InteractionFile rows = new InteractionFile(table, parser);
        HashSet64 seen = new HashSet64(Objects.requireNonNull(spoolFile.getParent()));
        RejectedRows rejected = new RejectedRows(rejectedFile);
        Spool spool = new Spool(spoolFile)) {
      for (Optional<InteractionFile.Outcome> row = rows.next();
          row.isPresent();
          row = rows.next()) {
        read++;
        if (isOfErased(row.get())) { // of which only that is kept
          rejected.add(row.get().line(), List.of(EventOutcome.Erased.REASON), "null");
          continue;
        }
        switch (row.get()) {
          case InteractionFile.Outcome.Unreadable broken -> {
            spool.discard();
            return new Readout.NoTable(broken.refusal());
          }
          case InteractionFile.Outcome.Rejected bad ->
              rejected.add(bad.line(), bad.reasons(), bad.json());
          case InteractionFile.Outcome.Accepted good -> {
            if (seen.add(fingerprint(good.interaction()))) {
              accepted++;
              spool.add(good.line(), good.interaction());
              look(good);
            } else {
              duplicate++;
            }
          }
        }
      }
      return new Readout.Rows(
          table.format(),
          new Counts(read, accepted, duplicate, rejected.count()),
          rejected.byReason(),
          looked.noted(),
          looked.profile(),
          looked.portrait(),
          List.of());
    }
  }

  private boolean isOfErased(InteractionFile.Outcome row) {
    if (erased.isEmpty()) {
      return false;
    }
    Optional<UserId> user =
        switch (row) {
          case InteractionFile.Outcome.Accepted good -> Optional.of(good.interaction().user());
          case InteractionFile.Outcome.Rejected bad -> user(bad.row());
          case InteractionFile.Outcome.Unreadable _ -> Optional.empty();
        };
    boolean ofErased = user.filter(erased::contains).isPresent();
    if (ofErased) {
      refused.add(user.orElseThrow());
    }
    return ofErased;
  }

  /// Of a row that is wrong in another field.
  private static Optional<UserId> user(TableRow row) {
    try {
      return row instanceof TableRow.Row fields
          ? Cells.id(fields.cell(InteractionParser.USER_ID)).map(UserId::new)
          : Optional.empty();
    } catch (IllegalArgumentException noId) {
      return Optional.empty();
    }
  }

  private static byte[] fingerprint(Interaction row) {
    String text =
        row.eventId()
            .map(id -> "id" + BETWEEN + id.value())
            .orElseGet(
                () ->
                    String.join(
                        BETWEEN,
                        "row",
                        row.user().value(),
                        row.item().value(),
                        row.type().value(),
                        row.timestamp().toString(),
                        row.details().toString()));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void look(InteractionFile.Outcome.Accepted good) {
    looked.add(good.interaction());
    lookAtColumns(good.row());
  }

  /// Counts the rows that have a value in a column that is none of ours.
  private void lookAtColumns(TableRow.Row row) {
    List<String> unknown =
        row.names().stream()
            .filter(name -> !InteractionParser.FIELDS.contains(name))
            .filter(name -> !(row.cell(name) instanceof Cell.Absent))
            .toList();
    if (!unknown.isEmpty()) {
      looked.note(Note.UNKNOWN_COLUMNS, unknown);
    }
  }
}
