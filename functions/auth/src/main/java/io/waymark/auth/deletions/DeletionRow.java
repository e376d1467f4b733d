package io.waymark.auth.deletions;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `deleted_tenants`, its counts as JSON text.
@MappedEntity("deleted_tenants")
record DeletionRow(
    @Id String id,
    Instant requestedAt,
    @Nullable Long auditEntries,
    @Nullable String auditHash,
    String removed,
    @Nullable Instant completedAt,
    @Nullable Instant lookedAgainAt) {}
