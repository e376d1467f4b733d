package io.waymark.recommend.outcomes;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.FieldError;
import io.waymark.edge.Problems;
import io.waymark.recommend.experiments.Plan;
import io.waymark.recommend.outcomes.Outcomes.Days;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What recommendations brought, over HTTP.
@Controller("/api/v1/metrics/recommendations")
@Tag(name = "Experiments")
final class OutcomesController {
  private static final int MOST_DAYS = 90;
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private final Outcomes outcomes;

  OutcomesController(Outcomes outcomes) {
    this.outcomes = outcomes;
  }

  @Get
  @Secured(Scope.Names.MODELS_READ)
  @Operation(
      summary = "What recommendations brought",
      description =
          "Impressions, clicks, carts and purchases that came back with a recommendation_id, by the"
              + " day (UTC) of the list, by placement, and by experiment and arm. Rates are per"
              + " impression, with 95 % intervals; each arm stands beside the first. An event is in"
              + " it after a minute or so. Counts are kept for 400 days.")
  OutcomesResponse metrics(
      @Parameter(hidden = true) Principal principal,
      @QueryValue
          @Parameter(
              description = "the first day, like 2026-11-01",
              schema = @Schema(type = "string", format = "date"))
          @Nullable String from,
      @QueryValue
          @Parameter(
              description = "the last day; at most 90 with the first",
              schema = @Schema(type = "string", format = "date"))
          @Nullable String to,
      @QueryValue @Parameter(description = "the name of an experiment: its lists alone")
          @Nullable String experiment) {
    Days days = days(from, to);
    if (experiment != null && !Plan.isName(experiment)) {
      throw Problems.invalid("experiment", "must be " + Plan.NAME_SHAPE);
    }
    OutcomeReport report =
        experiment == null
            ? outcomes.report(principal.tenant(), days)
            : outcomes
                .report(principal.tenant(), days, experiment)
                .orElseThrow(() -> Problems.notFound("experiment that has or had this name"));
    return OutcomesResponse.of(days, report);
  }

  private static Days days(@Nullable String from, @Nullable String to) {
    List<FieldError> errors = new ArrayList<>();
    Optional<LocalDate> first = date("from", from, errors);
    Optional<LocalDate> last = date("to", to, errors);
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors);
    }
    Days days = new Days(first.orElseThrow(), last.orElseThrow());
    if (days.from().isAfter(days.to())) {
      throw Problems.invalid("from", "must not be after to");
    }
    if (ChronoUnit.DAYS.between(days.from(), days.to()) >= MOST_DAYS) {
      throw Problems.invalid(
          "from", "must be at most 90 days with to; ask for parts, one after the other");
    }
    return days;
  }

  private static Optional<LocalDate> date(
      String field, @Nullable String value, List<FieldError> errors) {
    if (value == null) {
      errors.add(new FieldError(field, "must be given: a day in UTC, like 2026-11-01"));
      return Optional.empty();
    }
    try {
      if (DATE.matcher(value).matches()) {
        return Optional.of(LocalDate.parse(value));
      }
    } catch (DateTimeException noSuchDay) {
      // Said below.
    }
    errors.add(new FieldError(field, "must be a day in UTC, like 2026-11-01"));
    return Optional.empty();
  }
}
