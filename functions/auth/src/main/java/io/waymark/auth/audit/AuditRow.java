package io.waymark.auth.audit;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// A row of `audit_log`, its detail as JSON text.
@MappedEntity("audit_log")
record AuditRow(
    @Id long id,
    String tenantId,
    Instant at,
    String actor,
    String action,
    String target,
    String detail) {}
