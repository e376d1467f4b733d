package io.waymark.ingest.upload;

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
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From where on the quality gate warns and holds, as a tenant decides.
@Controller("/api/v1/data/quality-thresholds")
@Secured(Scope.Names.ADMIN)
@Tag(name = "Uploads")
class ThresholdsController {
  private static final Logger LOG = LoggerFactory.getLogger(ThresholdsController.class);

  private final Thresholds thresholds;

  ThresholdsController(Thresholds thresholds) {
    this.thresholds = thresholds;
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
              + " takes everything back. Kept to nine decimal places. Holds for uploads that are read from now on; a decision"
              + " that was made stands.",
      extensions = @Extension(properties = @ExtensionProperty(name = "x-never", value = "404")))
  Response set(@Parameter(hidden = true) Principal principal, @Body ThresholdsBody body) {
    Map<Threshold, Double> values = body.values();
    List<FieldError> errors =
        OwnThresholds.wrong(values).entrySet().stream()
            .map(wrong -> new FieldError(wrong.getKey().text(), wrong.getValue()))
            .toList();
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors);
    }
    OwnThresholds own = OwnThresholds.rounded(values);
    thresholds.set(principal.tenant(), own);
    LOG.info(
        "quality thresholds of {} set by {}: {}", principal.tenant(), principal.subject(), values);
    return response(own);
  }

  private Response response(OwnThresholds own) {
    return new Response(
        thresholds.with(own).byName(),
        own.values().keySet().stream().map(Threshold::text).toList());
  }
}
