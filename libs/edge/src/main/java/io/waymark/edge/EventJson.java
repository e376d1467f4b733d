package io.waymark.edge;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;

/// AWS's own event classes as JSON, as the managed runtime reads and writes them: their field names
/// follow no convention.
public final class EventJson {
  private EventJson() {}

  /// A serializer made for the event if there is one.
  public static <T> PojoSerializer<T> of(Class<T> type) {
    return LambdaEventSerializers.isLambdaSupportedEvent(type.getName())
        ? LambdaEventSerializers.serializerFor(type, EventJson.class.getClassLoader())
        : JacksonFactory.getInstance().getSerializer(type);
  }
}
