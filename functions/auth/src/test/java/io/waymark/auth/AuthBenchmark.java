package io.waymark.auth;

import io.micronaut.context.ApplicationContext;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Prints how many log-ins and refreshes a core of this function does each second, by the processor
/// time of its own process, and how much memory that process takes: it gets the gateway's events
/// one after the other, as an instance on Lambda does. PostgreSQL and DynamoDB Local run in other
/// processes and are not in it. Passwords are hashed as they are deployed. No test, since a time
/// says more about a machine than about a change.
///
///     ./mvnw -q -pl functions/auth -am test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
///     java -cp functions/auth/target/test-classes:functions/auth/target/classes:$(cat functions/auth/target/cp) \
///       io.waymark.auth.AuthBenchmark 5
public final class AuthBenchmark {
  /// Of the handlers of HTTP on Lambda; the collector is what a machine of this size gets there.
  private static final List<String> JVM =
      List.of(
          "-Xmx160m",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private AuthBenchmark() {}

  /// Runs it.
  ///
  /// @param arguments how many rounds
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("auth-benchmark");
    Map<String, String> properties = new HashMap<>(TestPostgres.properties());
    properties.putAll(LocalAws.shared().properties());
    properties.put("waymark.keys", folder.resolve("keys").toString());
    properties.put("waymark.embedded", "true");
    properties.put("datasources.default.maximum-pool-size", "1");
    properties.put("micronaut.server.port", "8080"); // nothing listens
    Map<String, Object> ofContext = new HashMap<>(properties);
    ofContext.put("test.real-clock", "true");
    try (ApplicationContext context = ApplicationContext.run(ofContext)) {
      MigrationsHandler.Migrated _ =
          Migrating.run(context, new MigrationsHandler.MigrationsRequest(true, null, null));
    }
    for (String each : List.of("C1 alone, as Lambda starts it", "both compilers")) {
      System.out.println(each);
      run(each.startsWith("C1"), ofContext, arguments[0]);
    }
    System.exit(0); // the stores' threads still stand
  }

  private static void run(boolean first, Map<String, Object> properties, String rounds)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(JVM);
    if (first) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(AuthCalls.class.getName(), rounds));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
    System.out.print(output);
  }
}
