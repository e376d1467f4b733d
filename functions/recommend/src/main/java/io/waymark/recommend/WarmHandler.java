package io.waymark.recommend;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.edge.telemetry.LogFields;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.recommend.models.ModelCache;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Has this instance load what the next request of a tenant will need. An invocation like any
/// other, but that [ApiHandler] passes it on: what it loads must be of the same instance.
final class WarmHandler extends LambdaEventHandler<WarmHandler.WarmEvent, WarmHandler.WarmAnswer> {
  /// The function has 29 s.
  private static final Duration LONGEST = Duration.ofSeconds(20);

  @Inject ModelCache models;
  @Inject Offers offers;

  /// On the beans of the instance.
  WarmHandler(ApplicationContext context) {
    super(WarmEvent.class, context);
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

  @Override
  protected WarmAnswer handle(WarmEvent event, Context context) {
    TenantId tenant = new TenantId(event.warm().tenantId());
    LogFields.tenant(tenant);
    Object _ = offers.of(tenant);
    return new WarmAnswer(
        models.warm(tenant, ModelName.DEFAULT, LONGEST).map(ModelVersion::value).orElse(null));
  }
}
