package io.waymark.cli.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What figures were taken on; without it they say little.
///
/// @param load of the last minute when it was asked
record Machine(String processor, int cores, String java, long heapBytes, double load) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  static Machine now() {
    return new Machine(
        model(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
        Runtime.getRuntime().maxMemory(),
        currentLoad());
  }

  /// Of the last minute; below 0 where the system does not say.
  static double currentLoad() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String model() {
    try {
      return Files.readAllLines(PROCESSORS).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch", "unknown"));
    } catch (IOException elsewhere) {
      return System.getProperty("os.arch", "unknown");
    }
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%d × %s, %s, heap of at most %d MB, load %.1f",
        cores,
        processor,
        java,
        heapBytes >> 20,
        load);
  }
}
