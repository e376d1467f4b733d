package io.waymark.auth;

import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;

/// Calls the migrations handler in a test's own context.
final class Migrating {
  private Migrating() {}

  static MigrationsHandler.Migrated run(
      ApplicationContext context, MigrationsHandler.MigrationsRequest request) {
    return new MigrationsHandler(context).handle(request, new MockLambdaContext());
  }
}
