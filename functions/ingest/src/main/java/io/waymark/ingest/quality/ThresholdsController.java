package io.waymark.ingest.quality;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.FieldError;
import io.waymark.edge.Problems;
import io.waymark.edge.SourceAddress;
import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// From where on the quality gate warns and holds, as a tenant decides.
@Controller("/api/v1/data/quality-thresholds")
@Secured(Scope.Names.ADMIN)
@Tag(name = "Uploads")
class ThresholdsController {
  private final Thresholds thresholds;
  private final Clock clock;

  ThresholdsController(Thresholds thresholds, Clock clock) {
    this.thresholds = thresholds;
    this.clock = clock;
  }

  /// What holds.
  ///
  /// @param thresholds all of them, by name
  /// @param own the names of those that the tenant set
  @Serdeable
  record Response(Map<String, Double> thresholds, List<String> own) {
    Response {
      thresholds = Map.copyOf(thresholds);
      own = List.copyOf(own);
    }
  }

  @Get
  @Operation(
      summary = "Read the thresholds of the quality gate",
      description =
          "All that judge the tenant's uploads and days, and which of them it set itself.",
      extensions = @Extension(properties = @ExtensionProperty(name = "x-never", value = "404")))
  Response read(@Parameter(hidden = true) Principal principal) {
    return response(thresholds.own(principal.tenant()));
  }

  @Put
  @Operation(
      summary = "Set thresholds of the quality gate",
      description =
          "Replaces all that the tenant set: what is left out is the installation's again, and {}"
              + " takes everything back. Kept to nine decimal places. Holds for uploads that are read"
              + " from now on; a decision that was made stands. It is told in the audit log.",
      extensions = @Extension(properties = @ExtensionProperty(name = "x-never", value = "404")))
  Response set(
      @Parameter(hidden = true) Principal principal,
      @Parameter(hidden = true) SourceAddress from,
      @Body ThresholdsBody body) {
    Map<Threshold, Double> values = body.values();
    List<FieldError> errors =
        OwnThresholds.wrong(values).entrySet().stream()
            .map(wrong -> new FieldError(wrong.getKey().text(), wrong.getValue()))
            .toList();
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors);
    }
    OwnThresholds own = OwnThresholds.rounded(values);
    thresholds.set(
        principal.tenant(),
        own,
        AuditNote.of(
            principal,
            from,
            clock.instant(),
            "quality_thresholds.changed",
            "quality",
            texts(thresholds.own(principal.tenant())),
            texts(own)));
    return response(own);
  }

  private static Map<String, String> texts(OwnThresholds own) {
    Map<String, String> texts = new TreeMap<>();
    own.values().forEach((threshold, value) -> texts.put(threshold.text(), value.toString()));
    return texts;
  }

  private Response response(OwnThresholds own) {
    return new Response(
        thresholds.with(own).byName(),
        own.values().keySet().stream().map(Threshold::text).toList());
  }
}
