package io.waymark.cdk.pipeline;

import java.util.Map;
import java.util.TreeMap;

/// The fields of an object in a machine's definition. That is one text, in which another order is a
/// change to deploy, and [Map#of] has another in every process.
final class Fields {
  private Fields() {}

  static Map<String, Object> of(String name, Object value) {
    return sorted(Map.of(name, value));
  }

  static Map<String, Object> of(String name, Object value, String name2, Object value2) {
    return sorted(Map.of(name, value, name2, value2));
  }

  static Map<String, Object> of(
      String name, Object value, String name2, Object value2, String name3, Object value3) {
    return sorted(Map.of(name, value, name2, value2, name3, value3));
  }

  static Map<String, Object> of(
      String name,
      Object value,
      String name2,
      Object value2,
      String name3,
      Object value3,
      String name4,
      Object value4) {
    return sorted(Map.of(name, value, name2, value2, name3, value3, name4, value4));
  }

  private static Map<String, Object> sorted(Map<String, Object> fields) {
    return new TreeMap<>(fields);
  }
}
