package io.waymark.cdk.function;

import io.waymark.cdk.config.ConfigException;
import io.waymark.cdk.config.Cpu;
import io.waymark.tenancy.installation.Deployable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/// The archives that the modules below `functions/` built.
///
/// @param folder of the modules
/// @param cpu for which their native libraries must be
public record Archives(Path folder, Cpu cpu) {
  /// The archive of a module.
  ///
  /// @throws ConfigException when it is not built, or holds natives of another processor
  Path of(Deployable deployable) {
    Path target = folder.resolve(deployable.artifact()).resolve("target");
    List<Path> found = archivesIn(target);
    if (found.size() != 1) {
      throw new ConfigException(
          "the archive of "
              + deployable.artifact()
              + " is not built ("
              + found.size()
              + " in "
              + target
              + "): "
              + build());
    }
    refuseOthersNatives(deployable, found.getFirst());
    return found.getFirst();
  }

  /// The folder with the `Dockerfile` that makes an image of a module's archive.
  ///
  /// @throws ConfigException as [#of]
  Path image(Deployable deployable) {
    Path folderOfArchive = Objects.requireNonNull(of(deployable).getParent());
    return Objects.requireNonNull(folderOfArchive.getParent());
  }

  private static List<Path> archivesIn(Path target) {
    if (!Files.isDirectory(target)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.filter(file -> file.toString().endsWith("-lambda.zip")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuseOthersNatives(Deployable deployable, Path archive) {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      zip.stream()
          .filter(entry -> isNativeOfAnother(entry.getName()))
          .findFirst()
          .ifPresent(
              entry -> {
                throw new ConfigException(
                    "the archive of "
                        + deployable.artifact()
                        + " is not for "
                        + cpu.text()
                        + ", it holds "
                        + entry.getName()
                        + ": "
                        + build());
              });
    } catch (IOException e) {
      throw new ConfigException(archive + " cannot be read (" + e.getMessage() + "): " + build());
    }
  }

  private boolean isNativeOfAnother(String name) {
    boolean onnx = name.startsWith("ai/onnxruntime/native/") && !name.endsWith("/");
    boolean duck = name.startsWith("libduckdb_java");
    return (onnx && !name.contains("/" + cpu.onnxNatives() + "/"))
        || (duck && !name.endsWith("_" + cpu.duckNatives()));
  }

  private String build() {
    return "run ./mvnw -Dquick -Darch=" + cpu.text() + " package";
  }
}
