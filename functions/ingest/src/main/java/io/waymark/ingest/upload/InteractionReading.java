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
import io.waymark.interactions.Cells;
import io.waymark.interactions.InteractionParser;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.UserId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Reads a file of interactions: good rows go to the spool, bad ones to the rejected rows.
final class InteractionReading {
  /// Tells a row's name from what a row says.
  private static final long NAMED = 0x6e616d6564L;

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
    try (InteractionBlocks blocks = new InteractionBlocks(table, parser);
        HashSet64 seen = new HashSet64(Objects.requireNonNull(spoolFile.getParent()));
        RejectedRows rejected = new RejectedRows(rejectedFile);
        Spool spool = new Spool(spoolFile)) {
      while (blocks.next()) {
        take(blocks.block(), seen, spool, rejected);
        Optional<Outcome.Unreadable> end = blocks.block().end();
        if (end.isPresent()) {
          spool.discard();
          return new Readout.NoTable(end.get().refusal());
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

  /// Rejected rows are written in the order of the file.
  private void take(InteractionBlock block, HashSet64 seen, Spool spool, RejectedRows rejected) {
    read += block.size() + block.rejected().size();
    Iterator<Outcome.Rejected> bad = block.rejected().iterator();
    Optional<Outcome.Rejected> nextBad = next(bad);
    for (int row = 0; row < block.size(); row++) {
      while (nextBad.isPresent() && nextBad.get().line() < block.line(row)) {
        reject(nextBad.get(), rejected);
        nextBad = next(bad);
      }
      if (isOfErased(block, row)) {
        rejectErased(block.line(row), rejected);
      } else {
        take(block, row, seen, spool);
      }
    }
    while (nextBad.isPresent()) {
      reject(nextBad.get(), rejected);
      nextBad = next(bad);
    }
  }

  private static Optional<Outcome.Rejected> next(Iterator<Outcome.Rejected> rows) {
    return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
  }

  private void take(InteractionBlock block, int row, HashSet64 seen, Spool spool) {
    InteractionProfile.Parts parts = looked.parts(block, row);
    if (seen.add(fingerprint(parts, block, row))) {
      accepted++;
      spool.add(block, row);
      looked.add(parts, block.further(row));
    } else {
      duplicate++;
    }
  }

  private void reject(Outcome.Rejected bad, RejectedRows rejected) {
    Optional<UserId> user = erased.isEmpty() ? Optional.empty() : user(bad.row());
    if (user.filter(erased::contains).isPresent()) {
      boolean _ = refused.add(user.orElseThrow());
      rejectErased(bad.line(), rejected);
    } else {
      rejected.add(bad.line(), bad.reasons(), bad.json());
    }
  }

  /// Of such a row only that is kept.
  private static void rejectErased(long line, RejectedRows rejected) {
    rejected.add(line, List.of(EventOutcome.Erased.REASON), "null");
  }

  private boolean isOfErased(InteractionBlock block, int row) {
    if (erased.isEmpty()) {
      return false;
    }
    UserId user = new UserId(block.users().text(block.user(row)));
    if (!erased.contains(user)) {
      return false;
    }
    boolean _ = refused.add(user);
    return true;
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

  /// Of two rows the same where they have the same name, or say the same in all.
  private static long fingerprint(InteractionProfile.Parts parts, InteractionBlock block, int row) {
    Optional<EventId> id = block.eventId(row);
    if (id.isPresent()) {
      return KeyCounts.hash(NAMED ^ KeyCounts.hash(id.get().value()));
    }
    long hash = KeyCounts.hash(parts.userHash());
    hash = KeyCounts.hash(31 * hash + parts.itemHash());
    hash = KeyCounts.hash(31 * hash + parts.typeHash());
    hash = KeyCounts.hash(31 * hash + parts.time());
    hash = KeyCounts.hash(31 * hash + Double.doubleToLongBits(parts.rating()));
    hash = KeyCounts.hash(31 * hash + Double.doubleToLongBits(parts.value()));
    hash = KeyCounts.hash(31 * hash + Double.doubleToLongBits(parts.seconds()));
    hash = KeyCounts.hash(31 * hash + block.position(row));
    return KeyCounts.hash(31 * hash + KeyCounts.hash(block.recommendationId(row).orElse("")));
  }
}
