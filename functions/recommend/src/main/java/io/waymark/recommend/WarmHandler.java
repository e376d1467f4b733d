package io.waymark.recommend;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
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
import java.util.Optional;
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

  /// An invocation that comes from no caller of the API: API Gateway names a method in each event,
  /// and its stage has no variables. In the shape of its events, since a function's handler has
  /// one.
  @Serdeable
  record WarmEvent(String tenantId) {
    /// The stage variable that names the tenant.
    static final String TENANT = "warm";

    static Optional<WarmEvent> in(APIGatewayProxyRequestEvent event) {
      return event.getHttpMethod() == null && event.getStageVariables() != null
          ? Optional.ofNullable(event.getStageVariables().get(TENANT)).map(WarmEvent::new)
          : Optional.empty();
    }
  }

  /// What answers now.
  ///
  /// @param modelVersion none where the tenant has no model that can be loaded
  @Serdeable
  record WarmAnswer(@Nullable String modelVersion) {}

  @Override
  protected WarmAnswer handle(WarmEvent event, Context context) {
    TenantId tenant = new TenantId(event.tenantId());
    LogFields.tenant(tenant);
    Object _ = offers.of(tenant);
    return new WarmAnswer(
        models.warm(tenant, ModelName.DEFAULT, LONGEST).map(ModelVersion::value).orElse(null));
  }
}
