package io.waymark.edge;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/// The body of every error: RFC 9457 `application/problem+json`. Described by annotations: other
/// modules' documents do not see comments.
@Serdeable
@Schema(description = "The body of every error (RFC 9457)")
public record Problem(
    @Schema(description = "A URI that names the kind of problem, stable for programs") String type,
    @Schema(description = "The kind in words") String title,
    @Schema(description = "The HTTP status") int status,
    @Schema(description = "This occurrence, and what to do next") String detail,
    @Schema(description = "What to quote when asking for help") String requestId,
    @Schema(description = "What is wrong with which field; empty where no field is to blame")
        List<FieldError> errors) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
  }
}
