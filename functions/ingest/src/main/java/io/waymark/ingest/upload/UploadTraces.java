package io.waymark.ingest.upload;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.waymark.files.Opened;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.erasure.Traces;
import io.waymark.ingest.quality.Finding;
import io.waymark.ingest.quality.Findings;
import io.waymark.ingest.quality.Portrait;
import io.waymark.ingest.quality.Profile;
import io.waymark.ingest.quality.Tally;
import io.waymark.ingest.quality.UploadReport;
import io.waymark.interactions.Cells;
import io.waymark.interactions.InteractionParser;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What stays of uploads beside what was stored of them: a file that has rows of a user is removed
/// with its rejected rows, since everything accepted of it is stored elsewhere; a report that gives
/// the user as an example and a portrait with the user's hash are written anew without.
///
/// The newest uploads are searched first, for ten seconds; the next call goes on with older ones.
/// What is longer than 64 MiB, takes longer to read than a call has, is still at work or held for a
/// person is left as it is.
@Singleton
public final class UploadTraces implements Traces {
  private static final int A_PAGE = 100;
  private static final Duration SEARCHED_FOR = Duration.ofSeconds(10);
  private static final long LONGEST = 64L << 20;
  private static final Duration SHORT = Duration.ofMinutes(1);

  private static final String ERASED = "[erased]";

  private final UploadStore uploads;
  private final UploadObjectStore objects;
  private final Clock clock;
  private final JsonMapper json;

  public UploadTraces(
      UploadStore uploads, UploadObjectStore objects, Clock clock, JsonMapper json) {
    this.uploads = uploads;
    this.objects = objects;
    this.clock = clock;
    this.json = json;
  }

  @Override
  public Searched remove(TenantId tenant, UserId user, Position from) {
    Search search = new Search(tenant, user, clock.instant().plus(SEARCHED_FOR), from);
    for (List<Upload> page = page(tenant, from);
        !page.isEmpty();
        page = page(tenant, search.reached)) {
      for (Upload upload : page) {
        if (!search.goesOnAfter(upload)) {
          return new Searched(search.removed, search.reached, false);
        }
      }
    }
    return new Searched(search.removed, search.reached, true);
  }

  private List<Upload> page(TenantId tenant, Position after) {
    return after
        .last()
        .map(last -> uploads.before(tenant, new UploadId(last), A_PAGE))
        .orElseGet(() -> uploads.newest(tenant, A_PAGE));
  }

  /// One call.
  private final class Search {
    final TenantId tenant;
    final UserId user;
    final Instant end;
    Position reached;
    long removed;

    /// Whether a file of this call took of its time.
    boolean begun;

    Search(TenantId tenant, UserId user, Instant end, Position from) {
      this.tenant = tenant;
      this.user = user;
      this.end = end;
      this.reached = from;
    }

    /// Whether there was time for this one. A file that alone has too little is left.
    boolean goesOnAfter(Upload upload) {
      if (isOver()) {
        return false;
      }
      boolean left = false;
      if (upload.kind() == UploadKind.INTERACTIONS && !stillToCome(tenant, upload)) {
        if (searchable(upload)) {
          Found found = fileNames(this, upload);
          if (found == Found.TOO_LONG && begun) {
            return false;
          }
          begun = true;
          left = found == Found.TOO_LONG;
          removed += UploadTraces.this.remove(this, upload, found);
        } else {
          left = true;
        }
      }
      reached = new Position(Optional.of(upload.id().value()), reached.left() || left);
      return true;
    }

    boolean isOver() {
      return clock.instant().isAfter(end);
    }
  }

  /// What reading a file came to.
  private enum Found {
    NAMED,
    NOT_NAMED,
    /// There was no time to read on.
    TOO_LONG
  }

  private boolean searchable(Upload upload) {
    return upload.size() <= LONGEST && upload.state().ended();
  }

  /// A file may be there before anybody has heard of it.
  private boolean stillToCome(TenantId tenant, Upload upload) {
    return upload.state() == UploadState.WAITING
        && objects.presignGet(tenant, upload.id(), upload.file(), SHORT).isEmpty();
  }

