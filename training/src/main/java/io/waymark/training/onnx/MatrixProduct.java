package io.waymark.training.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.waymark.model.Natives;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `A Bᵀ` in single precision by ONNX Runtime, whose products of matrices run near what a processor
/// can do: 45 · 10⁹ multiplications a second on a core where loops of ours come to 10. Threads may
/// share one; each call runs on its caller's thread.
public final class MatrixProduct implements AutoCloseable {
  private final OrtEnvironment environment = Natives.environment();
  private final OrtSession session;

  private MatrixProduct(byte[] graph) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(graph, options);
    }
  }

  public static MatrixProduct open() {
    GraphBuilder graph = new GraphBuilder("product");
    String left = graph.input("left", GraphBuilder.FLOAT, "rows", "inner");
    String right = graph.input("right", GraphBuilder.FLOAT, "columns", "inner");
    String product = graph.op("Gemm", List.of(GraphBuilder.attribute("transB", 1)), left, right);
    graph.output(product, "product", GraphBuilder.FLOAT, "rows", "columns");
    try {
      return new MatrixProduct(graph.bytes());
    } catch (OrtException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Writes `left · rightᵀ` row by row to the beginning of `to`. All three must stand outside of
  /// the heap ([Rooms]).
  ///
  /// @param left `rows` rows of `inner` numbers, from the beginning
  /// @param right `columns` rows of `inner` numbers
  public void of(
      FloatBuffer left, FloatBuffer right, int rows, int columns, int inner, FloatBuffer to) {
    try (OnnxTensor first = tensor(left, rows, inner);
        OnnxTensor second = tensor(right, columns, inner);
        OnnxTensor product = tensor(to, rows, columns);
        OrtSession.Result _ =
            session.run(
                Map.of("left", first, "right", second), Set.of(), Map.of("product", product))) {
      return;
    } catch (OrtException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private OnnxTensor tensor(FloatBuffer numbers, int rows, int columns) throws OrtException {
    if (!numbers.isDirect()) {
      throw new IllegalArgumentException("numbers must stand outside the heap");
    }
    return OnnxTensor.createTensor(
        environment, numbers.slice(0, rows * columns), new long[] {rows, columns});
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
