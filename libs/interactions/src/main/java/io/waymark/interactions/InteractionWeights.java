package io.waymark.interactions;

import java.util.Map;
import java.util.OptionalDouble;

/// What an interaction says about taste. The one place of the default weights.
public final class InteractionWeights {
  /// Any type that is not named below.
  public static final double UNKNOWN_TYPE = 1;

  /// Of `dislike`, `remove` and low ratings: the item is no positive of this user any more.
  public static final double NEGATIVE = -1;

  private static final double RATING_WITHOUT_VALUE = 3;
  private static final double GOOD_RATING = 4;
  private static final double FAIR_RATING = 3;

  private static final Map<InteractionType, Double> BY_TYPE =
      Map.of(
          InteractionType.VIEW, 1.0,
          InteractionType.CLICK, 2.0,
          InteractionType.CART, 4.0,
          InteractionType.PURCHASE, 6.0,
          InteractionType.LIKE, 4.0,
          InteractionType.DISLIKE, NEGATIVE,
          InteractionType.REMOVE, NEGATIVE,
          InteractionType.IMPRESSION, 0.0);

  private InteractionWeights() {}

  /// Above 0 a liking of that strength, 0 no statement, below 0 a wish not to see the item.
  ///
  /// @param rating 0–5; counts for the type `rating` alone
  public static double of(InteractionType type, OptionalDouble rating) {
    if (type.equals(InteractionType.RATING)) {
      return ofRating(rating);
    }
    return BY_TYPE.getOrDefault(type, UNKNOWN_TYPE);
  }

  /// Whether `type` has a weight of its own; reports name the types that have not.
  public static boolean known(InteractionType type) {
    return type.equals(InteractionType.RATING) || BY_TYPE.containsKey(type);
  }

  private static double ofRating(OptionalDouble rating) {
    if (rating.isEmpty()) {
      return RATING_WITHOUT_VALUE;
    }
    if (rating.getAsDouble() >= GOOD_RATING) {
      return 4;
    }
    return rating.getAsDouble() >= FAIR_RATING ? 1 : NEGATIVE;
  }
}
