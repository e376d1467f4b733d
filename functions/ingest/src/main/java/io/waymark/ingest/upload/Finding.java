package io.waymark.ingest.upload;

import io.micronaut.serde.annotation.Serdeable;

/// Something a person should know about a file, though it kept nothing from being accepted.
///
/// @param code for programs, like `unknown_items`
/// @param message for people, with examples
/// @param rows how many rows it concerns
@Serdeable
public record Finding(String code, String message, long rows) {}
