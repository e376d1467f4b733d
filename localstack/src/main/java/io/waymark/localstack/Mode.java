package io.waymark.localstack;

/// How there comes to be a LocalStack.
public enum Mode {
  /// `AWS_ENDPOINT_URL` names one.
  GIVEN,
  /// A container, by a Docker engine.
  DOCKER,
  /// A process of this machine.
  HOST
}
