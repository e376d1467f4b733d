package io.waymark.embedded.runtime;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.google.common.reflect.TypeToken;
import java.lang.reflect.Type;

/// Finds what a `RequestHandler<I, O>` takes and gives, through whatever it inherits from.
final class HandlerTypes {
  private HandlerTypes() {}

  static Type[] of(Class<?> handler) {
    TypeToken<?> token = TypeToken.of(handler);
    return new Type[] {
      token.resolveType(RequestHandler.class.getTypeParameters()[0]).getType(),
      token.resolveType(RequestHandler.class.getTypeParameters()[1]).getType()
    };
  }
}
