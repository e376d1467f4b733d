package io.waymark.recommend.predict;

import io.waymark.model.ModelPackage;
import io.waymark.model.ModelPackageException;
import io.waymark.model.OnnxPredictor;
import io.waymark.model.Prediction;
import io.waymark.model.RecommenderContract;
import io.waymark.recommend.predict.MadeUpInputs.Filling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The program of the process in which a graph is tried, see [Trials]: it loads the graph, runs it
/// on made-up inputs, alone and in its largest batch, and writes down what became of it. Inputs
/// that the graph cannot work with say nothing against it. A recommender is asked for made-up
/// histories instead, and must have an answer to each.
///
/// What it prints is no verdict: ONNX Runtime prints names that the graph's maker chose.
final class Trial {
  /// The file that holds the nonce once this process has run a graph of its own: what goes wrong
  /// from then on is the tried graph's doing.
  static final String READY = "ready";

  /// The file that holds, at the end, the nonce and what became of the graph.
  static final String VERDICT = "verdict";

  static final String TOOK = " took ";

  static final String REFUSED = " refused ";

  /// What a predictor has.
  static final int NO_ITEMS = -1;

  /// A model of one multiplication: what running it takes is taken by ONNX Runtime and by Java.
  private static final String LEAST =
      "CAg6hwEKJwoIZmVhdHVyZXMKB3dlaWdodHMSBXNjb3JlGgNzdW0iBk1hdE11bBIGbGluZWFyKhUIAQgBEAEiBAAAgD9CB3dl"
          + "aWdodHNaHwoIZmVhdHVyZXMSEwoRCAESDQoHEgViYXRjaAoCCAFiHAoFc2NvcmUSEwoRCAESDQoHEgViYXRjaAoCCAFCAhAR";

  private static final String OUT_OF_MEMORY =
      ModelPackage.MODEL + ": asked for more memory than it may take: ";

  private static final Path STATUS = Path.of("/proc/self/status");

  private Trial() {}

  /// Tries a graph.
  ///
  /// @param arguments the file, the bytes that it and its constants may have, the milliseconds that
  ///   one run may take, the folder for [#READY] and [#VERDICT], the nonce they begin with, and the
  ///   items of a recommender or [#NO_ITEMS]
  public static void main(String[] arguments) throws IOException {
    Path least = Files.createTempFile("least", ".onnx");
    Files.write(least, Base64.getDecoder().decode(LEAST));
    long bytes = Long.parseLong(arguments[1]);
    Duration atMost = Duration.ofMillis(Long.parseLong(arguments[2]));
    refusal(least, NO_ITEMS, bytes, atMost)
        .ifPresent(
            wrong -> {
              throw new IllegalStateException(wrong);
            });
    Path folder = Path.of(arguments[3]);
    String nonce = arguments[4];
    write(folder.resolve(READY), nonce);
    long before = mostMemory();
    Optional<String> refusal =
        refusal(Path.of(arguments[0]), Integer.parseInt(arguments[5]), bytes, atMost);
    write(
        folder.resolve(VERDICT),
        nonce
            + refusal
                .map(reason -> REFUSED + reason.lines().findFirst().orElse(""))
                .orElse(TOOK + (mostMemory() - before)));
  }

  private static void write(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
  }

  private static Optional<String> refusal(Path graph, int items, long bytes, Duration atMost)
      throws IOException {
    ModelPackage.Limits limits = new ModelPackage.Limits(bytes, 2 * bytes, 0);
    try {
      if (items == NO_ITEMS) {
        return refusalOfPredictor(graph, limits, atMost);
      }
      RecommenderContract.ask(graph, items, limits, atMost);
      return Optional.empty();
    } catch (ModelPackageException wrong) {
      String message = String.valueOf(wrong.getMessage());
      return Optional.of(isOutOfMemory(message) ? OUT_OF_MEMORY + message : message);
    }
  }

  private static Optional<String> refusalOfPredictor(
      Path graph, ModelPackage.Limits limits, Duration atMost) throws IOException {
    try (OnnxPredictor model = OnnxPredictor.load(graph, limits, 1)) {
      for (int batch : List.of(1, MadeUpInputs.largestBatch(model.signature()))) {
        for (Filling filling : Filling.values()) {
          switch (model.predict(MadeUpInputs.of(model.signature(), batch, filling), atMost)) {
            case Prediction.Answered _, Prediction.WrongInput _ -> {}
            case Prediction.Failed(String message) -> {
              if (isOutOfMemory(message)) {
                return Optional.of(OUT_OF_MEMORY + message);
              }
            }
            case Prediction.OutOfTime(Duration after) -> {
              return Optional.of(
                  "%s: was still running after %d ms on a batch of %d"
                      .formatted(ModelPackage.MODEL, after.toMillis(), batch));
            }
          }
        }
      }
      return Optional.empty();
    }
  }

  /// ONNX Runtime gives it no code of its own.
  private static boolean isOutOfMemory(String message) {
    return message.contains("bad_alloc")
        || message.contains("bad allocation")
        || message.contains("Failed to allocate memory");
  }

  /// The most that this process had at once, natives included; 0 where Linux does not count it.
  private static long mostMemory() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}
