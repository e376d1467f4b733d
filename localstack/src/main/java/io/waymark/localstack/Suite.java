package io.waymark.localstack;

import io.waymark.localstack.host.HostProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tests of the plug-in, then those of the deployed stacks, from a LocalStack that runs or is
/// started for them, to its end.
public final class Suite {
  /// Property of the tests: the assembly of changed stacks.
  public static final String CHANGED = "waymark.changed";

  /// Property of the tests: the file that has the cases which were aborted or skipped.
  public static final String LEFT_OUT = "waymark.left-out";

  /// Tag of the cases that kill processes of functions.
  public static final String KILLS = "kills";

  private static final int CLASSES_AT_ONCE = 4;
  private static final String TESTS = "test-classes";

  private final Folders folders;
  private final Map<String, String> environment;
  private final Steps steps;
  private final Cases cases;

  /// Which cases are run.
  public enum Cases {
    ALL,
    /// But for those that kill functions, which only a process of this machine lets them.
    WITHOUT_KILLS
  }

  public Suite(Folders folders, Map<String, String> environment, Steps steps, Cases cases) {
    this.folders = folders;
    this.environment = Map.copyOf(environment);
    this.steps = steps;
    this.cases = cases;
  }

  /// Runs them and returns JUnit's exit code: 0 all green, 1 some failed, were aborted or skipped,
  /// 2 none found. A LocalStack that was up before stays up.
  ///
  /// @param port where to listen in host mode
  /// @param classes by simple name; none means all, and those of the plug-in before them
  /// @throws LocalStackException where one of the plug-in's fails: no other is run then
  public int run(int port, List<String> classes) throws IOException {
    String classPath = classPath();
    LocalStack localStack = new LocalStack(folders, environment, steps);
    if (localStack.running().isPresent()) {
      return test(localStack.up(port), classPath, classes);
    }
    State state = localStack.up(port);
    Undo undo = Undo.onStop("end-localstack", localStack::endQuietly);
    try {
      return test(state, classPath, classes);
    } finally {
      if (undo.takeBack()) {
        steps.run("LocalStack ends", localStack::down);
      }
    }
  }

  private int test(State state, String classPath, List<String> classes) throws IOException {
    Deployment deployment = new Deployment(folders, state, steps);
    if (!classes.isEmpty()) {
      deployment.deploy(Map.of());
      return run(command(classPath, classes, Optional.empty()));
    }
    Path assembly =
        steps.beside(
            () -> {
              testPlugin(state.mode());
              return state;
            },
            () -> deployment.prepare(Map.of()));
    // Most of a deployment is LocalStack's, which keeps one core busy.
    Path changed = steps.beside(() -> deployment.deploy(assembly), deployment::prepareChanged);
    return run(command(classPath, classes, Optional.of(changed)));
  }

  /// Its Python is installed here only where LocalStack is a process of this machine.
  private void testPlugin(Mode mode) {
    switch (mode) {
      case HOST ->
          steps.run(
              "the plug-in's own tests",
              () -> {
                new HostProcess(folders, environment, steps).testPlugin();
                return mode;
              });
      case DOCKER, GIVEN ->
          steps.say(
              "the plug-in's own tests are not run: LocalStack is no process of this machine");
    }
  }

  private int run(List<String> command) throws IOException {
    Files.deleteIfExists(leftOut());
    int code = execute(command);
    if (code == 0 && Files.exists(leftOut())) {
      List<String> cases = Files.readAllLines(leftOut());
      steps.say(cases.size() + " cases were not run to their end: " + String.join(", ", cases));
      return 1;
    }
    return code;
  }

  private Path leftOut() {
    return target().resolve("deployed-left-out");
  }

  private static int execute(List<String> command) throws IOException {
    Process tests = new ProcessBuilder(command).inheritIO().start();
    Undo undo = Undo.onStop("end-tests", () -> Program.end(tests));
    try {
      return tests.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("the tests were interrupted", e);
    } finally {
      Program.end(tests);
      undo.takeBack();
    }
  }

  /// Of the tests as they were last built.
  private String classPath() throws IOException {
    Path tests = target().resolve(TESTS);
    Path libraries = target().resolve("test-class-path");
    if (!Files.exists(libraries) || !Files.isDirectory(tests)) {
      throw new LocalStackException("the tests are not built: run ./mvnw -Dquick package");
    }
    return tests + ":" + target().resolve("classes") + ":" + Files.readString(libraries).strip();
  }

  private Path target() {
    return folders.sources().resolve("target");
  }

  /// JUnit's own launcher, in a process of its own, for the tests as they were last built.
  ///
  /// @param changed an assembly of changed stacks, where there is one: its test makes its own else
  private List<String> command(String classPath, List<String> classes, Optional<Path> changed) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dwaymark.home=" + folders.project(),
                "-D" + LEFT_OUT + "=" + leftOut(),
                "-cp",
                classPath,
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--scan-classpath=" + target().resolve(TESTS),
                "--include-tag=deployed",
                "--fail-if-no-tests",
                "--disable-banner",
                "--details=none",
                "--config=junit.jupiter.testclass.order.default="
                    + "org.junit.jupiter.api.ClassOrderer$OrderAnnotation",
                // Much of the time is waiting: for a revocation to act, for a file to be examined.
                "--config=junit.jupiter.execution.parallel.enabled=true",
                "--config=junit.jupiter.execution.parallel.mode.default=same_thread",
                "--config=junit.jupiter.execution.parallel.mode.classes.default=concurrent",
                "--config=junit.jupiter.execution.parallel.config.strategy=fixed",
                "--config=junit.jupiter.execution.parallel.config.fixed.parallelism="
                    + CLASSES_AT_ONCE,
                "--reports-dir=" + target().resolve("deployed-reports")));
    switch (cases) {
      case ALL -> {}
      case WITHOUT_KILLS -> command.add("--exclude-tag=" + KILLS);
    }
    changed.ifPresent(assembly -> command.add(1, "-D" + CHANGED + "=" + assembly));
    for (String each : classes) {
      command.add("--include-classname=.*\\." + each);
    }
    return command;
  }
}
