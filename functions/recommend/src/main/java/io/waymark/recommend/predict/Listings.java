package io.waymark.recommend.predict;

import io.waymark.model.Manifest;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelPackageException;
import io.waymark.model.ModelPackageException.Fault;
import io.waymark.model.Signature;
import io.waymark.model.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// What the lists of models have room for: a version is one row of DynamoDB, of 400 KB, whose
/// numbers have their bounds too.
final class Listings {
  private static final double LARGEST_NUMBER = 9.99e125;
  private static final double SMALLEST_NUMBER = 1e-130;
  private static final int LONGEST_NAME = 256;
  private static final int MOST_METRICS = 100;
  private static final int MOST_BYTES = 100_000;
  private static final int BYTES_A_TENSOR = 64;
  private static final int BYTES_A_DIMENSION = 24;

  private Listings() {}

  /// What a package says of itself.
  ///
  /// @throws ModelPackageException naming the metric or field that has no room
  static void check(Manifest.About about) {
    if (bytes(about.algorithm()) > LONGEST_NAME) {
      throw refused(Manifest.FILE, "algorithm must have at most " + LONGEST_NAME + " bytes");
    }
    if (about.metrics().size() > MOST_METRICS) {
      throw refused(Manifest.FILE, "metrics must be at most " + MOST_METRICS);
    }
    about.metrics().forEach(Listings::check);
  }

  private static void check(String metric, double value) {
    if (metric.isEmpty() || bytes(metric) > LONGEST_NAME) {
      throw refused(
          Manifest.FILE, "the name of each metric must have 1-" + LONGEST_NAME + " bytes");
    }
    double size = Math.abs(value);
    if (value != 0 && !(size >= SMALLEST_NUMBER && size <= LARGEST_NUMBER)) {
      throw refused(
          Manifest.FILE,
          "metrics.%s is %s; it must be 0 or lie between %s and %s, either sign"
              .formatted(metric, value, SMALLEST_NUMBER, LARGEST_NUMBER));
    }
  }

  /// What a graph takes and gives.
  ///
  /// @throws ModelPackageException naming the tensor that has no room
  static void check(Signature signature) {
    List<TensorSpec> tensors =
        Stream.concat(signature.inputs().stream(), signature.outputs().stream()).toList();
    long all = 0;
    for (TensorSpec tensor : tensors) {
      if (bytes(tensor.name()) > LONGEST_NAME) {
        throw refused(
            ModelPackage.MODEL,
            "the name of its tensor '%s…' has more than %d bytes"
                .formatted(tensor.name().substring(0, LONGEST_NAME / 4), LONGEST_NAME));
      }
      all +=
          bytes(tensor.name()) + BYTES_A_TENSOR + (long) BYTES_A_DIMENSION * tensor.shape().size();
    }
    if (all > MOST_BYTES) {
      throw refused(
          ModelPackage.MODEL,
          "its %d inputs and outputs take more than %d bytes to list"
              .formatted(tensors.size(), MOST_BYTES));
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static ModelPackageException refused(String file, String message) {
    return new ModelPackageException(Fault.TOO_LARGE, file, message);
  }
}
