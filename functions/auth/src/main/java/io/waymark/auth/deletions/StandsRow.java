package io.waymark.auth.deletions;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/// What of a row of `tenants` a deletion asks for.
@MappedEntity("tenants")
record StandsRow(@Id String id, String status, long epoch) {}
