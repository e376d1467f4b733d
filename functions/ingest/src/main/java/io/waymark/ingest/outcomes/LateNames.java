package io.waymark.ingest.outcomes;

import io.waymark.edge.Parameters;
import io.waymark.edge.RecommendationIdKey;
import io.waymark.edge.WaymarkConfig;
import io.waymark.model.answers.RecommendationIds;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the key of the names of answers once it is needed: most windows bring none back, and a
/// stage's first deployment has none yet.
public final class LateNames implements Supplier<RecommendationIds> {
  private final WaymarkConfig config;
  private final Parameters parameters;
  private @Nullable RecommendationIds read;

  public LateNames(WaymarkConfig config, Parameters parameters) {
    this.config = config;
    this.parameters = parameters;
  }

  /// @throws io.waymark.tenancy.StoreUnavailableException where the key cannot be read; the next
  ///   call tries again
  @Override
  public synchronized RecommendationIds get() {
    if (read == null) {
      read = new RecommendationIds(RecommendationIdKey.of(config, parameters));
    }
    return read;
  }
}
