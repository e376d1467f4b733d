package io.waymark.auth.audit;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// A row of `audit_log`, its states as JSON texts.
@MappedEntity("audit_log")
record AuditRow(
    @Id long id,
    Instant at,
    String actor,
    String source,
    String action,
    String target,
    String before,
    String after) {}
