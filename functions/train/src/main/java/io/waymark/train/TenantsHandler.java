package io.waymark.train;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.train.tenants.S3Tenants;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says which tenants have something to train on.
public final class TenantsHandler
    extends LambdaEventHandler<TenantsHandler.TenantsEvent, TenantsHandler.TenantsAnswer> {
  private static final int A_PAGE = 100;

  @Inject S3Tenants tenants;

  /// Which page.
  ///
  /// @param after of the page before; none for the first
  @Serdeable
  public record TenantsEvent(@Nullable String after) {}

  /// A page.
  ///
  /// @param after for the next; none where this was the last
  @Serdeable
  public record TenantsAnswer(List<Tenant> tenants, @Nullable String after) {}

  /// One that is active.
  @Serdeable
  public record Tenant(String tenantId) {}

  public TenantsHandler() {
    super(TenantsEvent.class);
  }

  TenantsHandler(ApplicationContext context) {
    super(TenantsEvent.class, context);
  }

  @Override
  protected TenantsAnswer handle(TenantsEvent event, Context context) {
    S3Tenants.Page page = tenants.page(Optional.ofNullable(event.after()), A_PAGE);
    return new TenantsAnswer(
        page.active().stream().map(tenant -> new Tenant(tenant.value())).toList(),
        page.last().orElse(null));
  }
}
