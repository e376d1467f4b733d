package io.waymark.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a model is, and the tensors its graph takes and gives, in the graph's order.
///
/// @param kind as in the manifest, `recommender` or `predictor`
public record Signature(String kind, List<TensorSpec> inputs, List<TensorSpec> outputs) {
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /// Of a predictor that nobody has opened yet.
  public static final Signature UNKNOWN_PREDICTOR =
      new Signature(Manifest.PREDICTOR, List.of(), List.of());

  /// Of a recommender that nobody has opened yet.
  public static final Signature UNKNOWN_RECOMMENDER =
      new Signature(Manifest.RECOMMENDER, List.of(), List.of());

  public boolean isPredictor() {
    return kind.equals(Manifest.PREDICTOR);
  }

  public Optional<TensorSpec> input(String name) {
    return inputs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  /// What is wrong with an input that the graph does not have, to be read after its name.
  public String unknownInput() {
    return inputs.stream()
        .map(TensorSpec::toString)
        .collect(Collectors.joining(", ", "is no input of this model, which takes ", ""));
  }
}
