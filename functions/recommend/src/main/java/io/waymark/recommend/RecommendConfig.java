package io.waymark.recommend;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// What an operator may change of this function.
///
/// @param modelCacheBytes that all models in memory may take together
/// @param inferenceCacheBytes that kept answers of models may take together; 0 keeps none
/// @param modelCheck how long a change of the active model, or of the experiment, may go unseen
/// @param modelPatience how long a first call waits for its model, well below API Gateway's 29 s
/// @param modelRun how long a predictor may run for one call, and an uploaded recommender for one
///   question while it is examined
/// @param modelMemory bytes that an uploaded model may take to be loaded and run, while it is
///   examined; a recommender with its items
/// @param modelTrial how long it may take for that, with a run each on several inputs
/// @param uploadLimit bytes of a model that is uploaded, and of all constants it asks for
/// @param uploadUrlValid how long a file may be put
/// @param catalogueCheck how long a change of a catalogue may go unseen
/// @param catalogueItems that all catalogues in memory may have together, their columns counted in
@ConfigurationProperties("waymark.recommend")
public record RecommendConfig(
    @Bindable(defaultValue = "536870912") long modelCacheBytes,
    @Bindable(defaultValue = "33554432") long inferenceCacheBytes,
    @Bindable(defaultValue = "2s") Duration modelCheck,
    @Bindable(defaultValue = "20s") Duration modelPatience,
    @Bindable(defaultValue = "5s") Duration modelRun,
    @Bindable(defaultValue = "536870912") long modelMemory,
    @Bindable(defaultValue = "15s") Duration modelTrial,
    @Bindable(defaultValue = "134217728") long uploadLimit,
    @Bindable(defaultValue = "15m") Duration uploadUrlValid,
    @Bindable(defaultValue = "2s") Duration catalogueCheck,
    @Bindable(defaultValue = "1000000") long catalogueItems) {
  public RecommendConfig {
    if (modelCacheBytes < 1) {
      throw new IllegalArgumentException(
          "waymark.recommend.model-cache-bytes must be positive, not " + modelCacheBytes);
    }
    if (inferenceCacheBytes < 0) {
      throw new IllegalArgumentException(
          "waymark.recommend.inference-cache-bytes must not be negative, but is "
              + inferenceCacheBytes);
    }
  }
}
