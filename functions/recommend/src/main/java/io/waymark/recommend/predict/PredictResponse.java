package io.waymark.recommend.predict;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/// What a predictor answered.
///
/// @param outputs each output of the model as nested arrays; a number that JSON does not have (not
///   a number, or infinite) is null
@Serdeable
record PredictResponse(
    Model model,
    @Schema(name = "outputs", implementation = Tensors.class) Map<String, JsonNode> outputs) {
  /// Which model it was.
  @Serdeable
  @Schema(name = "PredictedBy")
  record Model(String name, String version) {}
}
