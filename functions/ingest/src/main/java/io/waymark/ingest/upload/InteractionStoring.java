package io.waymark.ingest.upload;

import io.waymark.files.InteractionBlock;
import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.archive.AcceptedParquet;
import io.waymark.ingest.archive.AcceptedStore;
import io.waymark.ingest.archive.UserKeyStore;
import io.waymark.ingest.erasure.ErasedUsers;
import io.waymark.ingest.erasure.Erasures;
import io.waymark.ingest.quality.KeyCounts;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stores the accepted interactions of a file: all of them for training, and in the histories what
/// can be among a user's newest.
@Singleton
final class InteractionStoring {
  /// Recommendations look at so many events of a user.
  private static final int HISTORY = 100;

  private static final int CHUNK = 1_000;
  private static final long ROWS_A_FILE = 1_000_000;

  /// Users whose key is kept at hand while a file is stored.
  private static final int KNOWN_USERS = 200_000;

  /// More than uploads of the same events are ever begun at once.
  private static final int TAKEOVERS = 5;

  private final BulkStore bulk;
  private final UploadClaims claims;
  private final Turns turns;
  private final UserKeyStore users;
  private final AcceptedStore accepted;
  private final Erasures erasures;
  private final IngestConfig config;

  InteractionStoring(
      BulkStore bulk,
      UploadClaims claims,
      Turns turns,
      UserKeyStore users,
      AcceptedStore accepted,
      Erasures erasures,
      IngestConfig config) {
    this.erasures = erasures;
    this.claims = claims;
    this.turns = turns;
    this.bulk = bulk;
    this.users = users;
    this.accepted = accepted;
    this.config = config;
  }

  /// What is being stored.
  ///
  /// @param checksum of the file; the ids of rows without one follow from it
  /// @param attempt which examination of the upload it is
  record Job(
      TenantId tenant,
      Upload upload,
      AcceptedLines lines,
      Path folder,
      String checksum,
      String attempt) {
    Claim claim() {
      return new Claim(upload.id(), attempt);
    }

    Instant receivedAt() {
      return upload.receivedAt().orElse(upload.createdAt());
    }

    EventId id(AcceptedLines.Line row) {
      return row.interaction()
          .eventId()
          .orElseGet(() -> EventIds.of("upload", checksum, Long.toString(row.line())));
    }
  }

  /// Stores everything of `job`.
  ///
  /// @param stillHeld throws where another took the upload over; asked before every file, so that
  ///   whoever was believed dead leaves none behind the other's back
  /// @return the lines whose event came in before by another way
  /// @throws OlderFirstException where an older upload is at work on some of the same events
  LineSet store(Job job, Runnable stillHeld) {
    LineSet known = storeForTraining(job, stillHeld);
    storeHistories(job, known);
    remember(job, known);
    sweep(job);
    return known;
  }

  /// Removes what was stored of users who were erased after the file was read.
  private void sweep(Job job) {
    ErasedUsers erased = erasures.soFar(job.tenant());
    if (erased.isEmpty()) {
      return;
    }
    ErasedOfFile since = new ErasedOfFile(erased);
    try (AcceptedLines.Reader rows = job.lines().read()) {
      while (rows.next()) {
        boolean _ = since.has(rows.block(), rows.row());
      }
    }
    erasures.sweep(job.tenant(), since.met());
  }

  private LineSet storeForTraining(Job job, Runnable stillHeld) {
    LineSet known = new LineSet();
    Map<UserId, String> keys = new HashMap<>();
    int part = 0;
    LineSet none = new LineSet();
    try (AcceptedLines.Reader rows = job.lines().read()) {
      List<AcceptedLines.Line> chunk = chunk(rows, none);
      while (!chunk.isEmpty()) {
        Path file = job.folder().resolve("part-" + part + ".parquet");
        AcceptedParquet parquet = new AcceptedParquet(file);
        try {
          while (!chunk.isEmpty() && parquet.rows() < ROWS_A_FILE) {
            List<AcceptedLines.Line> fresh = fresh(job, chunk, known);
            addKeys(job.tenant(), fresh, keys);
            for (AcceptedLines.Line row : fresh) {
              @Nullable String key = keys.get(row.interaction().user());
              if (key != null) { // else the user was erased since the file was read
                parquet.add(key, job.id(row), row.interaction());
              }
            }
            chunk = chunk(rows, none);
          }
        } catch (RuntimeException e) {
          parquet.discard();
          throw e;
        }
        parquet.close();
        stillHeld.run();
        accepted.put(job.tenant(), AcceptedStore.name(job.upload().id(), part), file);
        part++;
      }
    }
    return known;
  }

  /// The rows whose event no other way brought.
  private List<AcceptedLines.Line> fresh(Job job, List<AcceptedLines.Line> chunk, LineSet known) {
    List<EventId> named =
        chunk.stream().flatMap(row -> row.interaction().eventId().stream()).toList();
    if (named.isEmpty()) {
      return chunk;
    }
    Set<EventId> others = others(job, named);
    List<AcceptedLines.Line> fresh = new ArrayList<>(chunk.size());
    for (AcceptedLines.Line row : chunk) {
      if (row.interaction().eventId().filter(others::contains).isPresent()) {
        known.add(row.line());
      } else {
        fresh.add(row);
      }
    }
    return fresh;
  }

