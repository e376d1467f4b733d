package io.waymark.model;

import java.util.List;

/// The tensors a graph takes and gives, in the graph's order.
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
