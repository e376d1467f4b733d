package io.waymark.training;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/// The inner loops over eight rows at a time, of which training by [RowEquations] is made. Rows are
/// as long as [Rows#padded] says. Threads may share one.
interface Eights {
  /// The quickest that this Java has: by vectors, where it was started with `--add-modules
  /// jdk.incubator.vector` and has the compiler that makes instructions of them; the first
  /// compiler's code would take a hundred times as long.
  static Eights here() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return vectors && compilesVectors() ? new VectorEights() : new PlainEights();
  }

  private static boolean compilesVectors() {
    return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .getVMOption("TieredStopAtLevel")
        .getValue()
        .equals("4");
  }

  /// The products of `rows[at]` to `rows[at + 7]` with `by`, to the same places of `to`.
  void products(float[] to, int at, float[][] rows, float[] by);

  /// Adds `rows[at]` to `rows[at + 7]`, each times the factor at its place.
  void add(float[] to, float[] factors, float[][] rows, int at);
}
