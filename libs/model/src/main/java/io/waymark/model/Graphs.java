package io.waymark.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.waymark.model.ModelPackageException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens graphs: looks through each before ONNX Runtime sees it.
final class Graphs {
  private Graphs() {}

  /// Makes something of an open session, which belongs to what is made.
  interface Use<T> {
    /// Makes it.
    ///
    /// @param bytes about what the graph takes: its file, and the constants that it makes
    T of(OrtSession session, long bytes) throws OrtException, IOException;
  }

  /// Opens a graph. What goes wrong in `use` closes it again.
  ///
  /// @param threads that one call may use inside the graph
  /// @param arena whether memory that a call took is kept for the next
  /// @throws ModelPackageException where the graph is unsafe or not one
  static <T> T open(Path graph, ModelPackage.Limits limits, int threads, boolean arena, Use<T> use)
      throws IOException {
    long bytes = GraphGate.check(graph, limits.modelBytes()) + Files.size(graph);
    OrtEnvironment environment = Natives.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setCPUArenaAllocator(arena);
      OrtSession session = environment.createSession(graph.toString(), options);
      NativeHandles.opened();
      try {
        return use.of(session, bytes);
      } catch (OrtException | IOException | RuntimeException wrong) {
        close(session);
        throw wrong;
      }
    } catch (OrtException refused) {
      throw new ModelPackageException(
          Fault.MALFORMED,
          ModelPackage.MODEL,
          "was refused by ONNX Runtime: " + refused.getMessage(),
          refused);
    }
  }

  /// Frees an open session.
  static void close(OrtSession session) throws OrtException {
    session.close();
    NativeHandles.closed();
  }
}
