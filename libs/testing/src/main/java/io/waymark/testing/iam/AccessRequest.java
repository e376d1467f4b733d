package io.waymark.testing.iam;

import java.util.List;
import java.util.Map;

/// One thing that is asked of AWS, as IAM sees it.
///
/// @param action like `dynamodb:GetItem`
/// @param resource its ARN
/// @param context values by condition key; a key without values is not in the request
public record AccessRequest(String action, String resource, Map<String, List<String>> context) {
  public AccessRequest {
    context = Map.copyOf(context);
  }

  /// What this comes with for one condition key; empty where it comes without. Names of keys do not
  /// distinguish cases.
  List<String> values(String key) {
    return context.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(key))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }
}
