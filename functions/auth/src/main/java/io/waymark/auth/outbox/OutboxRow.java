package io.waymark.auth.outbox;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/// A row of `outbox`, its attributes as JSON text.
@MappedEntity("outbox")
record OutboxRow(@Id long id, String rowKey, String attributes) {}
