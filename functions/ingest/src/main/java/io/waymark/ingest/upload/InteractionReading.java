package io.waymark.ingest.upload;

import io.waymark.files.InteractionFile;
import io.waymark.files.Opened;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.InteractionWeights;
import io.waymark.model.catalogue.Catalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Reads a file of interactions: good rows go to the spool, bad ones to the rejected rows.
final class InteractionReading {
  private static final String BETWEEN = "\u0000"; // stands in no id

  private final InteractionParser parser;
  private final Catalogue catalogue;
  private final Tally unknownItems = new Tally();
  private final Tally unknownTypes = new Tally();
  private final Tally untimed = new Tally();
  private long read;
  private long accepted;
  private long duplicate;

  /// @param catalogue empty where the tenant has none; then no item is unknown
  InteractionReading(InteractionParser parser, Catalogue catalogue) {
    this.parser = parser;
    this.catalogue = catalogue;
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
              look(good.interaction());
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
          findings(),
          List.of());
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

  private void look(Interaction row) {
    if (!catalogue.isEmpty() && !catalogue.contains(row.item())) {
      unknownItems.add(row.item().value());
    }
    if (!InteractionWeights.known(row.type())) {
      unknownTypes.add(row.type().value());
    }
    if (row.timestamp().isEmpty()) {
      untimed.add(row.user().value());
    }
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (unknownItems.rows() > 0) {
      findings.add(
          new Finding(
              "unknown_items",
              "items that are not in the catalogue cannot be recommended: "
                  + unknownItems.examples(),
              unknownItems.rows()));
    }
    if (unknownTypes.rows() > 0) {
      findings.add(
          new Finding(
              "unknown_types",
              "types without a weight of their own weigh 1: " + unknownTypes.examples(),
              unknownTypes.rows()));
    }
    if (untimed.rows() > 0) {
      findings.add(
          new Finding(
              "without_time",
              "rows without a timestamp cannot be ordered; training cuts at random where all are",
              untimed.rows()));
    }
    return findings;
  }
}
