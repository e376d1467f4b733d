package io.waymark.cli.bench;

import java.net.URI;

/// A whole service that answers over HTTP, with somebody who may make tenants in it.
interface Target extends AutoCloseable {
  URI url();

  Operator operator();

  @Override
  void close();

  /// Their log-in.
  record Operator(String email, String password) {
    @Override
    public String toString() {
      return "Operator[" + email + "]";
    }
  }
}
