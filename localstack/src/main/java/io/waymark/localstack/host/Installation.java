package io.waymark.localstack.host;

import io.waymark.localstack.Folders;
import io.waymark.localstack.Node;
import io.waymark.localstack.Part;
import io.waymark.localstack.Program;
import io.waymark.localstack.Python;
import io.waymark.localstack.Steps;
import io.waymark.localstack.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What host mode runs, installed below the cache folder from PyPI, Maven Central and npm. Each of
/// the three compares what it loads with sums: pip with those in `requirements.txt`, npm with those
/// in `package-lock.json`, Maven with those of the repository.
///
/// @param folders of the installation
record Installation(Folders folders) {
  /// LocalStack 4.14 installs on others and then does not start.
  private static final Python PYTHON = Python.exactly("LocalStack without Docker", 13);

  /// The version that LocalStack 4.14.0 looks for.
  private static final String KINESIS = "0.5.2";

  /// What the plug-in is built with.
  private static final String BUILDING = "build-requirements.txt";

  /// Python with LocalStack and the plug-in.
  Path python() {
    return folders.cache().resolve("python/bin/python");
  }

  Path jars(String artifact) {
    return folders.cache().resolve("jars").resolve(artifact);
  }

  /// The AWS SDK for the CDK's own functions.
  Path nodeModules() {
    return folders.cache().resolve("node-sdk/node_modules");
  }

  /// Where LocalStack keeps its own files.
  Path root() {
    return folders.cache().resolve("root");
  }

  /// Installs what is not there yet.
  void ensure(Steps steps, Map<String, String> environment) throws IOException {
    Node.require();
    Path python = PYTHON.find(environment, Path.of(System.getProperty("user.home")));
    Path requirements = folders.sources().resolve("requirements.txt");
    Path plugin = folders.sources().resolve("plugin");
    part("LocalStack 4.14.0 from PyPI", "python", List.of(requirements), python.toString())
        .ensure(steps, target -> localStack(python, requirements, target));
    part(
            "LocalStack's plug-in",
            "plugin",
            List.of(
                plugin.resolve("waymark_localstack"),
                plugin.resolve("pyproject.toml"),
                plugin.resolve(BUILDING),
                requirements),
            python.toString())
        .ensure(steps, target -> plugin(plugin, target));
    Path libraries = folders.sources().resolve("libs");
    part("DynamoDB Local and Lambda's runtime client from Maven", "jars", List.of(libraries), "")
        .ensure(steps, target -> jars(libraries, target));
    Path kinesis = folders.sources().resolve("node/kinesis");
    part(
            "Kinesis from npm",
            "root/var/lib/localstack/lib/kinesis-local/" + KINESIS,
            List.of(kinesis),
            "")
        .ensure(steps, target -> Node.install(kinesis, target, log("kinesis")));
    Path sdk = folders.sources().resolve("node/sdk");
    part("AWS SDK for the CDK's functions from npm", "node-sdk", List.of(sdk), "")
        .ensure(steps, target -> Node.install(sdk, target, log("node-sdk")));
  }

  private Part part(String name, String target, List<Path> sources, String version) {
    return new Part(name, folders.cache().resolve(target), sources, version);
  }

  private void localStack(Path python, Path requirements, Path target) throws IOException {
    run("venv", List.of(python.toString(), "-m", "venv", target.toString()), Map.of());
    pip("localstack", List.of("--require-hashes", "--no-deps", "-r", requirements.toString()));
  }

  private void plugin(Path plugin, Path target) throws IOException {
    // pip builds inside the sources that it is given.
    Trees.copy(plugin.resolve("waymark_localstack"), target.resolve("waymark_localstack"));
    Files.copy(plugin.resolve("pyproject.toml"), target.resolve("pyproject.toml"));
    pip(
        "plugin-building",
        List.of("--require-hashes", "--no-deps", "-r", plugin.resolve(BUILDING).toString()));
    pip(
        "plugin",
        List.of("--force-reinstall", "--no-deps", "--no-build-isolation", target.toString()));
  }

  private void pip(String name, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                python().toString(), "-m", "pip", "install", "-q", "--disable-pip-version-check"));
    command.addAll(arguments);
    // A class path of the caller's must not lead to other packages.
    run(name, command, Map.of("PYTHONPATH", "", "PYTHONHOME", ""));
  }

  private void jars(Path libraries, Path target) throws IOException {
    run(
        "jars",
        List.of(
            folders.project().resolve("mvnw").toString(),
            "-q",
            "-B",
            "--strict-checksums",
            "-f",
            libraries.resolve("pom.xml").toString(),
            "dependency:copy-dependencies",
            "-Dinto=" + target),
        Map.of("JAVA_HOME", System.getProperty("java.home")));
  }

  private void run(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    new Program(command, folders.cache(), environment, log(name)).run();
  }

  private Path log(String name) {
    return folders.logs().resolve("install-" + name + ".log");
  }
}
