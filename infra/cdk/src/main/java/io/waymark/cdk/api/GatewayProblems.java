package io.waymark.cdk.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.ResponseType;
import software.amazon.awscdk.services.apigateway.RestApi;

/// API Gateway's own errors, of the shape of all others: `application/problem+json` with the
/// request id.
enum GatewayProblems {
  /// What API Gateway says of a path that it does not have.
  NOT_FOUND(
      ResponseType.MISSING_AUTHENTICATION_TOKEN,
      404,
      "Not Found",
      "there is nothing at this path; /api/v1/docs shows what there is"),
  NO_OBJECT(
      ResponseType.BAD_REQUEST_BODY,
      400,
      "Bad Request",
      "the body must be a JSON object; /api/v1/docs shows which"),
  NO_WHOLE_PATH(
      ResponseType.BAD_REQUEST_PARAMETERS,
      400,
      "Bad Request",
      "a part of the path is empty; /api/v1/docs shows what belongs there"),
  TOO_LARGE(
      ResponseType.REQUEST_TOO_LARGE,
      413,
      "Content Too Large",
      "the body is larger than 10 MB; send larger data through POST /api/v1/data/uploads"),
  THROTTLED(
      ResponseType.THROTTLED,
      429,
      "Too Many Requests",
      "too many requests at once; try again in a second"),
  REFUSED(
      ResponseType.WAF_FILTERED, 403, "Forbidden", "the firewall in front of the API refused this"),
  TIMEOUT(
      ResponseType.INTEGRATION_TIMEOUT,
      503,
      "Service Unavailable",
      "no answer within 29 s; try again"),
  FAILED(
      ResponseType.INTEGRATION_FAILURE,
      503,
      "Service Unavailable",
      "the function could not be asked; try again"),
  UNSUPPORTED(
      ResponseType.UNSUPPORTED_MEDIA_TYPE, 415, "Unsupported Media Type", "send application/json"),
  SIGNATURE(
      ResponseType.INVALID_SIGNATURE,
      401,
      "Unauthorized",
      "an Authorization header of AWS is nothing this API knows; send Bearer or X-API-Key"),
  DENIED(ResponseType.ACCESS_DENIED, 403, "Forbidden", "the request was refused"),
  OTHER_OF_CALLERS(ResponseType.DEFAULT_4_XX, 400, "Bad Request", "the request is not right"),
  OTHER_OF_OURS(
      ResponseType.DEFAULT_5_XX,
      500,
      "Internal Server Error",
      "something of ours failed; the request id leads to the logs");

  private static final String RETRY_AFTER = "Retry-After";

  private final ResponseType type;
  private final int status;
  private final String title;
  private final String detail;

  GatewayProblems(ResponseType type, int status, String title, String detail) {
    this.type = type;
    this.status = status;
    this.title = title;
    this.detail = detail;
  }

  /// @param origins whose pages may read the answers
  static void addTo(RestApi api, List<String> origins) {
    for (GatewayProblems problem : values()) {
      api.addGatewayResponse(problem.name(), problem.options(origins));
    }
  }

  private GatewayResponseOptions options(List<String> origins) {
    return GatewayResponseOptions.builder()
        .type(type)
        .statusCode(Integer.toString(status))
        .responseHeaders(headers(origins))
        .templates(Map.of("application/json", body()))
        .build();
  }

  private Map<String, String> headers(List<String> origins) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Type", "'application/problem+json'");
    headers.put("X-Request-Id", "context.requestId");
    if (status == 429 || status == 503) {
      headers.put(RETRY_AFTER, status == 429 ? "'1'" : "'5'");
    }
    // A gateway response names one origin or all; errors say nothing that is anybody's.
    if (!origins.isEmpty()) {
      headers.put("Access-Control-Allow-Origin", "'*'");
      headers.put("Access-Control-Expose-Headers", "'" + String.join(",", Cors.EXPOSED) + "'");
    }
    return headers;
  }

  private String body() {
    return """
        {"type":"about:blank","title":"%s","status":%d,"detail":"%s",\
        "request_id":"$context.requestId","errors":[]}"""
        .formatted(title, status, detail);
  }
}
