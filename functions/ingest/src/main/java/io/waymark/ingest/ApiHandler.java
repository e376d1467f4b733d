package io.waymark.ingest;

import io.micronaut.context.ApplicationContext;
import io.waymark.edge.LambdaApiHandler;

/// The function's HTTP entry.
public final class ApiHandler extends LambdaApiHandler {
  /// As Lambda makes it.
  public ApiHandler() {}

  ApiHandler(ApplicationContext context) {
    super(context);
  }
}
