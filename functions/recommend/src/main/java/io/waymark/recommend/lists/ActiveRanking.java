package io.waymark.recommend.lists;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.registry.ActiveModel;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.recommend.answers.PersonalList;
import io.waymark.recommend.answers.Recommendations;
import io.waymark.recommend.models.ModelCache;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Duration;
import java.util.Optional;

/// A tenant's usual model, as it answers requests.
public final class ActiveRanking implements Ranking {
  /// Of the 15 minutes of the function; a call that goes on finds the model in memory.
  private static final Duration FOR_THE_MODEL = Duration.ofMinutes(3);

  private final ModelRegistry registry;
  private final ModelCache models;
  private final Recommendations recommendations;

  public ActiveRanking(ModelRegistry registry, ModelCache models, Recommendations recommendations) {
    this.registry = registry;
    this.models = models;
    this.recommendations = recommendations;
  }

  @Override
  public Optional<ModelVersion> active(TenantId tenant) {
    return registry
        .active(tenant, ModelName.DEFAULT)
        .map(ActiveModel::version)
        .flatMap(version -> registry.find(tenant, ModelName.DEFAULT, version))
        .filter(model -> !model.signature().isPredictor())
        .map(RegisteredModel::version);
  }

  /// Where none comes into memory, the first list says why.
  @Override
  public void load(TenantId tenant, ModelVersion version) {
    Optional<ModelVersion> loaded = models.warm(tenant, ModelName.DEFAULT, FOR_THE_MODEL);
    if (loaded.filter(other -> !other.equals(version)).isPresent()) {
      throw new StoreUnavailableException(
          "model", new IllegalStateException(version + " of " + tenant + " is not loaded"));
    }
  }

  @Override
  public Optional<PersonalList> forYou(TenantId tenant, UserId user, int count) {
    return recommendations.forYou(tenant, user, count);
  }
}
