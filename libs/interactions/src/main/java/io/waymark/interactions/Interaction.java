package io.waymark.interactions;

import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import java.time.Instant;
import java.util.Optional;

/// One accepted interaction.
///
/// @param timestamp when it happened, in whole milliseconds; empty where its source did not say
/// @param eventId its name where its source gave one
public record Interaction(
    UserId user,
    ItemId item,
    InteractionType type,
    Optional<Instant> timestamp,
    InteractionDetails details,
    Optional<EventId> eventId) {

  /// What it says about taste; see [InteractionWeights#of].
  public double weight() {
    return InteractionWeights.of(type, details.rating());
  }
}
