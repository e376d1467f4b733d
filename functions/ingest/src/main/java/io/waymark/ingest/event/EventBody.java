package io.waymark.ingest.event;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the document describes an event; it is read by [JsonEvents], which refuses field by field.
@Schema(name = "Event")
record EventBody(
    @Schema(name = "user_id", requiredMode = Schema.RequiredMode.REQUIRED) String userId,
    @Schema(name = "item_id", description = "required but for impressions with item_ids")
        @Nullable String itemId,
    @Schema(name = "item_ids", description = "of an impression: what was shown")
        @Nullable List<String> itemIds,
    @Schema(name = "interaction_type", defaultValue = "view") @Nullable String interactionType,
    @Schema(description = "RFC 3339 or epoch; now where left out") @Nullable String timestamp,
    @Nullable Double rating,
    @Nullable Double value,
    @Schema(name = "duration_seconds") @Nullable Double durationSeconds,
    @Schema(name = "event_id") @Nullable String eventId,
    @Schema(name = "recommendation_id") @Nullable String recommendationId,
    @Nullable Integer position) {}
