package io.waymark.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What the process itself shows.
final class JvmMetrics {
  private static final double MILLIS = 1e3;
  private static final double NANOS = 1e9;
  private static final long KIB = 1024;

  private JvmMetrics() {}

  /// @param asynchronousOpen invocations that wait or run
  static void write(
      StringBuilder text,
      long asynchronousSucceeded,
      long asynchronousFailed,
      long asynchronousOpen) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    text.append("# HELP waymark_asynchronous_total Asynchronous invocations by outcome.\n");
    text.append("# TYPE waymark_asynchronous_total counter\n");
    text.append("waymark_asynchronous_total{outcome=\"succeeded\"} ")
        .append(asynchronousSucceeded)
        .append('\n');
    text.append("waymark_asynchronous_total{outcome=\"failed\"} ")
        .append(asynchronousFailed)
        .append('\n');
    text.append("# HELP waymark_asynchronous_open Asynchronous invocations that wait or run.\n");
    text.append("# TYPE waymark_asynchronous_open gauge\n");
    text.append("waymark_asynchronous_open ").append(asynchronousOpen).append('\n');
    text.append("# HELP jvm_memory_used_bytes Memory in use by area.\n");
    text.append("# TYPE jvm_memory_used_bytes gauge\n");
    text.append("jvm_memory_used_bytes{area=\"heap\"} ")
        .append(memory.getHeapMemoryUsage().getUsed())
        .append('\n');
    text.append("jvm_memory_used_bytes{area=\"nonheap\"} ")
        .append(memory.getNonHeapMemoryUsage().getUsed())
        .append('\n');
    text.append("# HELP jvm_threads_current Platform threads.\n");
    text.append("# TYPE jvm_threads_current gauge\n");
    text.append("jvm_threads_current ")
        .append(ManagementFactory.getThreadMXBean().getThreadCount())
        .append('\n');
    text.append("# HELP jvm_gc_collection_seconds Garbage collections.\n");
    text.append("# TYPE jvm_gc_collection_seconds summary\n");
    text.append("jvm_gc_collection_seconds_count ")
        .append(collected(GarbageCollectorMXBean::getCollectionCount))
        .append('\n');
    text.append("jvm_gc_collection_seconds_sum ")
        .append(collected(GarbageCollectorMXBean::getCollectionTime) / MILLIS)
        .append('\n');
    writeProcess(text);
  }

  private static void writeProcess(StringBuilder text) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      text.append("# HELP process_cpu_seconds_total Processor time used.\n");
      text.append("# TYPE process_cpu_seconds_total counter\n");
      text.append("process_cpu_seconds_total ")
          .append(system.getProcessCpuTime() / NANOS)
          .append('\n');
    }
    residentBytes()
        .ifPresent(
            bytes -> {
              text.append("# HELP process_resident_memory_bytes Memory the system gave it.\n");
              text.append("# TYPE process_resident_memory_bytes gauge\n");
              text.append("process_resident_memory_bytes ").append(bytes).append('\n');
            });
  }

  private static long collected(ToLongFunction<GarbageCollectorMXBean> figure) {
    return ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(figure).sum();
  }

  /// Linux tells it in a file.
  private static OptionalLong residentBytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
