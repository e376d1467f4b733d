package io.waymark.model;

import ai.onnxruntime.OnnxJavaType;
import java.util.Arrays;
import java.util.Optional;

/// Types of tensors that a predictor may take and give.
public enum TensorType {
  FLOAT32("float32", OnnxJavaType.FLOAT),
  FLOAT64("float64", OnnxJavaType.DOUBLE),
  INT32("int32", OnnxJavaType.INT32),
  INT64("int64", OnnxJavaType.INT64),
  BOOL("bool", OnnxJavaType.BOOL),
  STRING("string", OnnxJavaType.STRING);

  private final String text;
  private final OnnxJavaType runtime;

  TensorType(String text, OnnxJavaType runtime) {
    this.text = text;
    this.runtime = runtime;
  }

  /// The name on the wire, like `float32`.
  public String text() {
    return text;
  }

  public static Optional<TensorType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }

  static Optional<TensorType> of(OnnxJavaType runtime) {
    return Arrays.stream(values()).filter(type -> type.runtime == runtime).findFirst();
  }

  @Override
  public String toString() {
    return text;
  }
}
