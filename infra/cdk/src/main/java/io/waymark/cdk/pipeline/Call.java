package io.waymark.cdk.pipeline;

import io.waymark.tenancy.installation.Handler;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.stepfunctions.JitterType;
import software.amazon.awscdk.services.stepfunctions.JsonPath;
import software.amazon.awscdk.services.stepfunctions.RetryProps;
import software.amazon.awscdk.services.stepfunctions.TaskInput;
import software.amazon.awscdk.services.stepfunctions.TaskStateBase;
import software.amazon.awscdk.services.stepfunctions.Timeout;
import software.amazon.awscdk.services.stepfunctions.tasks.LambdaInvoke;
import software.constructs.Construct;

/// A call of a function by the machine, which waits for the answer. Lambda's own troubles are tried
/// again; what the function says or throws is not: it would say it again. Nor is a process that
/// ended in the middle of its work, unless that work is small.
enum Call {
  TENANTS(Handler.TRAIN_TENANTS, Duration.minutes(2)),
  COLLECT(Handler.INGEST_COLLECT, Duration.minutes(16)),
  TRAIN(Handler.TRAIN_DAILY, Duration.minutes(16)),
  LISTS(Handler.RECOMMEND_LISTS, Duration.minutes(16)),
  WARM(Handler.RECOMMEND_API, Duration.minutes(1));

  /// Throttling too: four tenants at once share the account's instances with those who ask.
  private static final List<String> TROUBLES_OF_LAMBDA =
      List.of(
          "Lambda.ServiceException",
          "Lambda.AWSLambdaException",
          "Lambda.SdkClientException",
          "Lambda.ClientExecutionTimeoutException",
          "Lambda.TooManyRequestsException");

  private static final List<String> ENDS_OF_PROCESSES =
      List.of("Runtime.ExitError", "Sandbox.Timedout");

  private static final Duration FIRST_PAUSE = Duration.seconds(2);
  private static final Duration LONGEST_PAUSE = Duration.minutes(1);
  private static final int REPETITIONS = 6;

  private final Handler handler;
  private final Duration atMost;

  /// @param atMost longer than the function's own limit, so that the function's error is what is
  ///   seen
  Call(Handler handler, Duration atMost) {
    this.handler = handler;
    this.atMost = atMost;
  }

  /// A state that puts the function's answer into the field `answer` of what is at `result`.
  ///
  /// @param name of the state
  TaskStateBase state(
      Construct scope,
      String name,
      Function<Handler, IFunction> functions,
      TaskInput payload,
      String result) {
    return LambdaInvoke.Builder.create(scope, name)
        .lambdaFunction(functions.apply(handler))
        .payload(payload)
        .resultSelector(Fields.of("answer", JsonPath.objectAt("$.Payload")))
        .resultPath(result)
        .taskTimeout(Timeout.duration(atMost))
        .retryOnServiceExceptions(false)
        .build()
        .addRetry(
            RetryProps.builder()
                .errors(triedAgain())
                .interval(FIRST_PAUSE)
                .backoffRate(2)
                .maxDelay(LONGEST_PAUSE)
                .jitterStrategy(JitterType.FULL)
                .maxAttempts(REPETITIONS)
                .build());
  }

  private List<String> triedAgain() {
    return switch (this) {
      case TENANTS, WARM ->
          Stream.concat(TROUBLES_OF_LAMBDA.stream(), ENDS_OF_PROCESSES.stream()).toList();
      case COLLECT, TRAIN, LISTS -> TROUBLES_OF_LAMBDA;
    };
  }
}
