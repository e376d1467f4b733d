package io.waymark.model.outcomes;

/// How many events of each kind.
public record OutcomeCounts(long impressions, long clicks, long carts, long purchases) {
  public static final OutcomeCounts NONE = new OutcomeCounts(0, 0, 0, 0);

  public OutcomeCounts {
    if (impressions < 0 || clicks < 0 || carts < 0 || purchases < 0) {
      throw new IllegalArgumentException("counts are not below 0");
    }
  }

  /// One event.
  public static OutcomeCounts of(Outcome outcome) {
    return switch (outcome) {
      case IMPRESSION -> new OutcomeCounts(1, 0, 0, 0);
      case CLICK -> new OutcomeCounts(0, 1, 0, 0);
      case CART -> new OutcomeCounts(0, 0, 1, 0);
      case PURCHASE -> new OutcomeCounts(0, 0, 0, 1);
    };
  }

  public long count(Outcome outcome) {
    return switch (outcome) {
      case IMPRESSION -> impressions;
      case CLICK -> clicks;
      case CART -> carts;
      case PURCHASE -> purchases;
    };
  }

  public OutcomeCounts plus(OutcomeCounts other) {
    return new OutcomeCounts(
        impressions + other.impressions,
        clicks + other.clicks,
        carts + other.carts,
        purchases + other.purchases);
  }
}
