package io.waymark.ingest.upload;

import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;

/// That a user once did this with an item, kept beyond the user's history.
public record Remembered(UserId user, InteractionType type, ItemId item) {}
