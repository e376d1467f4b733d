package io.waymark.cli.permissions;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A request, without its credential.
///
/// @param path with its query, encoded
/// @param body JSON
record Ask(String method, String path, Optional<ObjectNode> body, Map<String, String> headers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Ask {
    headers = Map.copyOf(headers);
  }

  static Ask of(String method, String path) {
    return new Ask(method, path, Optional.empty(), Map.of());
  }

  static Ask get(String path) {
    return of("GET", path);
  }

  static Ask post(String path, Map<String, ?> body) {
    return of("POST", path).with(body);
  }

  Ask with(Map<String, ?> fields) {
    return new Ask(method, path, Optional.of(JSON.valueToTree(fields)), headers);
  }

  /// With a further field of the body, or another in its place; as it is where there is no body.
  Ask field(String name, Object value) {
    return new Ask(
        method,
        path,
        body.map(fields -> fields.deepCopy().set(name, JSON.valueToTree(value))),
        headers);
  }

  Ask query(String name, String value) {
    String further = (path.contains("?") ? "&" : "?") + name + "=" + encoded(value);
    return new Ask(method, path + further, body, headers);
  }

  Ask header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Ask(method, path, body, more);
  }

  /// As a segment of a path has it.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
