package io.waymark.embedded.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// An unpacked archive with its class loader; its handlers share nothing with other archives.
public final class Archive implements AutoCloseable {
  private final FunctionLoader loader;

  private Archive(FunctionLoader loader) {
    this.loader = loader;
  }

  /// Opens an archive.
  ///
  /// @param before folders that come before it on its class path
  public static Archive open(String name, Path folder, List<Path> before) throws IOException {
    return new Archive(FunctionLoader.over(name, folder, before));
  }

  /// Instantiates one of its handlers.
  ///
  /// @throws FunctionStartException when it cannot
  public Function initialise(String name, String handlerClass) {
    return Function.initialise(name, loader, handlerClass);
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
