package io.waymark.edge;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.crac.Core;

/// The process of which [StartBenchmark] takes the time: makes a function's handler, primes it if
/// told to, asks it the same twice, and prints the milliseconds of each as one line.
public final class FirstAnswer {
  private static final double MILLIS = 1e6;

  private FirstAnswer() {}

  /// Runs it.
  ///
  /// @param arguments launched (milliseconds), class of the handler, whether to prime, method,
  ///   path, API key, expected status
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream())); // usage lines
    LambdaApiHandler handler =
        Class.forName(arguments[1])
            .asSubclass(LambdaApiHandler.class)
            .getDeclaredConstructor()
            .newInstance();
    long start =
        Duration.between(Instant.ofEpochMilli(Long.parseLong(arguments[0])), Instant.now())
            .toMillis();
    long prime = System.nanoTime();
    if (Boolean.parseBoolean(arguments[2])) {
      handler.snapshotHooks().beforeCheckpoint(Core.getGlobalContext());
      handler.snapshotHooks().afterRestore(Core.getGlobalContext());
    }
    long first = System.nanoTime();
    ask(handler, arguments);
    long second = System.nanoTime();
    ask(handler, arguments);
    long end = System.nanoTime();
    out.printf(
        "times %d %.1f %.1f %.1f%n",
        start, (first - prime) / MILLIS, (second - first) / MILLIS, (end - second) / MILLIS);
    System.exit(0); // a pool's threads may still stand
  }

  private static void ask(LambdaApiHandler handler, String[] arguments) {
    APIGatewayProxyResponseEvent answer =
        handler.handleRequest(
            new APIGatewayProxyRequestEvent()
                .withHttpMethod(arguments[3])
                .withPath(arguments[4])
                .withHeaders(Map.of())
                .withMultiValueHeaders(
                    Map.of(
                        "X-API-Key",
                        List.of(arguments[5]),
                        "Content-Type",
                        List.of("application/json")))
                .withRequestContext(
                    new APIGatewayProxyRequestEvent.ProxyRequestContext()
                        .withRequestId("start")
                        .withHttpMethod(arguments[3]))
                .withBody("{\"user_id\": \"ann\"}"),
            new MockLambdaContext());
    if (answer.getStatusCode() != Integer.parseInt(arguments[6])) {
      throw new IllegalStateException(answer.getStatusCode() + " " + answer.getBody());
    }
  }
}
