package io.waymark.ingest.outcomes;

import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.model.answers.Placement;
import io.waymark.model.answers.RecommendationIds;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// An event that brings a name back.
///
/// @param name of an answer, or what is none
public record ToldRow(TenantId tenant, String id, String type, String name, Instant time) {
  public static String name(
      RecommendationIds names, TenantId tenant, Placement placement, int arm, Instant given) {
    return names.name(
        new RecommendationIds.Named(tenant, "default", Optional.empty(), arm, placement, given));
  }

  public HistoryRow row() {
    Interaction interaction =
        new Interaction(
            new UserId("u1"),
            new ItemId("i1"),
            new InteractionType(type),
            Optional.of(time),
            new InteractionDetails(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.of(name),
                OptionalInt.empty()),
            Optional.of(new EventId(id)));
    return new HistoryRow(tenant, new EventId(id), time, interaction, false, Optional.empty());
  }
}