  /// Takes ids, from uploads that were given up too.
  ///
  /// @return those that others have for good
  private Set<EventId> others(Job job, List<EventId> ids) {
    Map<EventId, Optional<Claim>> others = bulk.claim(job.tenant(), job.claim(), ids, Map.of());
    Set<EventId> known = new HashSet<>();
    for (int round = 0; !others.isEmpty() && round < TAKEOVERS; round++) {
      Map<EventId, Claim> lapsed = new HashMap<>();
      Map<UploadId, UploadClaims.Standing> standings = new HashMap<>();
      others.forEach(
          (id, other) -> {
            if (other.isEmpty() || doneInTurn(job, other.get().upload(), standings)) {
              known.add(id);
            } else {
              lapsed.put(id, other.get());
            }
          });
      others = bulk.claim(job.tenant(), job.claim(), lapsed.keySet(), lapsed);
    }
    if (!others.isEmpty()) {
      throw new StoreUnavailableException(
          "table markers", new IllegalStateException("uploads keep taking the same events"));
    }
    return known;
  }

  /// Whether another upload is done with its events, once its turn is over.
  private boolean doneInTurn(
      Job job, UploadId other, Map<UploadId, UploadClaims.Standing> standings) {
    UploadClaims.Standing standing =
        standings.computeIfAbsent(other, id -> claims.standing(job.tenant(), id));
    return switch (standing) {
      case DONE -> true;
      case LAPSED -> false;
      case AT_WORK -> {
        if (other.isBefore(job.upload().id())) {
          throw new OlderFirstException(other);
        }
        turns.await(job.tenant(), other);
        standings.remove(other);
        yield doneInTurn(job, other, standings);
      }
    };
  }

  private void addKeys(TenantId tenant, List<AcceptedLines.Line> rows, Map<UserId, String> keys) {
    if (keys.size() > KNOWN_USERS) {
      keys.clear();
    }
    Set<UserId> missing = new HashSet<>();
    for (AcceptedLines.Line row : rows) {
      if (!keys.containsKey(row.interaction().user())) {
        missing.add(row.interaction().user());
      }
    }
    if (!missing.isEmpty()) {
      keys.putAll(users.keys(tenant, missing));
    }
  }

  private void storeHistories(Job job, LineSet known) {
    Instant expires = job.upload().createdAt().plus(config.historyKept());
    LineSet older =
        OlderLines.of(
            job.lines(), HISTORY, job.receivedAt(), job.folder().resolve("times.parquet"));
    older.addAll(known);
    try (AcceptedLines.Reader rows = job.lines().read()) {
      for (List<AcceptedLines.Line> chunk = chunk(rows, older);
          !chunk.isEmpty();
          chunk = chunk(rows, older)) {
        bulk.put(job.tenant(), chunk.stream().map(row -> history(job, row, expires)).toList());
      }
    }
  }

  private static HistoryRow history(Job job, AcceptedLines.Line row, Instant expires) {
    Interaction interaction = row.interaction();
    return new HistoryRow(
        job.tenant(),
        job.id(row),
        interaction.timestamp().orElse(job.receivedAt()),
        interaction,
        true,
        Optional.of(expires));
  }

  /// Each user, item and type once, of the types that are remembered.
  private void remember(Job job, LineSet known) {
    if (config.remembered().isEmpty()) {
      return;
    }
    try (AcceptedLines.Reader rows = job.lines().read();
        HashSet64 seen = new HashSet64(job.folder())) {
      List<Remembered> chunk = new ArrayList<>(CHUNK);
      while (rows.next()) {
        InteractionBlock block = rows.block();
        String type = block.types().text(block.type(rows.row()));
        if (config.remembered().contains(type) && !known.contains(rows.line())) {
          Interaction row = block.interaction(rows.row());
          if (seen.add(hash(row))) {
            chunk.add(new Remembered(row.user(), row.type(), row.item()));
          }
        }
        if (chunk.size() == CHUNK) {
          bulk.remember(job.tenant(), List.copyOf(chunk));
          chunk.clear();
        }
      }
      if (!chunk.isEmpty()) {
        bulk.remember(job.tenant(), chunk);
      }
    }
  }

  /// Of who did what to which item.
  private static long hash(Interaction row) {
    long hash = KeyCounts.hash(31 * KeyCounts.hash(row.user().value()));
    hash = KeyCounts.hash(31 * hash + KeyCounts.hash(row.type().value()));
    return KeyCounts.hash(31 * hash + KeyCounts.hash(row.item().value()));
  }

  /// The next rows but for the lines `without`.
  private static List<AcceptedLines.Line> chunk(AcceptedLines.Reader rows, LineSet without) {
    List<AcceptedLines.Line> chunk = new ArrayList<>(CHUNK);
    while (chunk.size() < CHUNK && rows.next()) {
      if (!without.contains(rows.line())) {
        chunk.add(rows.whole());
      }
    }
    return chunk;
  }
}
