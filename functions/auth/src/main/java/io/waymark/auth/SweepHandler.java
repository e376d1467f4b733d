package io.waymark.auth;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.auth.audit.FailedLogIns;
import io.waymark.auth.deletions.Deletions;
import io.waymark.auth.outbox.Sweep;
import io.waymark.edge.LambdaEventHandler;
import jakarta.inject.Inject;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings to the hot path what changes of any tenant could not write there when they were made, to
/// the audit logs which log-ins failed in minutes that are over, and deletions of tenants to their
/// end. To be called on a schedule, with the constant event `{}`: a revocation whose projection
/// failed holds off no longer than from one call to the next.
public final class SweepHandler
    extends LambdaEventHandler<SweepHandler.SweepRequest, SweepHandler.Swept> {
  private static final Logger LOG = LoggerFactory.getLogger(SweepHandler.class);

  /// Done before the next minute's call.
  private static final Duration MOST = Duration.ofSeconds(45);

  /// What the last tenant begun may take.
  private static final Duration SPARE = Duration.ofSeconds(5);

  @Inject Sweep sweep;

  @Inject FailedLogIns failures;

  @Inject Deletions deletions;

  public SweepHandler() {
    super(SweepRequest.class);
  }

  SweepHandler(ApplicationContext context) {
    super(SweepRequest.class, context);
  }

  /// Nothing to say.
  @Serdeable
  public record SweepRequest() {}

  /// What was done.
  ///
  /// @param projections how many were written
  /// @param complete whether nothing waits any more
  @Serdeable
  public record Swept(int projections, boolean complete) {}

  @Override
  protected Swept handle(SweepRequest request, Context context) {
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(SPARE);
    Sweep.Swept swept = sweep.run(left.compareTo(MOST) < 0 ? left : MOST);
    failures.settleAll();
    if (!deletions.sweep(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(SPARE))) {
      LOG.info("deletions of tenants go on with the next call");
    }
    if (!swept.complete()) {
      LOG.warn("projections still wait; {} were written", swept.written());
    }
    return new Swept(swept.written(), swept.complete());
  }
}
