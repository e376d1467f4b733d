package io.waymark.auth.usage;

import com.fasterxml.jackson.annotation.JsonProperty;
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
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Controller("/api/v1/usage")
@Secured(Scope.Names.ADMIN)
@Tag(name = "Usage")
class UsageController {
  private static final Duration USUAL = Duration.ofDays(1);
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final UsageStore usage;
  private final Clock clock;

  UsageController(UsageStore usage, Clock clock) {
    this.usage = usage;
    this.clock = clock;
  }

  /// One row.
  ///
  /// @param group the hour or day (UTC), method and route, or the key's id; empty for members
  @Serdeable
  record UsageGroup(
      String group,
      long requests,
      @JsonProperty("errors_4xx") long clientErrors,
      @JsonProperty("errors_5xx") long serverErrors,
      int latencyP50Ms,
      int latencyP95Ms,
      long requestBytes,
      long responseBytes) {
    static UsageGroup of(String group, UsageCounts.Count count) {
      return new UsageGroup(
          group,
          count.requests(),
          count.clientErrors(),
          count.serverErrors(),
          count.latency().p50(),
          count.latency().p95(),
          count.bytes().request(),
          count.bytes().response());
    }
  }

  @Serdeable
  record UsageResponse(
      Instant from, Instant to, String by, List<UsageGroup> rows, UsageGroup totals) {}

  @Get
  @Operation(
      summary = "How much your tenant asked",
      description =
          "Requests with a credential that held, counted by hour, day, endpoint or key. A deployed"
              + " stage counts once an hour, so the newest requests may be missing. Kept for 90"
              + " days.")
  UsageResponse usage(
      @Parameter(hidden = true) Principal principal,
      @Parameter(
              description = "RFC 3339; a day before `to` without it",
              schema = @Schema(type = "string", format = "date-time"))
          @QueryValue
          @Nullable String from,
      @Parameter(
              description = "RFC 3339, not included; now without it",
              schema = @Schema(type = "string", format = "date-time"))
          @QueryValue
          @Nullable String to,
      @Parameter(
              description = "What a row is of; the range is at most 31 days by hour, else 90",
              schema =
                  @Schema(
                      type = "string",
                      allowableValues = {"hour", "day", "endpoint", "key"},
                      defaultValue = "hour"))
          @QueryValue
          @Nullable String by) {
    Grouping grouping =
        by == null ? Grouping.HOUR : Fields.oneOf("by", by, Grouping.values(), Grouping::text);
    Instant until = to == null ? clock.instant() : instant("to", to);
    Instant since = from == null ? until.minus(USUAL) : instant("from", from);
    if (!since.isBefore(until)) {
      throw Problems.invalid("from", "must be before to");
    }
    if (Duration.between(since, until).compareTo(grouping.longest()) > 0) {
      throw Problems.invalid(
          "from",
          "must be at most "
              + grouping.longest().toDays()
              + " days before to, by "
              + grouping.text());
    }
    UsageCounts counts = usage.count(principal.tenant(), since, until, grouping);
    return new UsageResponse(
        since,
        until,
        grouping.text(),
        counts.groups().stream().map(group -> UsageGroup.of(group.name(), group.count())).toList(),
        UsageGroup.of("all", counts.total()));
  }

  private static Instant instant(String field, String text) {
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      if (instant.isAfter(Instant.EPOCH) && instant.isBefore(LATEST)) {
        return instant;
      }
    } catch (DateTimeException e) {
      // Told below, as what is out of range.
    }
    throw Problems.invalid(field, "must be a time of RFC 3339, like 2026-03-01T10:00:00Z");
  }
}
