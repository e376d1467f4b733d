package io.waymark.train;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.waymark.tenancy.TenantId;
import io.waymark.train.job.TrainingRun;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one stored job in a process of its own, as long as it takes: for tenants whose data is more
/// than a function trains on in its time. Which one stands in `TENANT_ID` and `JOB_ID`, how long it
/// may take in `TIME_LIMIT` (ISO 8601, like `PT2H`).
///
/// Whatever comes of the job stands in the job, and the process ends with 0; another code says that
/// nobody has run it, and the task may be repeated. A job that someone has begun is not run again.
public final class TrainTask {
  private static final Logger LOG = LoggerFactory.getLogger(TrainTask.class);

  private static final int FAILED = 1;

  private TrainTask() {}

  /// Ends the process: a library's thread that is left would keep a task alive that is paid by the
  /// second.
  public static void main(String[] arguments) {
    try (ApplicationContext context = ApplicationContext.builder(Environment.FUNCTION).start()) {
      run(System.getenv(), context);
    } catch (RuntimeException | Error failed) {
      LOG.error("the task has failed", failed);
      System.exit(FAILED);
    }
    System.exit(0);
  }

  static void run(Map<String, String> environment, ApplicationContext context) {
    TenantId tenant = new TenantId(required(environment, "TENANT_ID"));
    String jobId = required(environment, "JOB_ID");
    Duration left = duration(required(environment, "TIME_LIMIT"));
    String state =
        context
            .getBean(TrainingRun.class)
            .run(tenant, jobId, left)
            .map(job -> job.state().text())
            .orElse("skipped");
    LOG.info("the task of training job {} of {} ended as {}", jobId, tenant, state);
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing from the environment");
    }
    return value;
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException wrong) {
      throw new IllegalArgumentException("TIME_LIMIT must be like PT2H, not " + text, wrong);
    }
  }
}
