package io.waymark.train;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.edge.telemetry.LogFields;
import io.waymark.tenancy.TenantId;
import io.waymark.train.job.TrainingRun;
import jakarta.inject.Inject;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one stored job. Whatever comes of it stands in the job; nothing is thrown for the service
/// to deliver again.
public final class JobHandler
    extends LambdaEventHandler<JobHandler.JobEvent, JobHandler.JobAnswer> {
  private static final Logger LOG = LoggerFactory.getLogger(JobHandler.class);

  @Inject TrainingRun run;

  /// Which job.
  @Serdeable
  public record JobEvent(String tenantId, String jobId) {}

  /// What became of it.
  @Serdeable
  public record JobAnswer(String jobId, String state) {}

  public JobHandler() {
    super(JobEvent.class);
  }

  /// A handler over beans that run already.
  JobHandler(ApplicationContext context) {
    super(JobEvent.class, context);
  }

  @Override
  protected JobAnswer handle(JobEvent event, Context context) {
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
    TenantId tenant = new TenantId(event.tenantId());
    LogFields.tenant(tenant);
    JobAnswer answer =
        run.run(tenant, event.jobId(), left)
            .map(job -> new JobAnswer(job.id(), job.state().text()))
            .orElseGet(() -> new JobAnswer(event.jobId(), "skipped"));
    // The alarm "no model for days" counts these lines.
    LOG.info("training job {} of {} ended as {}", event.jobId(), event.tenantId(), answer.state());
    return answer;
  }
}
