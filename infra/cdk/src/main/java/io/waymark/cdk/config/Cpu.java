package io.waymark.cdk.config;

import java.util.Locale;

/// The processors the functions run on; `-c arch=…`.
public enum Cpu {
  /// A fifth cheaper for the same work.
  ARM64("linux-aarch64", "linux_arm64"),
  X86_64("linux-x64", "linux_amd64");

  private final String onnxNatives;
  private final String duckNatives;

  Cpu(String onnxNatives, String duckNatives) {
    this.onnxNatives = onnxNatives;
    this.duckNatives = duckNatives;
  }

  /// As `-c arch` and Maven's `-Darch` have it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The folder of ONNX Runtime's natives for it.
  public String onnxNatives() {
    return onnxNatives;
  }

  /// The ending of DuckDB's native for it.
  public String duckNatives() {
    return duckNatives;
  }
}
