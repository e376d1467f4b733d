package io.waymark.recommend.answers;

import io.waymark.recommend.answers.Question.Boost;
import io.waymark.tenancy.ItemId;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How a slot came to its place.
///
/// @param modelScore the model's own, any number; empty where the slot is not from its ranking
/// @param layerScore what the slot's layer made of it, before boosts
/// @param boosts that hit
/// @param spread whether diversity moved it
/// @param pinned at this position
/// @param seeds that speak for it, the strongest first
record Explanation(
    OptionalDouble modelScore,
    OptionalDouble layerScore,
    List<Boost> boosts,
    boolean spread,
    OptionalInt pinned,
    List<Share> seeds) {
  Explanation {
    boosts = List.copyOf(boosts);
    seeds = List.copyOf(seeds);
  }

  /// The part of one item of the taste in a model's score; all parts of a slot make 1.
  record Share(ItemId item, double share) {}
}
