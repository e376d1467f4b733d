package io.waymark.recommend.predict;

import io.swagger.v3.oas.annotations.media.Schema;

/// How the document describes tensors by their names.
@Schema(
    name = "Tensors",
    description = "Values by the tensor's name, as nested arrays",
    type = "object",
    additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
    example = "{\"features\": [[5.1, 3.5], [6.2, 2.9]]}")
final class Tensors {
  private Tensors() {}
}
