package io.waymark.auth.audit;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.auth.web.Fields;
import io.waymark.edge.Problems;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/audit")
@Secured(Scope.Names.ADMIN)
@Tag(name = "Audit")
class AuditController {
  /// A number of an entry; eighteen digits are never used up.
  private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}");

  private final AuditStore entries;
  private final FailedLogIns failures;
  private final AuditNotes notes;

  AuditController(AuditStore entries, FailedLogIns failures, AuditNotes notes) {
    this.entries = entries;
    this.failures = failures;
    this.notes = notes;
  }

  /// One thing that was done.
  ///
  /// @param actor the id of the member or key that did it, `system`, or `unknown` where a log-in
  ///   failed
  /// @param source the address it was asked from, of IPv6 the network, or `system`
  /// @param before what was changed, as it was; empty where there was nothing
  /// @param after what was changed, as it is; empty where there is nothing any more
  @Serdeable
  @Schema(name = "AuditEntryResponse")
  record EntryResponse(
      long id,
      Instant at,
      String actor,
      String source,
      String action,
      String target,
      Map<String, String> before,
      Map<String, String> after) {
    static EntryResponse of(AuditEntry.Numbered numbered) {
      AuditEntry entry = numbered.entry();
      return new EntryResponse(
          numbered.id(),
          entry.at(),
          entry.who().actor(),
          entry.who().source(),
          entry.action(),
          entry.target(),
          entry.change().before(),
          entry.change().after());
    }
  }

  @Serdeable
  record AuditResponse(List<EntryResponse> entries, @Nullable String nextCursor) {}

  @Get
  @Operation(
      summary = "What was done at your tenant, newest first",
      description =
          "Log-ins that failed, and changes of a password for which the current one was wrong, are"
              + " one entry, `session.refused`, for each account and minute, after that minute; it"
              + " says how many there were. Newest is what came into the log last.")
  AuditResponse list(
      @Parameter(hidden = true) Principal principal,
      @QueryValue @Nullable Integer limit,
      @QueryValue @Nullable String cursor) {
    int most = Fields.limit(limit);
    failures.settle(principal.tenant());
    boolean _ = notes.settle(principal.tenant());
    List<EntryResponse> found =
        entries.newest(principal.tenant(), before(cursor), most).stream()
            .map(EntryResponse::of)
            .toList();
    @Nullable String next = found.size() < most ? null : Long.toString(found.getLast().id());
    return new AuditResponse(found, next);
  }

  private static long before(@Nullable String cursor) {
    if (cursor == null) {
      return Long.MAX_VALUE;
    }
    if (!CURSOR.matcher(cursor).matches()) {
      throw Problems.invalid("cursor", "must be the next_cursor of the page before");
    }
    return Long.parseLong(cursor);
  }
}
