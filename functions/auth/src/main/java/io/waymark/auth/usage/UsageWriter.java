package io.waymark.auth.usage;

import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.auth.audit.AuditNotes;
import io.waymark.auth.tenants.TenantStore;
import io.waymark.edge.usage.UsageLine;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the lines that wait in files to the database. A file goes once all its lines are written;
/// one that was written in part is written again, which changes nothing. What a tenant asked for
/// that was deleted since is passed over.
@Singleton
public final class UsageWriter {
  private static final Logger LOG = LoggerFactory.getLogger(UsageWriter.class);

  /// Lines of all tenants held at a time.
  private static final int BATCH = 2000;

  private final S3UsageFiles files;
  private final UsageStore store;
  private final TenantStore known;
  private final ObjectMapper json;
  private final AuditNotes notes;
  private final Clock clock;

  UsageWriter(
      S3UsageFiles files,
      UsageStore store,
      TenantStore known,
      ObjectMapper json,
      AuditNotes notes,
      Clock clock) {
    this.files = files;
    this.store = store;
    this.known = known;
    this.json = json;
    this.notes = notes;
    this.clock = clock;
  }

  /// What was done.
  ///
  /// @param requests how many were new
  /// @param skipped lines that are not right
  /// @param unreadable files that are not right; they stay
  @Serdeable
  public record Written(int files, int requests, int skipped, List<String> unreadable) {
    public Written {
      unreadable = List.copyOf(unreadable);
    }
  }

  /// Writes file after file and begins none after `within`; what is left waits for the next run.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where the database does not answer; no
  ///   line is lost then
  public Written run(Duration within) {
    Instant until = clock.instant().plus(within);
    int done = 0;
    int requests = 0;
    int skipped = 0;
    List<String> unreadable = new ArrayList<>();
    Set<TenantId> tenants = new TreeSet<>();
    Map<TenantId, Boolean> ended = new HashMap<>();
    for (String file : files.waiting()) {
      if (clock.instant().isAfter(until)) {
        break;
      }
      Batches batches = new Batches(ended);
      try {
        files.open(file, open -> UsageFile.read(open, batches::take));
        batches.write();
        files.remove(file);
        done++;
      } catch (IOException e) {
        batches.write();
        LOG.error("{} cannot be read to its end and stays", file, e);
        unreadable.add(file);
      }
      requests += batches.written;
      skipped += batches.skipped;
      tenants.addAll(batches.tenants);
    }
    tenants.forEach(this::settle);
    return new Written(done, requests, skipped, unreadable);
  }

  /// Who asked for nothing did nothing that its audit log lacks, or did it before: then it was
  /// settled before, or is when the log is read.
  private void settle(TenantId tenant) {
    try {
      boolean _ = notes.settle(tenant); // what is left waits for the next run
    } catch (RuntimeException e) { // the others' need not wait for it
      LOG.error("notes of {} are not in its audit log yet", tenant, e);
    }
  }

  /// Lines of one file on their way.
  private final class Batches {
    private final Map<TenantId, List<CountedRequest>> held = new HashMap<>();
    private final Set<TenantId> tenants = new TreeSet<>();
    private final Map<TenantId, Boolean> ended;
    private int size;
    private int written;
    private int skipped;

    Batches(Map<TenantId, Boolean> ended) {
      this.ended = ended;
    }

    void take(String text) {
      try {
        UsageLine line = Objects.requireNonNull(json.readValue(text, UsageLine.class));
        if (line.tenant() != null) {
          TenantId tenant = new TenantId(line.tenant());
          CountedRequest request = CountedRequest.of(line);
          held.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(request);
          size++;
        }
      } catch (IOException | IllegalArgumentException | NullPointerException wrong) {
        skipped++;
        LOG.warn("a usage line is not right and is not counted: {}", wrong.getMessage());
      }
      if (size == BATCH) {
        write();
      }
    }

    void write() {
      held.forEach(
          (tenant, requests) -> {
            if (!ended.computeIfAbsent(tenant, known::ended)) {
              tenants.add(tenant);
              written += store.add(tenant, requests);
            }
          });
      held.clear();
      size = 0;
    }
  }
}