  private long remove(Search search, Upload upload, Found found) {
    TenantId tenant = search.tenant;
    UserId user = search.user;
    long removed = 0;
    if (found == Found.NAMED) {
      // The file goes last: while it is there, a call that broke off here can be repeated.
      objects.remove(tenant, upload.id(), UploadObjectStore.REJECTED);
      objects.remove(tenant, upload.id(), upload.file());
      removed++;
    }
    return removed
        + (rewriteReport(tenant, upload.id(), user) ? 1 : 0)
        + (rewritePortrait(tenant, upload.id(), user) ? 1 : 0);
  }

  private Found fileNames(Search search, Upload upload) {
    try {
      Path file = Files.createTempFile("waymark-search", "");
      try {
        return switch (objects.fetch(search.tenant, upload, file)) {
          case UploadObjectStore.Fetched.None _ -> Found.NOT_NAMED;
          // Nothing was read of the file that is there now, and nothing will be.
          case UploadObjectStore.Fetched.Replaced _ -> Found.NAMED;
          case UploadObjectStore.Fetched.File _ -> names(search, file, upload.file());
        };
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is no table cannot be searched; nothing of it was stored.
  private static Found names(Search search, Path file, String name) {
    return switch (TableFile.open(file, name, InteractionParser.REQUIRED)) {
      case Opened.Refused _ -> Found.NAMED;
      case Opened.Ready ready -> {
        try (Table rows = ready.table()) {
          yield names(search, rows);
        }
      }
    };
  }

  private static Found names(Search search, Table rows) {
    UserId user = search.user;
    for (Optional<TableRow> row = rows.next(); row.isPresent(); row = rows.next()) {
      boolean found =
          switch (row.get()) {
            case TableRow.Row fields ->
                Cells.id(fields.cell(InteractionParser.USER_ID))
                    .filter(user.value()::equals)
                    .isPresent();
            case TableRow.Malformed bad -> bad.raw().contains(user.value());
            case TableRow.Unreadable _ -> true;
          };
      if (found) {
        return Found.NAMED;
      }
      if (search.isOver()) {
        return Found.TOO_LONG;
      }
    }
    return Found.NOT_NAMED;
  }

  private boolean rewriteReport(TenantId tenant, UploadId id, UserId user) {
    Optional<UploadReport> report = read(tenant, id, UploadObjectStore.REPORT, UploadReport.class);
    Optional<UploadReport> without = report.map(each -> without(each, user));
    return !report.equals(without) && write(tenant, id, UploadObjectStore.REPORT, without);
  }

  private static UploadReport without(UploadReport report, UserId user) {
    return report.with(
        without(report.profile(), user),
        report.findings().stream().map(finding -> without(finding, user)).toList());
  }

  private static Profile without(Profile profile, UserId user) {
    Profile.Dimension users = profile.dimensions().get(Profile.USERS);
    if (users == null || !users.top().equals(user.value())) {
      return profile;
    }
    Map<String, Profile.Dimension> dimensions = new HashMap<>(profile.dimensions());
    dimensions.put(Profile.USERS, users.withTop(ERASED));
    return profile.with(dimensions);
  }

  private static Finding without(Finding finding, UserId user) {
    return finding.code().equals(Findings.DOMINANT_USER)
        ? finding.with(
            finding
                .message()
                .replace(
                    "user " + Tally.shortened(user.value()) + " has", "user " + ERASED + " has"))
        : finding;
  }

  private boolean rewritePortrait(TenantId tenant, UploadId id, UserId user) {
    Optional<Portrait> portrait = read(tenant, id, UploadObjectStore.PORTRAIT, Portrait.class);
    Optional<Portrait> without = portrait.map(each -> each.without(user));
    return !portrait.equals(without) && write(tenant, id, UploadObjectStore.PORTRAIT, without);
  }

  private <T> Optional<T> read(TenantId tenant, UploadId id, String name, Class<T> type) {
    Optional<String> text = objects.text(tenant, id, name);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(json.readValue(text.get(), Argument.of(type)));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " of upload " + id + " is none of ours", e);
    }
  }

  private boolean write(TenantId tenant, UploadId id, String name, Optional<?> value) {
    try {
      objects.put(tenant, id, name, json.writeValueAsString(value.orElseThrow()));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
