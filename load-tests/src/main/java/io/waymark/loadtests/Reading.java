package io.waymark.loadtests;

import java.util.Map;

/// The server's process at a moment.
///
/// @param at by `System.nanoTime`
/// @param cpuSeconds used since its start, as [#gcSeconds] in collections
record Reading(
    long at,
    double cpuSeconds,
    double heapMib,
    double memoryMib,
    double threads,
    double gcSeconds) {
  private static final double MIB = 1024 * 1024;

  /// @param metrics by name with labels, as in the Prometheus text format
  static Reading of(long at, Map<String, Double> metrics) {
    double heap = metrics.getOrDefault("jvm_memory_used_bytes{area=\"heap\"}", Double.NaN);
    double other = metrics.getOrDefault("jvm_memory_used_bytes{area=\"nonheap\"}", Double.NaN);
    // A system that does not tell a process's resident memory shows at least what Java uses.
    double resident = metrics.getOrDefault("process_resident_memory_bytes", heap + other);
    return new Reading(
        at,
        metrics.getOrDefault("process_cpu_seconds_total", Double.NaN),
        heap / MIB,
        resident / MIB,
        metrics.getOrDefault("jvm_threads_current", Double.NaN),
        metrics.getOrDefault("jvm_gc_collection_seconds_sum", Double.NaN));
  }
}
