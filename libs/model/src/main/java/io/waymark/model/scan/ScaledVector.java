package io.waymark.model.scan;

/// A user's vector in bytes. Not a record, because of the array.
final class ScaledVector {
  private final byte[] numbers;
  private final double unit;
  private final float error;

  ScaledVector(byte[] numbers, double unit, float error) {
    this.numbers = numbers;
    this.unit = unit;
    this.error = error;
  }

  /// All of them; the array is its own.
  byte[] numbers() {
    return numbers;
  }

  /// What a score is off at most.
  float error() {
    return error;
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
