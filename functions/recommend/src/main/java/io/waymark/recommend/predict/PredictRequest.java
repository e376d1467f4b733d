package io.waymark.recommend.predict;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/ml/predict`.
///
/// @param model the predictor's name
/// @param version by default the active one
/// @param inputs for each input of the model its values as nested arrays, one nesting a dimension,
///   the first of them the batch of 1–128; numbers, booleans or texts by the input's type, never
///   null
/// @param tenantId may be left out; else it must be the tenant of the credential
@Serdeable
@Schema(
    example =
        "{\"model\": \"churn\", \"inputs\": {\"features\": [[5.1, 3.5, 1.4, 0.2], [6.2, 2.9, 4.3, 1.3]]}}")
record PredictRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, nullable = false) @Nullable String model,
    @Nullable String version,
    @Schema(
            name = "inputs",
            requiredMode = Schema.RequiredMode.REQUIRED,
            nullable = false,
            implementation = Tensors.class)
        @Nullable Map<String, JsonNode> inputs,
    @Nullable String tenantId) {}
