package io.waymark.ingest.upload;

import io.waymark.files.InteractionBlock;
import io.waymark.files.InteractionBlocks;
import io.waymark.files.InteractionFile.Outcome;
import io.waymark.files.Opened;
import io.waymark.files.RejectedRows;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.erasure.ErasedUsers;
import io.waymark.ingest.event.EventOutcome;
import io.waymark.ingest.quality.Counts;
import io.waymark.ingest.quality.InteractionColumns;
import io.waymark.ingest.quality.InteractionLook;
import io.waymark.ingest.quality.KeyCounts;
import io.waymark.interactions.Cells;
import io.waymark.interactions.InteractionParser;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.tenancy.UserId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Reads a file of interactions: looks at good rows, and writes bad ones down.
final class InteractionReading {
  /// Tells a row's name from what a row says.
  private static final long NAMED = 0x6e616d6564L;

  private final InteractionParser parser;
  private final ErasedOfFile erased;
  private final InteractionLook looked;
  private final InteractionColumns columns = new InteractionColumns();
  private final long[] fingerprints = new long[InteractionColumns.MOST];
  private final boolean[] fresh = new boolean[InteractionColumns.MOST];
  private final LineSet passedOver = new LineSet();
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
    this.erased = new ErasedOfFile(erased);
  }

  /// The erased users of whom the file has rows.
  Set<UserId> refused() {
    return erased.met();
  }

  /// Reads `file`.
  ///
  /// @param name under which it came
  /// @param rejectedFile where rejected rows are written; others for the moment in its folder
  Readout read(Path file, String name, Path rejectedFile) throws IOException {
    return switch (TableFile.open(file, name, InteractionParser.REQUIRED)) {
      case Opened.Refused refused -> new Readout.NoTable(refused.refusal());
      case Opened.Ready ready -> read(ready.table(), file, name, rejectedFile);
    };
  }

  private Readout read(Table table, Path file, String name, Path rejectedFile) throws IOException {
    try (InteractionBlocks blocks = new InteractionBlocks(table, parser);
        HashSet64 seen = new HashSet64(Objects.requireNonNull(rejectedFile.getParent()));
        RejectedRows rejected = new RejectedRows(rejectedFile)) {
      while (blocks.next()) {
        InteractionBlock block = blocks.block();
        read += block.size() + block.rejected().size();
        reject(block, rejected);
        take(block, seen);
        if (block.end().isPresent()) {
          return new Readout.NoTable(block.end().get().refusal());
        }
      }
      return new Readout.Rows(
          table.format(),
          rejected.byReason(),
          looked.summary(new Counts(read, accepted, duplicate, rejected.count())),
          new Readout.Accepted.Interactions(
              new AcceptedLines(file, name, parser, passedOver, accepted)));
    }
  }

  /// Writes down what is refused, in the order of the file.
  private void reject(InteractionBlock block, RejectedRows rejected) {
    Iterator<Outcome.Rejected> bad = block.rejected().iterator();
    Optional<Outcome.Rejected> next = next(bad);
    for (int row = 0; row < block.size() && !erased.isEmpty(); row++) {
      if (erased.has(block, row)) {
        for (; next.isPresent() && next.get().line() < block.line(row); next = next(bad)) {
          reject(next.get(), rejected);
        }
        rejectErased(block.line(row), rejected);
        passedOver.add(block.line(row));
      }
    }
    for (; next.isPresent(); next = next(bad)) {
      reject(next.get(), rejected);
    }
  }

  private static Optional<Outcome.Rejected> next(Iterator<Outcome.Rejected> rows) {
    return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
  }

  private void reject(Outcome.Rejected bad, RejectedRows rejected) {
    if (!erased.isEmpty() && user(bad.row()).filter(erased::has).isPresent()) {
      rejectErased(bad.line(), rejected);
    } else {
      rejected.add(bad.line(), bad.reasons(), bad.json());
    }
  }

  /// Of such a row only that is kept.
  private static void rejectErased(long line, RejectedRows rejected) {
    rejected.add(line, List.of(EventOutcome.Erased.REASON), "null");
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

  private void take(InteractionBlock block, HashSet64 seen) {
    for (int row = 0; row < block.size(); row++) {
      if (!erased.has(block, row)) {
        looked.read(block, row, columns);
      }
      if (columns.isFull()) {
        takeColumns(block, seen);
      }
    }
    takeColumns(block, seen);
  }

  private void takeColumns(InteractionBlock block, HashSet64 seen) {
    int size = columns.size();
    for (int at = 0; at < size; at++) {
      fingerprints[at] = fingerprint(block, at);
    }
    seen.add(fingerprints, size, fresh);
    for (int at = 0; at < size; at++) {
      if (!fresh[at]) {
        passedOver.add(block.line(columns.row(at)));
      }
    }
    columns.keep(fresh);
    accepted += columns.size();
    duplicate += size - columns.size();
    looked.add(block, columns);
    columns.clear();
  }

  /// Of two rows the same where they have the same name, or say the same in all.
  private long fingerprint(InteractionBlock block, int at) {
    int row = columns.row(at);
    if (columns.isNamed(at)) {
      return KeyCounts.hash(NAMED ^ KeyCounts.hash(block.eventIdText(row)));
    }
    long hash = KeyCounts.hash(31 * columns.hash(at) + block.position(row));
    return KeyCounts.hash(31 * hash + KeyCounts.hash(block.recommendationId(row).orElse("")));
  }
}
