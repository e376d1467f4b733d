package io.waymark.train;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import io.waymark.train.job.DailyTraining;
import io.waymark.train.job.Job;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The training of the day: a job like any other, stored and run here.
public final class DailyHandler
    extends LambdaEventHandler<DailyHandler.DailyEvent, DailyHandler.DailyAnswer> {
  private static final Logger LOG = LoggerFactory.getLogger(DailyHandler.class);

  @Inject DailyTraining training;

  /// Whose model.
  @Serdeable
  public record DailyEvent(String tenantId) {}

  /// What came of it.
  ///
  /// @param state `done`, `refused`, `failed` or `unchanged`
  /// @param jobId none where nothing was to be trained
  /// @param modelVersion that was trained, or is active unchanged; none where none is
  @Serdeable
  public record DailyAnswer(
      String tenantId, String state, @Nullable String jobId, @Nullable String modelVersion) {}

  public DailyHandler() {
    super(DailyEvent.class);
  }

  DailyHandler(ApplicationContext context) {
    super(DailyEvent.class, context);
  }

  @Override
  protected DailyAnswer handle(DailyEvent event, Context context) {
    TenantId tenant = new TenantId(event.tenantId());
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
    return switch (training.train(tenant, left)) {
      case DailyTraining.Outcome.Unchanged unchanged ->
          new DailyAnswer(
              tenant.value(),
              "unchanged",
              null,
              unchanged.active().map(ModelVersion::value).orElse(null));
      case DailyTraining.Outcome.Busy(String jobId) -> {
        LOG.warn("job {} of {} trains already", jobId, tenant);
        yield new DailyAnswer(tenant.value(), "failed", jobId, null);
      }
      case DailyTraining.Outcome.Ended(Job job) -> {
        // The alarm "no model for days" counts these lines.
        LOG.info("training job {} of {} ended as {}", job.id(), tenant, job.state().text());
        yield new DailyAnswer(
            tenant.value(), job.state().text(), job.id(), job.status().modelVersion().orElse(null));
      }
    };
  }
}
