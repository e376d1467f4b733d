package io.waymark.recommend;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.HttpStatus;
import io.micronaut.serde.ObjectMapper;
import io.waymark.edge.LambdaApiHandler;
import io.waymark.recommend.WarmHandler.WarmAnswer;
import io.waymark.recommend.WarmHandler.WarmEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Entry of the function `recommend`: HTTP by API Gateway, and [WarmHandler] by whoever may invoke
/// the function directly.
public final class ApiHandler extends LambdaApiHandler {
  /// As Lambda makes it.
  public ApiHandler() {}

  ApiHandler(ApplicationContext context) {
    super(context);
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent event, Context context) {
    Optional<WarmEvent> warm = WarmEvent.in(event);
    LambdaBodies.fill(event);
    return warm.isPresent() ? warm(warm.get(), context) : super.handleRequest(event, context);
  }

  private APIGatewayProxyResponseEvent warm(WarmEvent event, Context context) {
    ApplicationContext beans = getApplicationContext();
    try {
      WarmAnswer answer = new WarmHandler(beans).handleRead(event, context);
      return new APIGatewayProxyResponseEvent()
          .withStatusCode(HttpStatus.OK.getCode())
          .withBody(beans.getBean(ObjectMapper.class).writeValueAsString(answer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
