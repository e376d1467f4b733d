package io.waymark.edge;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.function.aws.MicronautLambdaContext;
import io.micronaut.serde.ObjectMapper;
import io.waymark.edge.telemetry.LogFields;
import io.waymark.edge.telemetry.Metric;
import io.waymark.edge.telemetry.Telemetry;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A function's handler of one kind of event (S3, Kinesis, a job): starts the function's beans
/// once, reads the event, calls [#handle], writes what it returns. AWS's own event classes are read
/// by AWS's own serializers, since their field names follow no convention; ours (`@Serdeable`) by
/// Serde.
///
/// @param <I> the event
/// @param <O> the answer
public abstract class LambdaEventHandler<I, O> implements RequestStreamHandler, Closeable {
  private final ApplicationContext context;
  private final Class<I> input;
  private final Heartbeats heartbeats;
  private final Telemetry telemetry;

  protected LambdaEventHandler(Class<I> input) {
    this(
        input,
        ApplicationContext.builder(Environment.FUNCTION, MicronautLambdaContext.ENVIRONMENT_LAMBDA)
            .start());
  }

  @SuppressWarnings("this-escape") // Lambda makes the handler: only here can its fields be injected
  protected LambdaEventHandler(Class<I> input, ApplicationContext context) {
    this.input = input;
    this.context = context;
    this.heartbeats = context.getBean(Heartbeats.class);
    this.telemetry = context.getBean(Telemetry.class);
    context.inject(this);
  }

  /// Takes one event. What it throws makes Lambda deliver the whole event again.
  protected abstract O handle(I event, Context context);

  @Override
  public final void handleRequest(InputStream in, OutputStream out, Context lambda)
      throws IOException {
    measured(
        lambda,
        () -> {
          write(handle(read(in), lambda), out);
          return null;
        });
  }

  /// The same for an event that has been read already, by the handler Lambda called.
  public final O handleRead(I event, Context lambda) throws IOException {
    return measured(lambda, () -> handle(event, lambda));
  }

  private <T extends @Nullable Object> T measured(Context lambda, Invocation<T> invocation)
      throws IOException {
    long begin = System.nanoTime();
    T answer;
    try (LogFields _ = LogFields.of(lambda.getAwsRequestId())) {
      try {
        answer = invocation.run();
      } catch (IOException | RuntimeException | Error failed) {
        telemetry.count(Metric.FAILURES);
        throw failed;
      } finally {
        telemetry.ended(getClass(), Duration.ofNanos(System.nanoTime() - begin), lambda);
      }
      heartbeats.beat();
    }
    return answer;
  }

  private interface Invocation<T extends @Nullable Object> {
    T run() throws IOException;
  }

  private I read(InputStream in) throws IOException {
    if (isOfAws(input)) {
      return EventJson.of(input).fromJson(in);
    }
    @Nullable I event = context.getBean(ObjectMapper.class).readValue(in.readAllBytes(), input);
    if (event == null) {
      throw new MalformedEventException("the event is null, not " + input.getSimpleName());
    }
    return event;
  }

  private void write(O answer, OutputStream out) throws IOException {
    @SuppressWarnings("unchecked") // getClass() of an O is a class of O
    Class<O> type = (Class<O>) answer.getClass();
    if (isOfAws(type)) {
      EventJson.of(type).toJson(answer, out);
    } else {
      out.write(context.getBean(ObjectMapper.class).writeValueAsBytes(answer));
    }
  }

  private static boolean isOfAws(Class<?> type) {
    return type.getName().startsWith("com.amazonaws.services.lambda.runtime.events.");
  }

  @Override
  public void close() {
    context.close();
  }

  /// The event is not of the kind this handler takes: a bug of whoever wired it.
  static final class MalformedEventException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    MalformedEventException(String message) {
      super(message);
    }
  }
}
