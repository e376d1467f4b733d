package io.waymark.edge;

import io.micronaut.serde.annotation.Serdeable;

/// One thing that is wrong with a request.
///
/// @param field where, as a path in the request: `events[3].timestamp`
/// @param message what, and what would be right
@Serdeable
public record FieldError(String field, String message) {}
