package io.waymark.cli.fuzz;

import io.waymark.localstack.Folders;
import io.waymark.localstack.Part;
import io.waymark.localstack.Program;
import io.waymark.localstack.Python;
import io.waymark.localstack.Steps;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Schemathesis, in a Python environment below the cache folder, with the configuration and hooks
/// of the folder `api-fuzz`.
///
/// @param sources the folder `api-fuzz`
/// @param cache where it is installed
record Schemathesis(Path sources, Path cache) {
  private static final Python PYTHON = Python.from("Schemathesis", 11);
  private static final Pattern GENERATED = Pattern.compile("(?m)^ *([0-9,]+) generated");

  static Schemathesis of(Path home, Map<String, String> environment) {
    return new Schemathesis(
        home.resolve("api-fuzz"), Folders.cacheOfUser(environment).resolve("schemathesis"));
  }

  /// What one run came to.
  ///
  /// @param cases how many requests were made up
  /// @param log all that it printed
  record Outcome(boolean passed, int cases, Path log) {}

  /// What to ask, and how often.
  ///
  /// @param cases for each operation, beside those that its schema asks for
  /// @param paths of the operations; empty for all
  record Plan(Caller caller, long seed, int cases, Optional<Paths> paths) {
    String name() {
      return caller.role() + "-" + seed + paths.map(some -> "-" + some.name()).orElse("");
    }
  }

  /// Some of the operations.
  ///
  /// @param regex of their paths
  record Paths(String name, String regex) {}

  /// Installs it unless it is there.
  void ensure(Steps steps, Map<String, String> environment) throws IOException {
    Path python = PYTHON.find(environment, Path.of(System.getProperty("user.home")));
    Path requirements = sources.resolve("requirements.txt");
    new Part("Schemathesis from PyPI", venv(), List.of(requirements), python.toString())
        .ensure(
            steps,
            target -> {
              run("venv", List.of(python.toString(), "-m", "venv", target.toString()));
              run(
                  "pip",
                  List.of(
                      target.resolve("bin/python").toString(),
                      "-m",
                      "pip",
                      "install",
                      "-q",
                      "--disable-pip-version-check",
                      "--require-hashes",
                      "--no-deps",
                      "-r",
                      requirements.toString()));
            });
  }

  /// Asks the service at `url`.
  ///
  /// @param folder for what it prints, and below it what it keeps
  Outcome run(URI url, Plan plan, Path folder) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                venv().resolve("bin/python").toString(),
                "-m",
                "schemathesis.cli",
                "--config-file",
                sources.resolve("schemathesis.toml").toString(),
                "run",
                url.resolve("/api/v1/openapi.json").toString(),
                "--no-color",
                "--no-shrink",
                "--seed",
                Long.toString(plan.seed()),
                "--max-examples",
                Integer.toString(plan.cases())));
    plan.paths().ifPresent(paths -> command.addAll(List.of("--include-path-regex", paths.regex())));
    Path log = folder.resolve(plan.name() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Files.createDirectories(folder.resolve(plan.name())).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "PYTHONPATH", sources.toString(),
                "PYTHONDONTWRITEBYTECODE", "1",
                "WAYMARK_URL", url.toString(),
                "WAYMARK_EMAIL", plan.caller().email(),
                "WAYMARK_PASSWORD", plan.caller().password()));
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      int code = process.waitFor();
      int cases = cases(Files.readString(log));
      return new Outcome(code == 0 && cases > 0, cases, log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Schemathesis was interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  /// How many cases a run says it made up; none where it did not come so far.
  static int cases(String printed) {
    Matcher generated = GENERATED.matcher(printed);
    return generated.find() ? Integer.parseInt(generated.group(1).replace(",", "")) : 0;
  }

  private Path venv() {
    return cache.resolve("python");
  }

  private void run(String name, List<String> command) throws IOException {
    new Program(
            command,
            cache,
            Map.of("PYTHONPATH", "", "PYTHONHOME", ""),
            cache.resolve("install-" + name + ".log"))
        .run();
  }
}
