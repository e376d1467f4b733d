package io.waymark.recommend;

import io.micronaut.serde.annotation.Serdeable;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.recommend.models.ModelCache;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Has this instance load what the next request of a tenant will need.
@Singleton
final class Warming {
  /// The function has 29 s.
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final ModelCache models;
  private final Offers offers;

  Warming(ModelCache models, Offers offers) {
    this.models = models;
    this.offers = offers;
  }

  /// An invocation that comes from no caller: events of API Gateway have no such field.
  @Serdeable
  record WarmEvent(Tenant warm) {
    static final String FIELD = "warm";

    @Serdeable
    record Tenant(String tenantId) {}
  }

  /// What answers now.
  ///
  /// @param modelVersion none where the tenant has no model that can be loaded
  @Serdeable
  record WarmAnswer(@Nullable String modelVersion) {}

  WarmAnswer warm(WarmEvent event) {
    TenantId tenant = new TenantId(event.warm().tenantId());
    Object _ = offers.of(tenant);
    return new WarmAnswer(
        models.warm(tenant, ModelName.DEFAULT, LONGEST).map(ModelVersion::value).orElse(null));
  }
}
