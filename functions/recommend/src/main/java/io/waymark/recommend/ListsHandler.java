package io.waymark.recommend;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.model.ModelName;
import io.waymark.recommend.lists.DailyLists;
import io.waymark.recommend.lists.Position;
import io.waymark.recommend.models.ModelCache;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the lists of a tenant's users. What it throws may be asked again.
public final class ListsHandler
    extends LambdaEventHandler<ListsHandler.ListsEvent, ListsHandler.ListsAnswer> {
  /// Of the 15 minutes of the function; a call that goes on finds the model in memory.
  private static final Duration FOR_THE_MODEL = Duration.ofMinutes(3);

  @Inject DailyLists lists;
  @Inject ModelCache models;

  /// Whose lists.
  ///
  /// @param run the day for which they are made, like `2026-01-31`
  /// @param after of the answer before; none to begin
  @Serdeable
  public record ListsEvent(String tenantId, String run, @Nullable String after) {}

  /// What came of it.
  ///
  /// @param lists made by this call
  /// @param after where to go on; none where all are made
  @Serdeable
  public record ListsAnswer(String tenantId, long lists, @Nullable String after) {}

  public ListsHandler() {
    super(ListsEvent.class);
  }

  ListsHandler(ApplicationContext context) {
    super(ListsEvent.class, context);
  }

  @Override
  protected ListsAnswer handle(ListsEvent event, Context context) {
    TenantId tenant = new TenantId(event.tenantId());
    // Else the model of the day before, which this instance may have kept, would make the first.
    Object _ = models.warm(tenant, ModelName.DEFAULT, FOR_THE_MODEL);
    DailyLists.Made made =
        lists.make(
            tenant,
            LocalDate.parse(event.run()),
            Optional.ofNullable(event.after()).map(Position::of),
            () -> Duration.ofMillis(context.getRemainingTimeInMillis()));
    return new ListsAnswer(
        event.tenantId(), made.lists(), made.next().map(Position::text).orElse(null));
  }
}
