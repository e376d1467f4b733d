package io.waymark.model;

import java.util.regex.Pattern;

/// What a tenant calls a line of model versions. Stands in paths and object keys as it is.
///
/// @param value 1–63 of `a-z`, `0-9`, `-` and `_`, beginning with a letter or digit; not `train`,
///   whose path starts training
public record ModelName(String value) implements Comparable<ModelName> {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  /// The one asked when a request names none.
  public static final ModelName DEFAULT = new ModelName("default");

  public ModelName {
    if (!SHAPE.matcher(value).matches() || value.equals("train")) {
      throw new IllegalArgumentException(
          "a model's name must be 1-63 of a-z, 0-9, '-' and '_', beginning with a letter or digit,"
              + " and not 'train'");
    }
  }

  @Override
  public int compareTo(ModelName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
