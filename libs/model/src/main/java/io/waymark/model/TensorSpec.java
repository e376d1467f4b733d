package io.waymark.model;

import java.util.List;
import java.util.stream.Collectors;

/// What a graph says of one of its inputs or outputs.
///
/// @param shape a size for each dimension, [#OPEN] where the caller chooses it
public record TensorSpec(String name, TensorType type, List<Long> shape) {
  public static final long OPEN = -1;

  public TensorSpec {
    shape = List.copyOf(shape);
  }

  /// Type and shape as people read them: `float32[?,4]`.
  public String form() {
    return type
        + shape.stream()
            .map(size -> size == OPEN ? "?" : size.toString())
            .collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public String toString() {
    return name + " " + form();
  }
}
