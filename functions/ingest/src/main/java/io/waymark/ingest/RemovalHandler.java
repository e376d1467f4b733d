package io.waymark.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.ingest.removal.DeletedTenants;
import io.waymark.ingest.removal.Removals;
import io.waymark.ingest.removal.RestoredRows;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Removes what is stored of a tenant that `auth` has deleted, in tables and buckets of all
/// functions; or, after tables were restored, what they have of a tenant's erased users again. To
/// be called again until it is complete; what it throws may be asked again.
public final class RemovalHandler
    extends LambdaEventHandler<RemovalHandler.RemovalEvent, RemovalHandler.RemovalAnswer> {
  /// What the last part begun may take.
  private static final Duration SPARE = Duration.ofSeconds(10);

  @Inject Removals removals;
  @Inject RestoredRows restored;
  @Inject DeletedTenants deleted;
  @Inject Clock clock;

  /// Whose.
  ///
  /// @param run names the deletion
  /// @param look 1, or 2 once what was on its way must have arrived
  /// @param seconds after which no further part is begun
  /// @param erased true where the tenant stays and its erased users alone go; `run` and `look` mean
  ///   nothing then
  /// @param after of the call before, where erased users go
  @Serdeable
  public record RemovalEvent(
      String tenantId,
      @Nullable String run,
      @Nullable Integer look,
      int seconds,
      @Nullable Boolean erased,
      @Nullable String after) {}

  /// What came of it.
  ///
  /// @param removed rows and objects by table and folder, of all calls of the run; of erased users
  ///   those of this call
  /// @param after what the next call is to say, where erased users go and it is not complete
  @Serdeable
  public record RemovalAnswer(
      boolean complete, Map<String, Long> removed, @Nullable String after) {}

  public RemovalHandler() {
    super(RemovalEvent.class);
  }

  RemovalHandler(ApplicationContext context) {
    super(RemovalEvent.class, context);
  }

  @Override
  protected RemovalAnswer handle(RemovalEvent event, Context context) {
    TenantId tenant = new TenantId(event.tenantId());
    Duration mine = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(SPARE);
    Duration asked = Duration.ofSeconds(event.seconds());
    Instant until = clock.instant().plus(mine.compareTo(asked) < 0 ? mine : asked);
    Supplier<Duration> left = () -> Duration.between(clock.instant(), until);
    return Boolean.TRUE.equals(event.erased())
        ? erased(tenant, Optional.ofNullable(event.after()), left)
        : tenant(tenant, event, left);
  }

  private RemovalAnswer erased(TenantId tenant, Optional<String> after, Supplier<Duration> left) {
    RestoredRows.Removed removed = restored.remove(tenant, after, left);
    return new RemovalAnswer(
        removed.next().isEmpty(), new TreeMap<>(removed.rows()), removed.next().orElse(null));
  }

  private RemovalAnswer tenant(TenantId tenant, RemovalEvent event, Supplier<Duration> left) {
    if (event.run() == null || event.look() == null) {
      throw new IllegalArgumentException("run and look are missing");
    }
    if (!deleted.contains(tenant)) {
      throw new IllegalStateException("the tenant " + tenant + " was not deleted");
    }
    Removals.Removed removed = removals.remove(tenant, event.run(), event.look(), left);
    return new RemovalAnswer(removed.complete(), new TreeMap<>(removed.removed()), null);
  }
}
