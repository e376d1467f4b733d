package io.waymark.model.scan;

import io.waymark.model.GraphConstants;
import java.util.Optional;

/// A model, or one of two that are blended. Threads may share it.
sealed interface Part
    permits BlendPart, FadingPart, FoldInPart, ItemWeightsPart, NeighboursPart, PopularityPart {
  Scoring scoring(Events events, Scratch scratch);

  /// Whether it can say why.
  boolean hasReasons();

  /// The items' vectors, where scores are products of these with a user's, and what
  /// [Scoring#addition] says.
  default Optional<Vectors> vectors() {
    return Optional.empty();
  }

  /// Whether the scores of nearly all items are 0, and none is below.
  default boolean isSparse() {
    return false;
  }

  /// What it takes on the heap; its constants are outside of it.
  long heapBytes();

  /// What a plan says, over these constants.
  static Part of(ScanPlan plan, GraphConstants constants, int items) {
    return switch (plan) {
      case ScanPlan.FoldIn(String table, int width, String penalties, float scale, float missing) ->
          FoldInPart.of(
              new Rows(constants.floats(table, (long) items * width), width),
              Rows.floats(constants.floats(penalties, width)),
              scale,
              missing,
              items);
      case ScanPlan.ItemWeights(String matrix, float scale, boolean abstains) ->
          new ItemWeightsPart(
              new Rows(constants.floats(matrix, (long) items * items), items), scale, abstains);
      case ScanPlan.Neighbours(String neighbours, String strengths, int width, float scale) ->
          new NeighboursPart(
              constants.ints(neighbours, (long) items * width),
              new Rows(constants.floats(strengths, (long) items * width), width),
              scale,
              items);
      case ScanPlan.Popularity(String counts) ->
          new PopularityPart(Rows.floats(constants.floats(counts, items)));
      case ScanPlan.Fading(ScanPlan faded, float floor, float length) ->
          new FadingPart(of(faded, constants, items), floor, length, items);
      case ScanPlan.Blend(ScanPlan first, float share, ScanPlan second) ->
          new BlendPart(of(first, constants, items), share, of(second, constants, items), items);
    };
  }
}
