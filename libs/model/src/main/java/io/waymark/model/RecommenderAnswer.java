package io.waymark.model;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a recommender that nobody here wrote gave for one question, as it came.
///
/// @param because empty where it does not say
record RecommenderAnswer(Tensor.Longs items, Tensor.Floats scores, Optional<Tensor.Longs> because) {
  /// Of outputs whose types were looked at when the graph was opened.
  static RecommenderAnswer of(Map<String, Tensor> outputs) {
    return new RecommenderAnswer(
        (Tensor.Longs) given(outputs, "items"),
        (Tensor.Floats) given(outputs, "scores"),
        Optional.ofNullable(outputs.get("because")).map(Tensor.Longs.class::cast));
  }

  private static Tensor given(Map<String, Tensor> outputs, String name) {
    return Optional.ofNullable(outputs.get(name)).orElseThrow();
  }

  /// Throws where it cannot be the answer.
  ///
  /// @throws ModelPackageException naming the tensor and what it holds
  void check(MadeUpQuestion question, int items) {
    checkShapes(question);
    int found = checkItems(question, items);
    checkScores(question, found);
    because.ifPresent(causes -> checkCauses(question, causes.values(), found));
  }

  private void checkShapes(MadeUpQuestion question) {
    List<Long> shape = items.shape();
    if (shape.size() != 2 || shape.getFirst() != 1 || shape.getLast() > question.count()) {
      throw RecommenderContract.broken(
          "its output 'items' came as %s for %s; with a count of %d it has one row of at most as many"
              .formatted(shape, question.what(), question.count()));
    }
    checkShape("scores", scores.shape(), question);
    because.ifPresent(causes -> checkShape("because", causes.shape(), question));
  }

  private void checkShape(String output, List<Long> shape, MadeUpQuestion question) {
    if (!shape.equals(items.shape())) {
      throw RecommenderContract.broken(
          "its output '%s' came as %s for %s, where 'items' has %s"
              .formatted(output, shape, question.what(), items.shape()));
    }
  }

  /// How many there are before the first −1.
  private int checkItems(MadeUpQuestion question, int items) {
    LongBuffer values = this.items.values();
    BitSet before = new BitSet(items);
    int found = 0;
    for (int at = 0; at < values.remaining(); at++) {
      long item = values.get(at);
      if (item < ItemIndex.ABSENT || item >= items) {
        throw wrongItem(item, "an item is 0 to %d, or -1".formatted(items - 1), question);
      }
      if (item == ItemIndex.ABSENT) {
        continue;
      }
      if (at > found) {
        throw wrongItem(item, "it stands after a -1", question);
      }
      found++;
      if (!question.allowed().allows((int) item)) {
        throw wrongItem(item, "'allowed' forbids it", question);
      }
      if (before.get((int) item)) {
        throw wrongItem(item, "it stands there twice", question);
      }
      before.set((int) item);
    }
    return found;
  }

  private static ModelPackageException wrongItem(
      long item, String reason, MadeUpQuestion question) {
    return RecommenderContract.broken(
        "its output 'items' holds %d for %s: %s".formatted(item, question.what(), reason));
  }

  private void checkScores(MadeUpQuestion question, int found) {
    FloatBuffer values = scores.values();
    for (int at = 0; at < found; at++) {
      float score = values.get(at);
      if (!Float.isFinite(score)) {
        throw RecommenderContract.broken(
            "its output 'scores' holds %s for %s: no number to rank by"
                .formatted(score, question.what()));
      }
      if (at > 0 && score > values.get(at - 1)) {
        throw RecommenderContract.broken(
            "its output 'scores' rises from %s to %s for %s: the best come first"
                .formatted(values.get(at - 1), score, question.what()));
      }
    }
  }

  private static void checkCauses(MadeUpQuestion question, LongBuffer causes, int found) {
    for (int at = 0; at < found; at++) {
      long cause = causes.get(at);
      if (cause != ItemIndex.ABSENT && !question.history().has(cause)) {
        throw RecommenderContract.broken(
            "its output 'because' holds %d for %s: neither -1 nor an item of the history"
                .formatted(cause, question.what()));
      }
    }
  }
}
