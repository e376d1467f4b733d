package io.waymark.train.job;

import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/// Invokes the function `waymark-<stage>-train-job` asynchronously.
public final class LambdaJobStarter implements JobStarter {
  private final LambdaClient lambda;
  private final String function;

  public LambdaJobStarter(LambdaClient lambda, Installation installation) {
    this.lambda = lambda;
    this.function = installation.name(Handler.TRAIN_JOB);
  }

  @Override
  public void start(TenantId tenant, String jobId) {
    // Both are of letters, digits and '-' only: nothing to escape.
    String event = "{\"tenant_id\":\"%s\",\"job_id\":\"%s\"}".formatted(tenant, jobId);
    StoreCalls.ask(
        "function " + function,
        () ->
            lambda.invoke(
                request ->
                    request
                        .functionName(function)
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String(event))));
  }
}
