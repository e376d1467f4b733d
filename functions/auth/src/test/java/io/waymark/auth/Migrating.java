package io.waymark.auth;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import java.time.Duration;

/// Calls the migrations handler in a test's own context.
final class Migrating {
  private Migrating() {}

  static MigrationsHandler.Migrated run(
      ApplicationContext context, MigrationsHandler.MigrationsRequest request) {
    return run(context, request, Duration.ofMinutes(10));
  }

  static MigrationsHandler.Migrated run(
      ApplicationContext context, MigrationsHandler.MigrationsRequest request, Duration left) {
    return new MigrationsHandler(context).handle(request, context(left));
  }

  /// Of a call that may take `left`.
  static Context context(Duration left) {
    return new MockLambdaContext() {
      @Override
      public int getRemainingTimeInMillis() {
        return Math.toIntExact(left.toMillis());
      }
    };
  }
}
