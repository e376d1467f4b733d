package io.waymark.training;

/// A graph that was written does not answer as its model does; it must not be published.
public final class UnsoundGraphException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  UnsoundGraphException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /// For whoever asked for the training.
  public String reason() {
    return reason;
  }
}
