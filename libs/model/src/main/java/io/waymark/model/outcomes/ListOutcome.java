package io.waymark.model.outcomes;

import io.waymark.tenancy.EventId;

/// One event that tells what became of an item of a list.
///
/// @param event by which it is known again
public record ListOutcome(EventId event, ListGroup group, Outcome outcome) {}
