package io.waymark.embedded;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/// What the process itself shows.
final class JvmMetrics {
  private JvmMetrics() {}

  static void write(StringBuilder text, long asynchronousSucceeded, long asynchronousFailed) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    text.append("# HELP waymark_asynchronous_total Asynchronous invocations by outcome.\n");
    text.append("# TYPE waymark_asynchronous_total counter\n");
    text.append("waymark_asynchronous_total{outcome=\"succeeded\"} ")
        .append(asynchronousSucceeded)
        .append('\n');
    text.append("waymark_asynchronous_total{outcome=\"failed\"} ")
        .append(asynchronousFailed)
        .append('\n');
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
  }
}
