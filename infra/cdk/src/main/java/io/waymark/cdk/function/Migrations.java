package io.waymark.cdk.function;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.CronOptions;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.triggers.InvocationType;
import software.amazon.awscdk.triggers.Trigger;
import software.constructs.Construct;

/// Migrates the database once in each deployment that changes the function, before any other
/// function changes; a migration that fails ends the deployment. Once a day it also brings the
/// partitions of the usage log up to the day.
final class Migrations extends Construct {
  private final Trigger trigger;

  Migrations(Construct scope, String id, JavaFunction function, DeadLetters letters) {
    super(scope, id);
    trigger =
        Trigger.Builder.create(this, "OnDeployment")
            .handler(function.function())
            .invocationType(InvocationType.REQUEST_RESPONSE)
            .timeout(Duration.minutes(10))
            .build();
    function.keepFailedEvents(letters.queue(), 2);
    Rule.Builder.create(this, "Daily")
        .description("Partitions of the usage log")
        .schedule(Schedule.cron(CronOptions.builder().minute("10").hour("3").build()))
        .targets(
            List.of(
                LambdaFunction.Builder.create(function.function())
                    .event(RuleTargetInput.fromObject(Map.of()))
                    .deadLetterQueue(letters.queue())
                    .build()))
        .build();
  }

  void before(Construct... others) {
    trigger.executeBefore(others);
  }
}
