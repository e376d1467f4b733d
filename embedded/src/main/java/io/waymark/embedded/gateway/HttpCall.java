package io.waymark.embedded.gateway;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/// A request as it came in, read whole.
///
/// @param path as sent, percent-encoded
/// @param query decoded, in the order of the names' first appearance
/// @param body at most what API Gateway takes
record HttpCall(
    String requestId,
    String method,
    String path,
    Map<String, List<String>> query,
    HttpFields headers,
    Body body,
    String sourceIp) {

  /// The body's bytes; a class of its own since records compare and print their parts.
  static final class Body {
    private final byte[] bytes;

    Body(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }
}
