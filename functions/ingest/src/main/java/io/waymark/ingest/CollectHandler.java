package io.waymark.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.ingest.collect.CollectLeases;
import io.waymark.ingest.collect.Compaction;
import io.waymark.ingest.collect.DayGate;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compacts what a tenant's finished days brought, and judges those that were not yet, one run of a
/// tenant at a time. What it throws may be asked again.
public final class CollectHandler
    extends LambdaEventHandler<CollectHandler.CollectEvent, CollectHandler.CollectAnswer> {
  private static final Logger LOG = LoggerFactory.getLogger(CollectHandler.class);

  @Inject Compaction compaction;
  @Inject DayGate gate;
  @Inject CollectLeases leases;
  @Inject Clock clock;

  /// Whose data.
  @Serdeable
  public record CollectEvent(String tenantId) {}

  /// What came of it.
  ///
  /// @param decision `approved`, `approved_with_warnings` or `held`
  /// @param rows of the days that were judged today
  /// @param filesBefore how many files training would have read
  /// @param filesAfter how many it reads now
  /// @param interactions of all days, about, as the sizes of the files tell
  /// @param report the key, in the bucket `data`, of the report that decided: of the newest day
  ///   that was held, else of the newest; none where no day was to be judged
  /// @param done false where time was short: the decision does not count yet, to be asked again
  /// @param left to do, in files and days at most: less than the answer before said, where this
  ///   call came further
  @Serdeable
  public record CollectAnswer(
      String tenantId,
      String decision,
      long rows,
      int filesBefore,
      int filesAfter,
      long interactions,
      @Nullable String report,
      boolean done,
      int left) {}

  public CollectHandler() {
    super(CollectEvent.class);
  }

  CollectHandler(ApplicationContext context) {
    super(CollectEvent.class, context);
  }

  @Override
  protected CollectAnswer handle(CollectEvent event, Context context) {
    TenantId tenant = new TenantId(event.tenantId());
    Supplier<Duration> left = () -> Duration.ofMillis(context.getRemainingTimeInMillis());
    String holder = UUID.randomUUID().toString();
    Instant now = clock.instant();
    if (!leases.take(tenant, holder, now, now.plus(left.get()))) {
      throw new IllegalStateException(
          "the days of %s are collected by another run; ask again when it is over"
              .formatted(tenant));
    }
    try {
      return collect(tenant, LocalDate.ofInstant(now, ZoneOffset.UTC), left);
    } finally {
      leases.release(tenant, holder);
    }
  }

  private CollectAnswer collect(TenantId tenant, LocalDate today, Supplier<Duration> left) {
    Compaction.Compacted compacted = compaction.compact(tenant, today, left);
    DayGate.Judgement judgement =
        compacted.done()
            ? gate.judge(tenant, today, compacted.files(), left)
            : DayGate.Judgement.NOT_YET;
    int waiting = compacted.waiting() + judgement.waiting();
    CollectAnswer answer =
        new CollectAnswer(
            tenant.value(),
            judgement.decision().text(),
            judgement.rows(),
            compacted.filesBefore(),
            compacted.files().size(),
            compacted.aboutRows(),
            judgement.report().orElse(null),
            waiting == 0,
            waiting);
    LOG.info("collected {}", answer);
    return answer;
  }
}
