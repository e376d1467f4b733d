package io.waymark.interactions;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What an interaction may say besides who, what and when.
///
/// @param rating 0–5
/// @param value money or whatever the tenant counts
/// @param recommendationId the answer in which the user met the item
/// @param position where in that answer
public record InteractionDetails(
    OptionalDouble rating,
    OptionalDouble value,
    OptionalDouble durationSeconds,
    Optional<String> recommendationId,
    OptionalInt position) {

  public static final InteractionDetails NONE =
      new InteractionDetails(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          OptionalInt.empty());
}
