package io.waymark.model;

import java.io.Serial;

/// A folder is no model package that may be loaded. The message names the file and what is wrong
/// with it, in words for whoever made the package.
public final class ModelPackageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /// What is wrong, for programs.
  public enum Fault {
    MISSING_FILE,
    WRONG_SIZE,
    WRONG_SUM,
    TOO_LARGE,
    UNKNOWN_FORMAT,
    MALFORMED,
    ITEMS_MISMATCH,
    UNSAFE_GRAPH,
    WRONG_CONTRACT
  }

  private final Fault fault;
  private final String file;

  public ModelPackageException(Fault fault, String file, String message) {
    super(file + ": " + message);
    this.fault = fault;
    this.file = file;
  }

  public ModelPackageException(Fault fault, String file, String message, Throwable cause) {
    super(file + ": " + message, cause);
    this.fault = fault;
    this.file = file;
  }

  public Fault fault() {
    return fault;
  }

  /// Name of the file inside the package, like `model.onnx`.
  public String file() {
    return file;
  }
}
