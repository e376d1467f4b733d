package io.waymark.recommend;

import io.micronaut.context.ApplicationContext;
import io.waymark.edge.LambdaApiHandler;

/// Entry of the function `recommend`: HTTP by API Gateway.
public final class ApiHandler extends LambdaApiHandler {
  /// As Lambda makes it.
  public ApiHandler() {}

  ApiHandler(ApplicationContext context) {
    super(context);
  }
}
