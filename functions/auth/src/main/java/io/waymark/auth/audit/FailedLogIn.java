package io.waymark.auth.audit;

import java.time.Instant;

/// How often passwords for an account were wrong in one minute.
///
/// @param account a member's id, or [FailedLogIns#UNKNOWN]
/// @param source the address that the newest came from
public record FailedLogIn(String account, Instant minute, int failures, String source) {}
