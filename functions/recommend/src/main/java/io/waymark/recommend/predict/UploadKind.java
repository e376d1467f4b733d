package io.waymark.recommend.predict;

import io.waymark.model.Manifest;
import io.waymark.model.ModelPackage;
import io.waymark.model.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be uploaded, and of which files it is made.
enum UploadKind {
  /// Any tensors.
  PREDICTOR(
      Signature.UNKNOWN_PREDICTOR,
      List.of(ModelPackage.MODEL),
      List.of(Manifest.FILE),
      "must be model.onnx or manifest.json, each once",
      "must hold model.onnx with its size_bytes"),

  /// Lists of items.
  RECOMMENDER(
      Signature.UNKNOWN_RECOMMENDER,
      List.of(ModelPackage.MODEL, ModelPackage.ITEMS),
      List.of(
          Manifest.FILE,
          ModelPackage.POPULARITY,
          ModelPackage.DAILY,
          ModelPackage.CONTENT,
          ModelPackage.SCAN),
      "must be model.onnx, items.jsonl.gz, manifest.json, popularity.bin, daily.bin,"
          + " content.json.gz or scan.json, each once",
      "must hold model.onnx and items.jsonl.gz with their size_bytes");

  private final Signature unopened;
  private final List<String> required;
  private final List<String> optional;
  private final String names;
  private final String least;

  UploadKind(
      Signature unopened,
      List<String> required,
      List<String> optional,
      String names,
      String least) {
    this.unopened = unopened;
    this.required = required;
    this.optional = optional;
    this.names = names;
    this.least = least;
  }

  /// As requests and manifests name it.
  static Optional<UploadKind> of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }

  /// Of a version that was uploaded.
  static UploadKind of(Signature signature) {
    return signature.isPredictor() ? PREDICTOR : RECOMMENDER;
  }

  String text() {
    return unopened.kind();
  }

  /// What is known of its graph before it was opened.
  Signature unopened() {
    return unopened;
  }

  /// Files that must come.
  List<String> required() {
    return required;
  }

  /// Files that may come.
  List<String> optional() {
    return optional;
  }

  boolean takes(String file) {
    return Stream.concat(required.stream(), optional.stream()).anyMatch(file::equals);
  }

  /// What a request may name, to be read after the field.
  String names() {
    return names;
  }

  /// What a request must name, to be read after the field.
  String least() {
    return least;
  }
}
