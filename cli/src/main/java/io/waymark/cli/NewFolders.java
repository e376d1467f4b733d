package io.waymark.cli;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Folders made on the way to a result, which go again where there is none.
final class NewFolders {
  /// The innermost first.
  private final List<Path> made;

  private NewFolders(List<Path> made) {
    this.made = made;
  }

  /// Makes `folder` and those above it that are not there.
  static NewFolders make(Path folder) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (@Nullable Path each = folder; each != null && !Files.exists(each); ) {
      missing.add(each);
      each = each.getParent();
    }
    Files.createDirectories(folder);
    return new NewFolders(List.copyOf(missing));
  }

  /// Removes them, but not what someone else has put there.
  void remove() throws IOException {
    try {
      for (Path each : made) {
        Files.deleteIfExists(each);
      }
    } catch (DirectoryNotEmptyException _) {
      // and those above it are not empty either
    }
  }
}
