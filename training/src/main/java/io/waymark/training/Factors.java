package io.waymark.training;

/// Vectors of users and items, row after row. Not a record, because of the arrays.
public final class Factors {
  private final int width;
  private final float[] users;
  private final float[] items;

  Factors(int width, float[] users, float[] items) {
    this.width = width;
    this.users = users;
    this.items = items;
  }

  public int width() {
    return width;
  }

  float[] users() {
    return users;
  }

  float[] items() {
    return items;
  }
}
