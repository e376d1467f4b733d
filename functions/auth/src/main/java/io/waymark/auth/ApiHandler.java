package io.waymark.auth;

import io.micronaut.context.ApplicationContext;
import io.waymark.edge.LambdaApiHandler;

/// Answers the HTTP calls of this function.
public final class ApiHandler extends LambdaApiHandler {
  /// As Lambda makes it.
  public ApiHandler() {}

  ApiHandler(ApplicationContext context) {
    super(context);
  }
}
