package io.waymark.testing.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a reader must not leave behind: temporary files of ours, and open files.
final class Leftovers {
  /// What this process has open; where a system has no such folder, nobody looks.
  private static final Path OPEN = Path.of("/proc/self/fd");

  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
  private static final String OURS = "waymark-";

  private final Path folder;
  private final Set<String> before;

  /// @param folder in which a reader has its input
  Leftovers(Path folder) throws IOException {
    this.folder = folder.toRealPath();
    this.before = temporary();
  }

  /// What is left, in words; empties the folder.
  List<String> afterReading() throws IOException {
    List<String> left = new ArrayList<>();
    for (String name : temporary()) {
      if (!before.contains(name)) {
        left.add("the file " + name + " in the folder of temporary files");
        Files.deleteIfExists(TEMPORARY.resolve(name));
      }
    }
    left.addAll(open());
    empty();
    return left;
  }

  private static Set<String> temporary() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(TEMPORARY)) {
      files.map(Leftovers::name).filter(name -> name.startsWith(OURS)).forEach(names::add);
    }
    return names;
  }

  private List<String> open() throws IOException {
    List<String> open = new ArrayList<>();
    if (Files.isDirectory(OPEN)) {
      try (Stream<Path> descriptors = Files.list(OPEN)) {
        for (Path descriptor : descriptors.toList()) {
          String target = target(descriptor);
          if (target.startsWith(folder + "/") || target.contains("/" + OURS)) {
            open.add("open: " + target);
          }
        }
      }
    }
    return open;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) { // meanwhile
      return "";
    }
  }

  /// Empties the folder of the reader.
  void empty() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
