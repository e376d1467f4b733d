package io.waymark.interactions;

import java.util.List;
import java.util.OptionalDouble;

/// The column `weight` that a file of histories may have besides the fields of an interaction.
/// Where a row has one, it counts instead of type and rating: above 0 a liking of that strength; 0
/// no evidence, the user only knows the item; below 0, however far, a wish not to see it, which is
/// never a positive. An upload does not have it: there the type says the weight.
public final class WeightColumn {
  public static final String NAME = "weight";

  /// Beyond it single-precision sums forget the usual weights beside it.
  public static final double MOST = 1_000_000;

  private WeightColumn() {}

  /// Reads it; empty where the row has none, or where a reason was added to `reasons`.
  public static OptionalDouble read(Fields fields, List<RejectionReason> reasons) {
    return new FieldReader(fields, reasons).number(NAME, -MOST, MOST);
  }
}
