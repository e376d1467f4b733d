package io.waymark.model;

import io.waymark.model.ModelPackageException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// What a graph that nobody here wrote must keep to be a recommender: the tensors of
/// [OnnxRecommender], and answers that hold for made-up histories. All methods throw
/// [ModelPackageException], which names the tensor that breaks it.
public final class RecommenderContract {
  private static final List<TensorSpec> OPTIONAL_INPUTS =
      List.of(
          spec("types", TensorType.INT64, TensorSpec.OPEN, TensorSpec.OPEN),
          spec("ages_seconds", TensorType.FLOAT32, TensorSpec.OPEN, TensorSpec.OPEN));
  private static final TensorSpec BECAUSE =
      spec("because", TensorType.INT64, TensorSpec.OPEN, TensorSpec.OPEN);

  private RecommenderContract() {}

  /// Opens a graph, asks it everything that can be made up, some of it twice, and once more as it
  /// will be asked, where what it takes stays taken.
  ///
  /// @param items of the package
  /// @param atMost how long it may run for one question
  public static void ask(Path graph, int items, ModelPackage.Limits limits, Duration atMost)
      throws IOException {
    try (OnnxPredictor model = OnnxPredictor.load(graph, limits, 1)) {
      checkTensors(model.signature(), items);
      for (MadeUpQuestion question : MadeUpQuestion.all(items)) {
        RecommenderAnswer first = answer(model, question, atMost);
        first.check(question, items);
        if (!first.equals(answer(model, question, atMost))) {
          throw broken("answers the same question in two ways, for " + question.what());
        }
      }
    }
    try (OnnxRecommender served = OnnxRecommender.load(graph, items, limits, 1)) {
      for (MadeUpQuestion question : MadeUpQuestion.all(items)) {
        RankedItems _ =
            served.recommend(question.history(), question.allowed(), new int[0], question.count());
      }
    } catch (GraphFailedException failed) {
      throw broken(String.valueOf(failed.getMessage()));
    }
  }

  /// Opens a graph that was asked everything elsewhere, and asks it the plainest question.
  ///
  /// @return what it takes and gives
  public static Signature open(Path graph, int items, ModelPackage.Limits limits, Duration atMost)
      throws IOException {
    try (OnnxPredictor model = OnnxPredictor.load(graph, limits, 1)) {
      checkTensors(model.signature(), items);
      MadeUpQuestion question = MadeUpQuestion.plain(items);
      answer(model, question, atMost).check(question, items);
      return new Signature(
          Manifest.RECOMMENDER, model.signature().inputs(), model.signature().outputs());
    }
  }

  private static TensorSpec spec(String name, TensorType type, long... shape) {
    return new TensorSpec(name, type, LongStream.of(shape).boxed().toList());
  }

  private static void checkTensors(Signature found, int items) {
    Signature wanted = OnnxRecommender.SIGNATURE;
    for (TensorSpec input : wanted.inputs()) {
      if (found.input(input.name()).isEmpty()) {
        throw broken("has no input '%s' (%s)".formatted(input.name(), input.form()));
      }
    }
    for (TensorSpec input : found.inputs()) {
      TensorSpec known =
          wanted
              .input(input.name())
              .or(() -> named(OPTIONAL_INPUTS, input.name()))
              .orElseThrow(
                  () -> broken("needs the input '%s', which nobody gives".formatted(input.name())));
      checkInput(input, known, items);
    }
    for (TensorSpec output : wanted.outputs()) {
      TensorSpec given =
          named(found.outputs(), output.name())
              .orElseThrow(
                  () -> broken("has no output '%s' (%s)".formatted(output.name(), output.form())));
      checkType("output", given, output);
    }
    named(found.outputs(), BECAUSE.name()).ifPresent(given -> checkType("output", given, BECAUSE));
  }

  private static Optional<TensorSpec> named(List<TensorSpec> specs, String name) {
    return specs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  private static void checkType(String what, TensorSpec given, TensorSpec known) {
    if (given.type() != known.type()) {
      throw broken(
          "its %s '%s' is %s, not %s".formatted(what, given.name(), given.type(), known.form()));
    }
  }

  /// Of `allowed` the second size is the number of items; of `count` there is one; of all others
  /// the first size is a batch of one, and a fixed second one would fit no user.
  private static void checkInput(TensorSpec given, TensorSpec known, int items) {
    checkType("input", given, known);
    List<Long> shape = given.shape();
    boolean fits = shape.size() == known.shape().size() && isOneOrOpen(shape.getFirst());
    if (!fits) {
      throw broken(
          "its input '%s' is %s, which a %s cannot be given to"
              .formatted(given.name(), given.form(), known.form()));
    }
    if (given.name().equals("allowed")) {
      if (shape.get(1) != TensorSpec.OPEN && shape.get(1) != items) {
        throw new ModelPackageException(
            Fault.ITEMS_MISMATCH,
            ModelPackage.MODEL,
            "its input 'allowed' is of %d items; %s lists %d"
                .formatted(shape.get(1), ModelPackage.ITEMS, items));
      }
    } else if (shape.size() > 1 && shape.get(1) != TensorSpec.OPEN) {
      throw broken(
          "its input '%s' is %s: leave its second size open, histories have any length"
              .formatted(given.name(), given.form()));
    }
  }

  private static boolean isOneOrOpen(long size) {
    return size == TensorSpec.OPEN || size == 1;
  }

  private static RecommenderAnswer answer(
      OnnxPredictor model, MadeUpQuestion question, Duration atMost) {
    return switch (model.predict(inputs(model.signature(), question), atMost)) {
      case Prediction.Answered(Map<String, Tensor> outputs) -> RecommenderAnswer.of(outputs);
      case Prediction.WrongInput(String tensor, String message) ->
          throw broken("its input '%s' %s".formatted(tensor, message));
      case Prediction.Failed(String message) ->
          throw broken("failed for %s: %s".formatted(question.what(), message));
      case Prediction.OutOfTime(Duration after) ->
          throw broken(
              "was still running after %d ms for %s".formatted(after.toMillis(), question.what()));
    };
  }

  /// As [OnnxRecommender] gives them: an empty history is one column of no item.
  private static Map<String, Tensor> inputs(Signature signature, MadeUpQuestion question) {
    History history =
        question.history().isEmpty()
            ? new History(new int[] {ItemIndex.ABSENT}, new float[1])
            : question.history();
    List<Long> shape = List.of(1L, (long) history.length());
    ByteBuffer allowed = question.allowed().view();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("history", new Tensor.Longs(shape, LongBuffer.wrap(history.itemsAsLongs())));
    inputs.put("weights", new Tensor.Floats(shape, FloatBuffer.wrap(history.weights())));
    inputs.put("allowed", new Tensor.Bools(List.of(1L, (long) allowed.remaining()), allowed));
    inputs.put(
        "count", new Tensor.Longs(List.of(1L), LongBuffer.wrap(new long[] {question.count()})));
    if (signature.input("types").isPresent()) {
      inputs.put("types", new Tensor.Longs(shape, LongBuffer.wrap(history.types())));
    }
    if (signature.input("ages_seconds").isPresent()) {
      inputs.put("ages_seconds", new Tensor.Floats(shape, FloatBuffer.wrap(history.agesSeconds())));
    }
    return inputs;
  }

  static ModelPackageException broken(String message) {
    return new ModelPackageException(Fault.WRONG_CONTRACT, ModelPackage.MODEL, message);
  }
}
