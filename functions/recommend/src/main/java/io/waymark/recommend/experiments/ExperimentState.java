package io.waymark.recommend.experiments;

import java.util.Optional;

/// What is known of a tenant's experiments.
///
/// @param running one at most
/// @param began how many, since the tenant is there
/// @param revision counts changes; what a writer saw is what it may replace
public record ExperimentState(Optional<Experiment> running, int began, long revision) {
  public static final ExperimentState NONE = new ExperimentState(Optional.empty(), 0, 0);
}
