package io.waymark.auth;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What [AuthBenchmark] runs in a process of its own.
public final class AuthCalls {
  private static final int LOG_INS = 200;
  private static final int REFRESHES = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final ApiHandler handler = new ApiHandler();

  private AuthCalls() {}

  /// Runs it.
  ///
  /// @param arguments how many rounds
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream())); // usage lines
    AuthCalls calls = new AuthCalls();
    for (int round = 1; round <= Integer.parseInt(arguments[0]); round++) {
      double logIns = calls.perSecondOfProcessor(LOG_INS, calls::logIn);
      String[] token = {calls.logIn()};
      double refreshes =
          calls.perSecondOfProcessor(REFRESHES, () -> token[0] = calls.refresh(token[0]));
      out.printf(
          Locale.ROOT,
          "round %d: %.1f log-ins and %.0f refreshes a second and core, at most %s resident%n",
          round,
          logIns,
          refreshes,
          mostResident());
    }
    System.exit(0); // a pool's threads may still stand
  }

  private interface Call {
    String run() throws IOException;
  }

  private double perSecondOfProcessor(int count, Call call) throws IOException {
    long begin = SYSTEM.getProcessCpuTime();
    for (int each = 0; each < count; each++) {
      String _ = call.run();
    }
    return count / ((SYSTEM.getProcessCpuTime() - begin) / 1e9);
  }

  private String logIn() throws IOException {
    return refreshToken(
        "/api/v1/auth/login", Map.of("email", "admin@demo.com", "password", "demo123456"));
  }

  private String refresh(String token) throws IOException {
    return refreshToken("/api/v1/auth/refresh", Map.of("refresh_token", token));
  }

  private String refreshToken(String path, Map<String, String> body) throws IOException {
    APIGatewayProxyResponseEvent answer =
        handler.handleRequest(
            new APIGatewayProxyRequestEvent()
                .withHttpMethod("POST")
                .withPath(path)
                .withHeaders(Map.of())
                .withMultiValueHeaders(Map.of("Content-Type", List.of("application/json")))
                .withRequestContext(
                    new APIGatewayProxyRequestEvent.ProxyRequestContext()
                        .withRequestId("benchmark")
                        .withHttpMethod("POST")
                        .withIdentity(
                            new APIGatewayProxyRequestEvent.RequestIdentity()
                                .withSourceIp("203.0.113.7")))
                .withBody(JSON.writeValueAsString(body)),
            new MockLambdaContext());
    JsonNode json = JSON.readTree(answer.getBody());
    if (answer.getStatusCode() != 200) {
      throw new IllegalStateException(json.toString());
    }
    return json.path("refresh_token").asText();
  }

  /// As Linux says it.
  private static String mostResident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.replaceFirst("VmHWM:\\s*", ""))
        .findFirst()
        .orElse("?");
  }
}
