package io.waymark.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The project as it lies on disk: modules, their classes, their files.
final class Sources {
  static final Path ROOT = Path.of(System.getProperty("waymark.root", "..")).toAbsolutePath();

  static final List<String> FUNCTIONS = List.of("auth", "recommend", "ingest", "train");

  private static final List<String> MODULES =
      List.of(
          "openapi",
          "libs/tenancy",
          "libs/files",
          "libs/interactions",
          "libs/model",
          "libs/edge",
          "libs/eventsource",
          "libs/testing",
          "training",
          "training/mlflow",
          "training/spark",
          "functions/auth",
          "functions/recommend",
          "functions/ingest",
          "functions/train",
          "embedded",
          "cli",
          "load-tests",
          "infra/cdk",
          "localstack");

  /// Every class we compiled, without tests.
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importPaths(
              MODULES.stream()
                  .map(module -> ROOT.resolve(module).resolve("target/classes"))
                  .filter(Files::isDirectory)
                  .toList());

  private Sources() {}

  static List<Path> javaFiles(String folder) {
    Path start = ROOT.resolve(folder);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(start)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> modules() {
    return MODULES;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
