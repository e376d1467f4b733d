package io.waymark.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a graph says of one of its inputs or outputs.
///
/// @param shape a size for each dimension, [#OPEN] where the caller chooses it
public record TensorSpec(String name, TensorType type, List<Long> shape) {
  public static final long OPEN = -1;

  /// The most that an open first dimension may have.
  public static final int MAX_BATCH = 128;

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

  /// Why a tensor of this shape cannot stand here, to be read after its name; empty where it can.
  public Optional<String> misfit(List<Long> given) {
    boolean fits = given.size() == shape.size();
    for (int at = 0; fits && at < given.size(); at++) {
      fits = shape.get(at) == OPEN ? given.get(at) > 0 : given.get(at).equals(shape.get(at));
    }
    if (!fits) {
      return Optional.of("must have the shape of " + form() + ", not " + given);
    }
    return !shape.isEmpty() && shape.getFirst() == OPEN && given.getFirst() > MAX_BATCH
        ? Optional.of("must have a batch of 1-%d, not %d".formatted(MAX_BATCH, given.getFirst()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return name + " " + form();
  }
}
