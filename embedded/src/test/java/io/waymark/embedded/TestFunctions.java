package io.waymark.embedded;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Small functions under the names of the real ones, compiled from `src/test/resources/functions`
/// into archives, so that nothing of them is on the class path of the test.
final class TestFunctions {
  private TestFunctions() {}

  static void compile(Path archives) throws IOException {
    try {
      URL sources = Objects.requireNonNull(TestFunctions.class.getResource("/functions"));
      try (Stream<Path> functions = Files.list(Path.of(sources.toURI()))) {
        for (Path each : functions.toList()) {
          compile(each, archives.resolve(String.valueOf(each.getFileName())));
        }
      }
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void compile(Path sources, Path archive) throws IOException {
    Files.createDirectories(archive);
    List<String> arguments =
        new ArrayList<>(
            List.of("-d", archive.toString(), "-cp", System.getProperty("java.class.path")));
    try (Stream<Path> files = Files.list(sources)) {
      files.map(Path::toString).forEach(arguments::add);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int status = compiler.run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException("the functions in " + sources + " do not compile");
    }
  }
}
