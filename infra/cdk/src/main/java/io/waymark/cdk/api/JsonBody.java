package io.waymark.cdk.api;

import java.util.List;

/// A route whose body API Gateway looks at before a function is called: it must be a JSON object.
/// Which fields it has is for the function to say, which names each that is wrong. A test compares
/// these with the OpenAPI document: they are all that must have such a body, but for those below a
/// variable segment where `{proxy+}` stands.
///
/// @param deeper whether there are routes below it
record JsonBody(String method, String path, boolean deeper) {
  static final List<JsonBody> ALL =
      List.of(
          post("/api/v1/api-keys"),
          post("/api/v1/auth/accept-invitation"),
          post("/api/v1/auth/login"),
          post("/api/v1/auth/password"),
          post("/api/v1/auth/refresh"),
          post("/api/v1/auth/second-factor"),
          post("/api/v1/auth/second-factor/confirm"),
          post("/api/v1/auth/second-factor/off"),
          post("/api/v1/data/ingest"),
          new JsonBody("PUT", "/api/v1/data/quality-thresholds", false),
          new JsonBody("POST", "/api/v1/data/uploads", true),
          new JsonBody("PUT", "/api/v1/experiments", false),
          new JsonBody("PUT", "/api/v1/items/{id}", false),
          post("/api/v1/invitations"),
          post("/api/v1/members"),
          post("/api/v1/ml/predict"),
          post("/api/v1/models/train"),
          post("/api/v1/rate-limits"),
          post("/api/v1/recommend"),
          post("/api/v1/recommend/batch"),
          post("/api/v1/tenants"));

  private static JsonBody post(String path) {
    return new JsonBody("POST", path, false);
  }

  /// The methods that must have such a body at this very path.
  static List<String> methodsAt(String path) {
    return ALL.stream().filter(each -> each.path.equals(path)).map(JsonBody::method).toList();
  }
}
