package io.waymark.recommend;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.recommend.lists.DailyLists;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Makes the lists of a tenant's users where they are not all there of the active model. What it
/// throws may be asked again.
public final class ListsHandler
    extends LambdaEventHandler<ListsHandler.ListsEvent, ListsHandler.ListsAnswer> {
  @Inject DailyLists lists;

  /// Whose lists.
  ///
  /// @param run the day for which they are made, like `2026-01-31`, where none are begun
  @Serdeable
  public record ListsEvent(String tenantId, String run) {}

  /// What came of it.
  ///
  /// @param lists made by this call
  /// @param after how far they are, to be called again as before; none where all are made. The same
  ///   as in the answer before where that call came no further.
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
    DailyLists.Made made =
        lists.make(
            new TenantId(event.tenantId()),
            LocalDate.parse(event.run()),
            () -> Duration.ofMillis(context.getRemainingTimeInMillis()));
    return new ListsAnswer(event.tenantId(), made.lists(), made.reached().orElse(null));
  }
}
