package io.waymark.cdk.function;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.constructs.Construct;

/// Calls the function that brings unwritten revocations to the hot path. Each call wakes the
/// database, so it is rare: a revocation is written as it is made, and only one whose write failed
/// waits for the next call or the tenant's next change.
final class RevocationSweep extends Construct {
  RevocationSweep(Construct scope, String id, JavaFunction function, DeadLetters letters) {
    super(scope, id);
    function.keepFailedEvents(letters.queue(), 2);
    Rule.Builder.create(this, "Hourly")
        .description("Revocations that could not be written when they were made")
        .schedule(Schedule.rate(Duration.hours(1)))
        .targets(
            List.of(
                LambdaFunction.Builder.create(function.function())
                    .event(RuleTargetInput.fromObject(Map.of()))
                    .deadLetterQueue(letters.queue())
                    .build()))
        .build();
  }
}
