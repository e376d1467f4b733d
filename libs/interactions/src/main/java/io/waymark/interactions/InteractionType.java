package io.waymark.interactions;

import java.util.regex.Pattern;

/// What a user did: one of the known types, which have weights of their own, or one of the
/// tenant's.
///
/// @param value `[a-z][a-z0-9_]{0,31}`
public record InteractionType(String value) implements Comparable<InteractionType> {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  public static final InteractionType VIEW = new InteractionType("view");
  public static final InteractionType CLICK = new InteractionType("click");
  public static final InteractionType CART = new InteractionType("cart");
  public static final InteractionType PURCHASE = new InteractionType("purchase");
  public static final InteractionType LIKE = new InteractionType("like");
  public static final InteractionType RATING = new InteractionType("rating");
  public static final InteractionType DISLIKE = new InteractionType("dislike");
  public static final InteractionType REMOVE = new InteractionType("remove");

  /// The item was shown; says nothing about taste.
  public static final InteractionType IMPRESSION = new InteractionType("impression");

  public InteractionType {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "interaction_type must be 1-32 of a-z, 0-9 and '_', beginning with a letter");
    }
  }

  @Override
  public int compareTo(InteractionType other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
