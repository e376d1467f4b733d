package io.waymark.embedded.runtime;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The class path of one function: the instance's configuration, then the archive as Lambda lays it
/// out (classes at the root, libraries in `lib/`). Of this process it sees the Lambda interfaces
/// (`aws-lambda-java-core`) only, since both sides must mean the same by them.
final class FunctionLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private FunctionLoader(String name, List<URL> urls) {
    super(name, urls.toArray(URL[]::new), new Interfaces());
  }

  static FunctionLoader over(String name, Path archive, List<Path> before) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path each : before) {
      urls.add(url(each));
    }
    urls.add(url(archive));
    Path libraries = archive.resolve("lib");
    if (Files.isDirectory(libraries)) {
      try (Stream<Path> jars = Files.list(libraries)) {
        for (Path each : jars.sorted().toList()) {
          urls.add(url(each));
        }
      }
    }
    return new FunctionLoader(name, urls);
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }

  /// The JDK, and from this process the two packages of the Lambda interfaces.
  private static final class Interfaces extends ClassLoader {
    private static final String PACKAGE = "com.amazonaws.services.lambda.runtime";

    static {
      registerAsParallelCapable();
    }

    Interfaces() {
      super("lambda-interfaces", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      int dot = name.lastIndexOf('.');
      String packageName = dot < 0 ? "" : name.substring(0, dot);
      if (packageName.equals(PACKAGE) || packageName.equals(PACKAGE + ".logging")) {
        return Interfaces.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
