package io.waymark.model.scan;

/// A user's vector in bytes. Not a record, because of the arrays.
final class ScaledVector {
  /// Single precision, of an error itself.
  private static final double SINGLE = 0x1p-23;

  private final byte[] numbers;
  private final double unit;
  private final double length;
  private final double left;
  private final double summing;
  private final Rounding items;

  /// Rounded numbers.
  ///
  /// @param unit what they are multiples of
  /// @param length of what was rounded
  /// @param left the length of what rounding left of it
  /// @param summing what single precision may take from a sum, or add to it
  /// @param items that it is multiplied with
  ScaledVector(
      byte[] numbers, double unit, double length, double left, double summing, Rounding items) {
    this.numbers = numbers;
    this.unit = unit;
    this.length = length;
    this.left = left;
    this.summing = summing;
    this.items = items;
  }

  /// All of them; the array is its own.
  byte[] numbers() {
    return numbers;
  }

  /// What a score is off at most.
  double error() {
    return error(items.longest(), items.furthest());
  }

  /// What one of a group is off at most.
  double error(int group) {
    return error(items.longest(group), items.furthest(group));
  }

  /// A product of what was rounded away is at most that of the lengths.
  private double error(float longest, float furthest) {
    return (length * furthest + left * longest + summing) * (1 + SINGLE);
  }

  /// What a product and what is added to it come to.
  double score(int product, double addition) {
    return product * unit + addition;
  }

  /// A product that is not above it has no score above `floor`.
  int product(double floor, double addition) {
    return (int) Math.floor((floor - addition) / unit); // the least there is, of no floor
  }
}
