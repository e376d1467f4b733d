package io.waymark.ingest.item;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the document describes an item; it is read by [ItemBody].
///
/// @param price 0 or more
@Schema(
    name = "Item",
    example =
        "{\"name\": \"Enamel cup\", \"category\": \"coffee\", \"price\": 12.5, \"tags\": [\"camping\"], \"colour\": \"blue\"}",
    description = "Any other field becomes an attribute.",
    additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
record ItemFields(
    @Nullable String name,
    @Nullable String category,
    @Nullable Double price,
    @Nullable String description,
    @Nullable String brand,
    @Schema(ref = "#/components/schemas/Tags") @Nullable List<String> tags) {}
