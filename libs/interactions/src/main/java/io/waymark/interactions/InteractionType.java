package io.waymark.interactions;

/// What a user did: one of the known types, which have weights of their own, or one of the
/// tenant's.
///
/// @param value `[a-z][a-z0-9_]{0,31}`
public record InteractionType(String value) implements Comparable<InteractionType> {
  private static final int LONGEST = 32;

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
    if (!wellFormed(value)) {
      throw new IllegalArgumentException(
          "interaction_type must be 1-32 of a-z, 0-9 and '_', beginning with a letter");
    }
  }

  /// Looked at for every row of a file, hence no regular expression.
  private static boolean wellFormed(String value) {
    for (int at = 0; at < value.length(); at++) {
      char character = value.charAt(at);
      boolean letter = character >= 'a' && character <= 'z';
      boolean later = (character >= '0' && character <= '9') || character == '_';
      if (!letter && !(later && at > 0)) {
        return false;
      }
    }
    return !value.isEmpty() && value.length() <= LONGEST;
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
