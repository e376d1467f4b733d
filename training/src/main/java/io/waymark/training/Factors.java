package io.waymark.training;

/// Vectors of users and items. Not a record, because of the arrays.
public final class Factors {
  private final int width;
  private final float[][] users;
  private final float[][] items;

  /// @param users a row each, of `width` numbers and more, which are zeros
  Factors(int width, float[][] users, float[][] items) {
    this.width = width;
    this.users = users;
    this.items = items;
  }

  /// Of vectors that stand one after the other.
  static Factors of(int width, float[] users, float[] items) {
    return new Factors(width, Rows.of(users, width), Rows.of(items, width));
  }

  public int width() {
    return width;
  }

  /// The vectors one after the other.
  float[] users() {
    return Rows.joined(users, width);
  }

  /// As [#users].
  float[] items() {
    return Rows.joined(items, width);
  }

  float[][] userRows() {
    return users;
  }

  float[][] itemRows() {
    return items;
  }
}
