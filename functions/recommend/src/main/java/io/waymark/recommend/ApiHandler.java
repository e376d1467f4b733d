package io.waymark.recommend;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.micronaut.context.ApplicationContext;
import io.waymark.edge.EventJson;
import io.waymark.edge.LambdaApiHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Entry of the function `recommend`: HTTP by API Gateway, and [WarmHandler] by whoever may invoke the
/// function directly. Lambda prefers the stream of the two ways to call it.
public final class ApiHandler extends LambdaApiHandler implements RequestStreamHandler {
  private static final JsonFactory JSON = new JsonFactory();

  /// As Lambda makes it.
  public ApiHandler() {}

  ApiHandler(ApplicationContext context) {
    super(context);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    byte[] event = in.readAllBytes();
    if (isWarming(event)) {
      new WarmHandler(getApplicationContext())
          .handleRequest(new ByteArrayInputStream(event), out, context);
    } else {
      APIGatewayProxyRequestEvent request =
          EventJson.of(APIGatewayProxyRequestEvent.class).fromJson(new ByteArrayInputStream(event));
      EventJson.of(APIGatewayProxyResponseEvent.class).toJson(handleRequest(request, context), out);
    }
  }

  /// The names of an event's own fields are those of whoever invokes: a caller of the API decides
  /// on values below them alone.
  private static boolean isWarming(byte[] event) throws IOException {
    try (JsonParser json = JSON.createParser(event)) {
      return json.nextToken() == JsonToken.START_OBJECT
          && WarmHandler.WarmEvent.FIELD.equals(json.nextFieldName());
    }
  }
}
