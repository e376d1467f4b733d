package io.waymark.cli.bench;

import com.sun.management.ThreadMXBean;
import io.waymark.model.ModelPackage;
import io.waymark.model.OnnxPredictor;
import io.waymark.model.Prediction;
import io.waymark.model.Tensor;
import io.waymark.training.onnx.LayersGraph;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A predictor of fifty numbers a sample, asked on one thread as the service asks it once a request
/// was read.
final class PredictRow implements Row {
  private static final int FEATURES = 50;
  private static final int BATCH = 128;
  private static final List<Integer> WIDTHS = List.of(FEATURES, 64, 32, 1);
  private static final Duration AT_MOST = Duration.ofSeconds(10);
  private static final int COUNTED_CALLS = 200;
  private static final double MILLIS = 1000;
  private static final double KILO = 1000;

  private static final String SINGLE = "single";
  private static final String SAMPLES = "samples";
  private static final String SINGLE_HEAP = "heap of a single call";
  private static final String BATCH_HEAP = "heap of a batch";

  @Override
  public String name() {
    return "predict";
  }

  @Override
  public String goal() {
    return "predict, 50 features: single p95 < 5 ms; ≥ 5,000 samples/s in batches of 128; < 100 KB"
        + " of heap a call";
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    Path graph = Files.createTempFile(setting.folder(), "predict", ".onnx");
    new LayersGraph(weights(), WIDTHS).write(graph);
    Map<String, Spread> measured;
    try (OnnxPredictor predictor = OnnxPredictor.load(graph, ModelPackage.Limits.DEFAULT, 1)) {
      Runnable one = calls(predictor, 1);
      Runnable batch = calls(predictor, BATCH);
      Duration patience = setting.scale().patience();
      measured =
          Timing.rounds(
              setting.rounds(),
              List.of(
                  () -> Map.of(SINGLE, Timing.quantile(Timing.times(one, patience), 0.95)),
                  () -> Map.of(SAMPLES, BATCH * MILLIS / Timing.p50(batch, patience)),
                  () -> Map.of(SINGLE_HEAP, kilobytes(one), BATCH_HEAP, kilobytes(batch))));
    } finally {
      Files.deleteIfExists(graph);
    }
    return new Outcome.Measured(
        List.of(
            figure(measured, "one sample, p95", SINGLE, "ms", Bound.atMost(5)),
            figure(measured, "batches of " + BATCH, SAMPLES, "samples/s", Bound.atLeast(5_000)),
            figure(measured, "heap a call, one sample", SINGLE_HEAP, "KB", Bound.atMost(100)),
            figure(measured, "heap a call, a batch", BATCH_HEAP, "KB", Bound.atMost(100))),
        List.of(
            "layers of %s numbers; one thread; without reading the request and writing the answer"
                .formatted(WIDTHS)));
  }

  private static Figure figure(
      Map<String, Spread> measured, String what, String name, String unit, Bound bound) {
    return new Figure(what, Spread.of(measured, name), unit, List.of(new Held.Fixed(bound)));
  }

  private static Runnable calls(OnnxPredictor predictor, int samples) {
    SplittableRandom random = new SplittableRandom(4);
    FloatBuffer values = FloatBuffer.allocate(samples * FEATURES);
    while (values.hasRemaining()) {
      values.put((float) random.nextGaussian());
    }
    Map<String, Tensor> inputs =
        Map.of(
            LayersGraph.INPUT,
            new Tensor.Floats(List.of((long) samples, (long) FEATURES), values.flip()));
    return () -> {
      Prediction prediction = predictor.predict(inputs, AT_MOST);
      if (!(prediction instanceof Prediction.Answered)) {
        throw new IllegalStateException("the predictor gives no answer: " + prediction);
      }
    };
  }

  /// What a call takes of the heap, in the mean.
  private static double kilobytes(Runnable call) {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int calls = 0; calls < COUNTED_CALLS; calls++) {
      call.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / KILO / COUNTED_CALLS;
  }

  private static float[][] weights() {
    SplittableRandom random = new SplittableRandom(3);
    float[][] weights = new float[WIDTHS.size() - 1][];
    for (int layer = 0; layer < weights.length; layer++) {
      weights[layer] = new float[WIDTHS.get(layer) * WIDTHS.get(layer + 1)];
      for (int at = 0; at < weights[layer].length; at++) {
        weights[layer][at] = (float) (random.nextGaussian() / Math.sqrt(WIDTHS.get(layer)));
      }
    }
    return weights;
  }
}
