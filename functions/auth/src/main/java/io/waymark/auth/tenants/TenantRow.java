package io.waymark.auth.tenants;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// A row of `tenants`, its settings as JSON text.
@MappedEntity("tenants")
record TenantRow(
    @Id String id,
    String name,
    String slug,
    String settings,
    String status,
    long epoch,
    Instant createdAt,
    Instant updatedAt) {}
