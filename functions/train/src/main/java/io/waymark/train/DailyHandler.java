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

/// The training of the day: a job like any other, stored and run here. Where another process runs
/// it, this stores the job before and says afterwards what came of it.
public final class DailyHandler
    extends LambdaEventHandler<DailyHandler.DailyEvent, DailyHandler.DailyAnswer> {
  private static final Logger LOG = LoggerFactory.getLogger(DailyHandler.class);

  @Inject DailyTraining training;

  /// Whose model.
  ///
  /// @param queueOnly true where a [TrainTask] runs the job; its id is in the answer
  /// @param jobId of one that ran so: nothing is done but to say what came of it
  @Serdeable
  public record DailyEvent(String tenantId, @Nullable Boolean queueOnly, @Nullable String jobId) {}

  /// What came of it.
  ///
  /// @param state `done`, `refused`, `failed` or `unchanged`; `queued` if that was all that was
  ///   asked, or `running`
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
    return switch (outcome(tenant, event, left)) {
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
      case DailyTraining.Outcome.Queued(Job job) -> answer(tenant, job);
      case DailyTraining.Outcome.Ended(Job job) -> {
        // The alarm "no model for days" counts these lines.
        LOG.info("training job {} of {} ended as {}", job.id(), tenant, job.state().text());
        yield answer(tenant, job);
      }
    };
  }

  private DailyTraining.Outcome outcome(TenantId tenant, DailyEvent event, Duration left) {
    if (event.jobId() != null) {
      return training.ended(tenant, event.jobId());
    }
    return Boolean.TRUE.equals(event.queueOnly())
        ? training.queue(tenant)
        : training.train(tenant, left);
  }

  private static DailyAnswer answer(TenantId tenant, Job job) {
    return new DailyAnswer(
        tenant.value(), job.state().text(), job.id(), job.status().modelVersion().orElse(null));
  }
}
