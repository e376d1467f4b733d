package io.waymark.model.scan;

/// A user's vector in bytes. Not a record, because of the array.
final class ScaledVector {
  private final byte[] numbers;
  private final double unit;
  private final float error;

  /// What products with an item's bytes are where the score is 0.
  private final int zero;

  /// Rounded numbers.
  ///
  /// @param lift how much higher than they are the items' numbers stand
  ScaledVector(byte[] numbers, double unit, int lift, float error) {
    this.numbers = numbers;
    this.unit = unit;
    this.error = error;
    int sum = 0;
    for (byte number : numbers) {
      sum += number;
    }
    this.zero = lift * sum;
  }

  /// All of them; the array is its own.
  byte[] numbers() {
    return numbers;
  }

  byte number(int axis) {
    return numbers[axis];
  }

  /// What a score is off at most.
  float error() {
    return error;
  }

  /// What a product and what is added to it come to.
  float score(int product, double addition) {
    return (float) ((product - zero) * unit + addition);
  }

  /// A product that is not above it has no score above `floor`.
  int product(float floor, double addition) {
    return (int) (Math.floor((floor - addition) / unit) + zero); // the least there is, of no floor
  }
}
