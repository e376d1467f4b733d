package io.waymark.localstack.host;

import io.waymark.localstack.Folders;
import io.waymark.localstack.LocalStackException;
import io.waymark.localstack.Program;
import io.waymark.localstack.Steps;
import io.waymark.localstack.Trees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// LocalStack as a process: its start, and its end with everything that it started.
public final class HostProcess {
  private static final String MODULE = "waymark_localstack";
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration KILLED_WITHIN = Duration.ofMinutes(1);
  private static final long LOOK_AGAIN_MS = 100;

  private final Folders folders;
  private final Map<String, String> environment;
  private final Steps steps;
  private final Installation installation;

  public HostProcess(Folders folders, Map<String, String> environment, Steps steps) {
    this.folders = folders;
    this.environment = environment;
    this.steps = steps;
    this.installation = new Installation(folders);
  }

  public void ensureInstalled() throws IOException {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new LocalStackException(
          "LocalStack without Docker runs on Linux only, since Lambda's runtime client for Java does;"
              + " start a Docker engine");
    }
    installation.ensure(steps, environment);
  }

  /// Runs the plug-in's own tests in the Python that LocalStack runs on.
  ///
  /// @throws LocalStackException with all that they say, when one fails
  public void testPlugin() throws IOException {
    Path log = folders.logs().resolve("plugin-tests.log");
    Program tests =
        new Program(
            List.of(
                installation.python().toString(), "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            folders.sources().resolve("plugin"),
            Map.of("PYTHONPATH", "", "PYTHONHOME", "", "PYTHONDONTWRITEBYTECODE", "1"),
            log);
    try {
      tests.run();
    } catch (LocalStackException failed) {
      throw new LocalStackException(
          "the plug-in's tests fail:" + System.lineSeparator() + Files.readString(log), failed);
    }
  }

  /// Makes sure that the port can be had.
  ///
  /// @throws LocalStackException when something listens there
  public void ensureFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    } catch (IOException taken) {
      throw new LocalStackException(
          "127.0.0.1:%d is taken by another program: stop it, or start on another port: ./waymark localstack up --port"
              .formatted(port),
          taken);
    }
  }

  /// Starts it; it is not ready then.
  public long start(int port) throws IOException {
    Trees.delete(temporary());
    Files.createDirectories(temporary());
    ProcessBuilder builder =
        new ProcessBuilder(installation.python().toString(), "-m", MODULE)
            .directory(folders.cache().toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    Program.apply(settings(port), builder.environment());
    return builder.start().pid();
  }

  public void awaitReady(long pid, BooleanSupplier answers) {
    steps.run(
        "LocalStack starts",
        () -> {
          long until = System.nanoTime() + READY_WITHIN.toNanos();
          while (!answers.getAsBoolean()) {
            if (ours(pid).isEmpty()) {
              throw new LocalStackException(
                  "LocalStack ended while it started; its log is "
                      + log()
                      + ": "
                      + Program.endOf(log()));
            }
            if (System.nanoTime() > until) {
              throw new LocalStackException(
                  "LocalStack does not answer within "
                      + READY_WITHIN.toSeconds()
                      + " s; its log is "
                      + log());
            }
            pause();
          }
          return pid;
        });
  }

  /// Ends it, if it is there, and whatever an earlier one left behind.
  public void end(Optional<Long> pid) throws IOException {
    Optional<ProcessHandle> localStack = pid.flatMap(HostProcess::ours);
    List<ProcessHandle> started = new ArrayList<>();
    if (localStack.isPresent()) {
      localStack.get().descendants().forEach(started::add);
      started.add(localStack.get());
      // All at once and for good: nothing of it is kept, and by itself it ends one function after
      // the other.
      started.forEach(ProcessHandle::destroyForcibly);
    }
    // Those of one that was killed have no parent any more; their command lines name our folder.
    String marks = folders.cache() + "/";
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> process.info().commandLine().orElse("").contains(marks))
        .filter(process -> isOfLocalStack(process.info().commandLine().orElse("")))
        .forEach(started::add);
    started.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : started) {
      if (!ended(process, KILLED_WITHIN)) {
        throw new LocalStackException("process " + process.pid() + " of LocalStack does not end");
      }
    }
    Trees.delete(temporary());
  }

  private boolean isOfLocalStack(String commandLine) {
    return commandLine.contains(MODULE)
        || commandLine.contains(installation.jars("dynamodb").toString())
        || commandLine.contains(installation.jars("runtime-client").toString())
        || commandLine.contains(installation.root().toString());
  }

  private Map<String, String> settings(int port) {
    Map<String, String> settings = new TreeMap<>();
    String address = "127.0.0.1:" + port;
    // For the plug-in.
    settings.put("LAMBDA_RUNTIME_EXECUTOR", "process");
    settings.put("WAYMARK_LOCALSTACK_JAVA_HOME", System.getProperty("java.home"));
    settings.put(
        "WAYMARK_LOCALSTACK_RUNTIME_CLIENT", installation.jars("runtime-client").toString());
    settings.put("WAYMARK_LOCALSTACK_DYNAMODB", installation.jars("dynamodb").toString());
    settings.put("WAYMARK_LOCALSTACK_NODE_MODULES", installation.nodeModules().toString());
    // Its files: in our folder, also inside a container.
    settings.put("OVERRIDE_IN_DOCKER", "0");
    settings.put("FILESYSTEM_ROOT", installation.root().toString());
    settings.put("TMPDIR", temporary().toString());
    // This machine only, and nothing of the network.
    settings.put("GATEWAY_LISTEN", address);
    settings.put("LOCALSTACK_HOST", address);
    settings.put("SQS_ENDPOINT_STRATEGY", "path");
    settings.put("DNS_ADDRESS", "0");
    settings.put("SKIP_SSL_CERT_DOWNLOAD", "1");
    settings.put("DISABLE_EVENTS", "1");
    // A presigned URL that was tampered with is refused, as on AWS.
    settings.put("S3_SKIP_SIGNATURE_VALIDATION", "0");
    // Nothing waits for its own sake.
    settings.put("LAMBDA_SYNCHRONOUS_CREATE", "1");
    settings.put("LAMBDA_RETRY_BASE_DELAY", "5");
    settings.put("CFN_NO_WAIT_ITERATIONS", "1");
    settings.put("DYNAMODB_IN_MEMORY", "1");
    // Streams of tables are DynamoDB Local's own; else each row goes once more through Kinesis.
    settings.put("PROVIDER_OVERRIDE_DYNAMODB", "v2");
    settings.put("PROVIDER_OVERRIDE_DYNAMODBSTREAMS", "v2");
    settings.put("KINESIS_LATENCY", "0");
    settings.put("LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT", "600");
    // Functions that wait for their next call cost nothing but memory.
    settings.put("LAMBDA_KEEPALIVE_MS", "3600000");
    // What the caller has set for AWS itself.
    for (String own :
        List.of("AWS_PROFILE", "AWS_ENDPOINT_URL", "PYTHONPATH", "PYTHONHOME", "DEBUG")) {
      settings.put(own, "");
    }
    return settings;
  }

  /// Where functions' code is unpacked, on the same disk as the rest.
  private Path temporary() {
    return folders.run().resolve("temporary");
  }

  private Path log() {
    return folders.logs().resolve("localstack.log");
  }

  /// The process with this number, unless the number has gone to another program since.
  private static Optional<ProcessHandle> ours(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().commandLine().orElse(MODULE).contains(MODULE));
  }

  private static boolean ended(ProcessHandle process, Duration within) {
    try {
      process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException stays) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("interrupted while LocalStack started", e);
    }
  }
}
