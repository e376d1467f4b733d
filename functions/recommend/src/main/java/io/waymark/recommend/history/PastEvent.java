package io.waymark.recommend.history;

import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.ItemId;
import java.time.Instant;

/// One thing a user did with an item.
///
/// @param weight what it says about taste: above 0 liking, below 0 a wish not to see the item
public record PastEvent(ItemId item, InteractionType type, double weight, Instant time) {}
