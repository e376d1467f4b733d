package io.waymark.recommend.models;

import io.waymark.model.NativeHandles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What a process holds, looked at again and again while it does the same, and whether that grew:
/// of each figure the middle of the last quarter beside the middle of the second. In the first one
/// caches fill and compilers work.
final class Growth {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path FILES = Path.of("/proc/self/fd");
  private static final long MEBI = 1 << 20;
  private static final int LEAST_SAMPLES = 16;

  private final List<Sample> samples = new ArrayList<>();

  /// One look.
  ///
  /// @param heap bytes in use after a collection
  /// @param resident bytes of the process in memory
  /// @param handles what models hold outside of the heap
  /// @param files open ones, sockets included
  record Sample(long heap, long resident, long handles, long files) {}

  private record Figure(
      String name, ToLongFunction<Sample> of, double allowedShare, long allowed, long unit) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("heap, MiB", Sample::heap, 0.05, 2 * MEBI, MEBI),
          new Figure("resident memory, MiB", Sample::resident, 0.05, 16 * MEBI, MEBI),
          new Figure("native handles", Sample::handles, 0, 4, 1),
          new Figure("open files", Sample::files, 0, 16, 1));

  /// Whether this system says all of it.
  static boolean isSeenHere() {
    return Files.isReadable(STATUS) && Files.isDirectory(FILES);
  }

  void look() throws IOException {
    System.gc();
    add(
        new Sample(
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
            resident(),
            NativeHandles.open(),
            openFiles()));
  }

  void add(Sample sample) {
    samples.add(sample);
  }

  /// A line for each figure, quarter by quarter.
  String text() {
    StringBuilder text = new StringBuilder();
    for (Figure figure : FIGURES) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-22s %8d %8d %8d %8d%n",
              figure.name(),
              middle(figure, 0) / figure.unit(),
              middle(figure, 1) / figure.unit(),
              middle(figure, 2) / figure.unit(),
              middle(figure, 3) / figure.unit()));
    }
    return text.toString();
  }

  /// The names of what grew.
  List<String> grown() {
    if (samples.size() < LEAST_SAMPLES) {
      throw new IllegalStateException("too few looks to say: " + samples.size());
    }
    return FIGURES.stream()
        .filter(
            figure -> {
              long before = middle(figure, 1);
              long allowed = (long) (before * figure.allowedShare()) + figure.allowed();
              return middle(figure, 3) > before + allowed;
            })
        .map(Figure::name)
        .toList();
  }

  private long middle(Figure figure, int quarter) {
    int length = samples.size() / 4;
    long[] rising =
        samples.subList(quarter * length, (quarter + 1) * length).stream()
            .mapToLong(figure.of())
            .sorted()
            .toArray();
    return rising[length / 2];
  }

  private static long resident() throws IOException {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          * 1024;
    }
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.count();
    }
  }
}
