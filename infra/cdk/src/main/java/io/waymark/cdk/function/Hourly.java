package io.waymark.cdk.function;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.constructs.Construct;

/// A call of a function once an hour, with nothing to say. Not more often: both functions that are
/// called so wake the database.
final class Hourly {
  private static final int REPETITIONS = 2;

  private Hourly() {}

  /// @param scope in which the rule is named `Hourly`
  /// @param why the rule's description
  static void call(Construct scope, JavaFunction function, DeadLetters letters, String why) {
    function.keepFailedEvents(letters.queue(), REPETITIONS);
    Rule.Builder.create(scope, "Hourly")
        .description(why)
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
