package io.waymark.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.localstack.Part;
import io.waymark.localstack.Program;
import io.waymark.localstack.Python;
import io.waymark.localstack.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Scripts that measure other engines, each run in a process of its own. A script prints a line of
/// JSON for each thing it measured, with its name in `key`.
///
/// @param interpreter of the scripts
/// @param scripts their folder
/// @param logs where what they print is kept
record Peers(Path interpreter, Path scripts, Path logs) {
  private static final Python PYTHON = Python.from("what other engines are measured with", 11);
  private static final String REQUIREMENTS = "requirements.txt";

  /// Of what the scripts can measure these are the engines that a row is held against.
  private static final List<String> NEEDED =
      List.of(
          "implicit",
          "onnx",
          "onnxruntime",
          "scipy",
          "numpy",
          "duckdb",
          "polars",
          "pandas",
          "pyarrow",
          "pandera");

  /// Without what else there is of Python on this machine.
  private static final Map<String, String> ALONE = Map.of("PYTHONPATH", "", "PYTHONHOME", "");

  private static final ObjectMapper JSON = new ObjectMapper();

  /// Installs what the scripts need into a Python environment, unless it is there.
  ///
  /// @param scripts a folder with `requirements.txt`
  /// @param cache where it is installed, and what the scripts print is kept
  static Peers ensure(Path scripts, Path cache, Map<String, String> environment, Steps steps)
      throws IOException {
    Path requirements = scripts.resolve(REQUIREMENTS);
    if (!Files.isRegularFile(requirements)) {
      throw new IOException(scripts + " has no " + REQUIREMENTS + ": it holds no peers");
    }
    Path python = PYTHON.find(environment, Path.of(System.getProperty("user.home")));
    Path target = cache.resolve("python");
    Path logs = Files.createDirectories(cache.resolve("logs"));
    List<String> wanted = needed(Files.readString(requirements));
    new Part("Peers from PyPI", target, List.of(requirements), python + " " + wanted)
        .ensure(
            steps,
            into -> {
              install(logs, "venv", List.of(python.toString(), "-m", "venv", into.toString()));
              List<String> install =
                  new ArrayList<>(
                      List.of(
                          into.resolve("bin/python").toString(),
                          "-m",
                          "pip",
                          "install",
                          "-q",
                          "--disable-pip-version-check"));
              install.addAll(wanted);
              install(logs, "pip", install);
            });
    return new Peers(target.resolve("bin/python"), scripts, logs);
  }

  /// Those lines that name something a row is held against.
  static List<String> needed(String requirements) {
    return requirements
        .lines()
        .map(String::strip)
        .filter(line -> NEEDED.contains(line.split("[^A-Za-z0-9_-]", 2)[0]))
        .toList();
  }

  /// Runs a script to its end.
  ///
  /// @param variables of its environment, beside those of this process
  /// @return what it measured by `key`, in its order
  Map<String, JsonNode> run(String script, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of(interpreter.toString(), scripts.resolve(script).toString()));
    command.addAll(List.of(arguments));
    Map<String, String> environment = new HashMap<>(ALONE);
    environment.putAll(variables);
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    Path log = logs.resolve(script + ".log");
    new Program(command, logs, environment, log).run();
    return measured(Files.readString(log));
  }

  private static Map<String, JsonNode> measured(String printed) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    printed
        .lines()
        .filter(line -> line.startsWith("{"))
        .forEach(
            line -> {
              try {
                JsonNode object = JSON.readTree(line);
                if (object.path("key").isTextual()) {
                  all.put(object.path("key").textValue(), object);
                }
              } catch (JsonProcessingException other) {
                // Scripts print Python's own objects too.
              }
            });
    return all;
  }

  /// A number that a script must have printed.
  static double number(Map<String, JsonNode> measured, String key, String field)
      throws IOException {
    JsonNode object = measured.get(key);
    if (object == null || !object.path(field).isNumber()) {
      throw new IOException(
          "the peers' script printed no number %s of %s, only %s"
              .formatted(field, key, measured.keySet()));
    }
    return object.path(field).asDouble();
  }

  private static void install(Path logs, String name, List<String> command) throws IOException {
    new Program(command, logs, ALONE, logs.resolve("install-" + name + ".log")).run();
  }
}
