package io.waymark.auth.audit;

import java.time.Instant;

/// How often passwords for an account were wrong in one minute.
///
/// @param account a member's id, or what begins with [FailedLogIns#UNKNOWN]
/// @param source the address that the newest came from, of an unknown account one of the newest
public record FailedLogIn(String account, Instant minute, int failures, String source) {}
