package io.waymark.edge;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.servlet.http.ServletHttpRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Optional;

/// Reads where requests come from, and gives it to controllers, as an argument of type
/// [SourceAddress].
@Singleton
public final class SourceAddresses implements TypedRequestArgumentBinder<SourceAddress> {
  private static final Argument<SourceAddress> TYPE = Argument.of(SourceAddress.class);

  /// API Gateway's word for a request that came by it, else the other end of the connection.
  public static SourceAddress of(HttpRequest<?> request) {
    Optional<String> literal =
        request instanceof ServletHttpRequest<?, ?> served
                && served.getNativeRequest() instanceof APIGatewayProxyRequestEvent event
            ? ofGateway(event)
            : Optional.ofNullable(request.getRemoteAddress().getAddress())
                .map(InetAddress::getHostAddress);
    return literal.map(SourceAddress::of).orElse(SourceAddress.UNKNOWN);
  }

  private static Optional<String> ofGateway(APIGatewayProxyRequestEvent event) {
    return Optional.ofNullable(event.getRequestContext())
        .map(APIGatewayProxyRequestEvent.ProxyRequestContext::getIdentity)
        .map(APIGatewayProxyRequestEvent.RequestIdentity::getSourceIp);
  }

  @Override
  public Argument<SourceAddress> argumentType() {
    return TYPE;
  }

  @Override
  public BindingResult<SourceAddress> bind(
      ArgumentConversionContext<SourceAddress> context, HttpRequest<?> source) {
    Optional<SourceAddress> address = Optional.of(of(source));
    return () -> address;
  }
}
