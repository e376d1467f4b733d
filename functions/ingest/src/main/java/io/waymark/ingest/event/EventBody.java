package io.waymark.ingest.event;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the document describes an event; it is read by [JsonEvents], which refuses field by field.
@Schema(
    name = "Event",
    description = "One interaction of a user with an item",
    example =
        "{\"user_id\": \"user_001\", \"item_id\": \"item_042\", \"interaction_type\": \"purchase\", \"event_id\": \"order-1\"}")
record EventBody(
    @Schema(name = "user_id", requiredMode = Schema.RequiredMode.REQUIRED) String userId,
    @Schema(name = "item_id", description = "required but for impressions with item_ids")
        @Nullable String itemId,
    @Schema(name = "item_ids", description = "of an impression: what was shown")
        @Nullable List<String> itemIds,
    @Schema(
            name = "interaction_type",
            defaultValue = "view",
            description =
                "like view, click, cart, purchase, like, rating, dislike, remove, impression")
        @Nullable String interactionType,
    @Schema(ref = "#/components/schemas/Time") @Nullable String timestamp,
    @Nullable Double rating,
    @Nullable Double value,
    @Schema(name = "duration_seconds") @Nullable Double durationSeconds,
    @Schema(name = "event_id", description = "your own; sent again it is a duplicate")
        @Nullable String eventId,
    @Schema(name = "recommendation_id", description = "of the list that it came from")
        @Nullable String recommendationId,
    @Schema(description = "in that list, from 1") @Nullable Integer position,
    @Schema(
            name = "tenant_id",
            description = "may be left out; else it must be the tenant of the credential")
        @Nullable String tenantId) {}
