package io.waymark.cli.permissions;

/// What came back.
///
/// @param headers all of them, as one text
record Answer(int status, String type, String headers, String body) {}
