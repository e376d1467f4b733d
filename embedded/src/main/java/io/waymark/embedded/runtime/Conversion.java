package io.waymark.embedded.runtime;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// JSON to values and back as Lambda's own runtime client does it: AWS's event classes by their own
/// serializers, all else as plain objects.
record Conversion<T>(PojoSerializer<T> serializer) {
  @SuppressWarnings("unchecked") // the serializer is that of the type
  static <T> Conversion<T> of(Type type, ClassLoader loader) {
    if (type instanceof Class<?> known
        && LambdaEventSerializers.isLambdaSupportedEvent(known.getName())) {
      return new Conversion<>(LambdaEventSerializers.serializerFor((Class<T>) known, loader));
    }
    return new Conversion<>((PojoSerializer<T>) JacksonFactory.getInstance().getSerializer(type));
  }

  T read(InputStream in) {
    return serializer.fromJson(in);
  }

  void write(@Nullable T value, OutputStream out) {
    serializer.toJson(value, out);
  }
}
