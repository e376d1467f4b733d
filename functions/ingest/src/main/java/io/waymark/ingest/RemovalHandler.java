package io.waymark.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.ingest.removal.DeletedTenants;
import io.waymark.ingest.removal.Removals;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Removes what is stored of a tenant that `auth` has deleted, in tables and buckets of all
/// functions. To be called again until it is complete; what it throws may be asked again.
public final class RemovalHandler
    extends LambdaEventHandler<RemovalHandler.RemovalEvent, RemovalHandler.RemovalAnswer> {
  /// What the last part begun may take.
  private static final Duration SPARE = Duration.ofSeconds(10);

  @Inject Removals removals;
  @Inject DeletedTenants deleted;
  @Inject Clock clock;

  /// Whose.
  ///
  /// @param run names the deletion
  /// @param look 1, or 2 once what was on its way must have arrived
  /// @param seconds after which no further part is begun
  @Serdeable
  public record RemovalEvent(String tenantId, String run, int look, int seconds) {}

  /// What came of it.
  ///
  /// @param removed rows and objects by table and folder, of all calls of the run
  @Serdeable
  public record RemovalAnswer(boolean complete, Map<String, Long> removed) {}

  public RemovalHandler() {
    super(RemovalEvent.class);
  }

  RemovalHandler(ApplicationContext context) {
    super(RemovalEvent.class, context);
  }

  @Override
  protected RemovalAnswer handle(RemovalEvent event, Context context) {
    TenantId tenant = new TenantId(event.tenantId());
    if (!deleted.contains(tenant)) {
      throw new IllegalStateException("the tenant " + tenant + " was not deleted");
    }
    Duration mine = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(SPARE);
    Duration asked = Duration.ofSeconds(event.seconds());
    Instant until = clock.instant().plus(mine.compareTo(asked) < 0 ? mine : asked);
    Removals.Removed removed =
        removals.remove(
            tenant, event.run(), event.look(), () -> Duration.between(clock.instant(), until));
    return new RemovalAnswer(removed.complete(), new TreeMap<>(removed.removed()));
  }
}
