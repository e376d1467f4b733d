package io.waymark.embedded.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;

/// One handler of an archive, initialised and ready: what Lambda calls a function. Thread-safe as
/// far as the handler is; Lambda would run concurrent calls in instances of their own.
public final class Function implements AutoCloseable {
  private final String name;
  private final ClassLoader loader;
  private final Object handler;
  private final RequestStreamHandler entry;

  private Function(String name, ClassLoader loader, Object handler, RequestStreamHandler entry) {
    this.name = name;
    this.loader = loader;
    this.handler = handler;
    this.entry = entry;
  }

  /// Instantiates the handler by its constructor without parameters, its initialisation phase.
  static Function initialise(String name, ClassLoader loader, String handlerClass) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Class<?> type = Class.forName(handlerClass, true, loader);
      Object handler = type.getDeclaredConstructor().newInstance();
      RequestStreamHandler entry =
          switch (handler) {
            case RequestStreamHandler stream -> stream;
            case RequestHandler<?, ?> typed -> typed(typed, loader);
            default ->
                throw new FunctionStartException(
                    name, handlerClass + " is no Lambda handler", null);
          };
      return new Function(name, loader, handler, entry);
    } catch (ClassNotFoundException missing) {
      throw new FunctionStartException(name, "its archive holds no class " + handlerClass, missing);
    } catch (InvocationTargetException failed) {
      throw new FunctionStartException(name, "it failed to initialise", failed.getCause());
    } catch (ReflectiveOperationException | LinkageError failed) {
      throw new FunctionStartException(name, "it cannot be loaded", failed);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  public String name() {
    return name;
  }

  /// Runs one event to its answer, in the calling thread.
  ///
  /// @throws FunctionFailedException when the handler throws
  public byte[] invoke(byte[] event, Context context) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      ByteArrayOutputStream answer = new ByteArrayOutputStream(1024);
      entry.handleRequest(new ByteArrayInputStream(event), answer, context);
      return answer.toByteArray();
    } catch (IOException | RuntimeException | Error failed) {
      if (failed instanceof Error error && LastResort.isFatal(error)) {
        throw error;
      }
      throw new FunctionFailedException(name, failed);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Override
  public void close() throws IOException {
    if (handler instanceof Closeable closeable) {
      closeable.close();
    }
  }

  private static <I, O> RequestStreamHandler typed(
      RequestHandler<I, O> handler, ClassLoader loader) {
    Type[] types = HandlerTypes.of(handler.getClass());
    Conversion<I> input = Conversion.of(types[0], loader);
    Conversion<O> output = Conversion.of(types[1], loader);
    return (in, out, context) -> {
      O answer = handler.handleRequest(input.read(in), context);
      output.write(answer, out);
    };
  }
}
