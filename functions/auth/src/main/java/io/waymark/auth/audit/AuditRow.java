package io.waymark.auth.audit;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// A row of `audit_log`, its states as JSON texts.
///
/// @param before what was changed, as it was
/// @param detail the same, as it is
@MappedEntity("audit_log")
record AuditRow(
    @Id long id,
    Instant at,
    String actor,
    String source,
    String action,
    String target,
    String before,
    String detail) {}
