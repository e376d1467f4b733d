package io.waymark.edge;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/// One thing that is wrong with a request.
@Serdeable
@Schema(description = "One thing that is wrong with a request")
public record FieldError(
    @Schema(description = "Where, as a path in the request: `events[3].timestamp`") String field,
    @Schema(description = "What, and what would be right") String message) {}
