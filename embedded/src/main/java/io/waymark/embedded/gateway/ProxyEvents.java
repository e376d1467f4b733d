package io.waymark.embedded.gateway;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.waymark.tenancy.installation.Installation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/// Writes the event that a REST API of API Gateway sends for a request to a resource `/{proxy+}`.
/// Where a header or parameter has several values, the single-value map carries the last one. A
/// body is text as long as it is declared as text and is valid UTF-8, else base64.
final class ProxyEvents {
  /// Buffers are not kept by thread: each request has a new one.
  static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  private static final DateTimeFormatter REQUEST_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Installation installation;
  private final Clock clock;

  ProxyEvents(Installation installation, Clock clock) {
    this.installation = installation;
    this.clock = clock;
  }

  byte[] event(HttpCall call) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048 + call.body().bytes().length);
    try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringField("resource", "/{proxy+}");
      json.writeStringField("path", call.path());
      json.writeStringField("httpMethod", call.method());
      headers(json, call);
      query(json, call.query());
      json.writeObjectFieldStart("pathParameters");
      json.writeStringField("proxy", call.path().substring(1));
      json.writeEndObject();
      json.writeNullField("stageVariables");
      requestContext(json, call);
      body(json, call);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void headers(JsonGenerator json, HttpCall call) throws IOException {
    json.writeObjectFieldStart("headers");
    for (String name : call.headers().getFieldNamesCollection()) {
      json.writeStringField(name, call.headers().getValuesList(name).getLast());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("multiValueHeaders");
    for (String name : call.headers().getFieldNamesCollection()) {
      strings(json, name, call.headers().getValuesList(name));
    }
    json.writeEndObject();
  }

  private static void query(JsonGenerator json, Map<String, List<String>> query)
      throws IOException {
    if (query.isEmpty()) {
      json.writeNullField("queryStringParameters");
      json.writeNullField("multiValueQueryStringParameters");
      return;
    }
    json.writeObjectFieldStart("queryStringParameters");
    for (Map.Entry<String, List<String>> each : query.entrySet()) {
      json.writeStringField(each.getKey(), each.getValue().getLast());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("multiValueQueryStringParameters");
    for (Map.Entry<String, List<String>> each : query.entrySet()) {
      strings(json, each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  private void requestContext(JsonGenerator json, HttpCall call) throws IOException {
    Instant now = clock.instant();
    json.writeObjectFieldStart("requestContext");
    json.writeStringField("resourceId", "proxy");
    json.writeStringField("resourcePath", "/{proxy+}");
    json.writeStringField("httpMethod", call.method());
    json.writeStringField("path", call.path());
    json.writeStringField("protocol", "HTTP/1.1");
    json.writeStringField("stage", installation.stage());
    json.writeStringField("accountId", installation.account());
    json.writeStringField("apiId", "embedded");
    json.writeStringField("requestId", call.requestId());
    json.writeStringField("requestTime", REQUEST_TIME.format(now));
    json.writeNumberField("requestTimeEpoch", now.toEpochMilli());
    host(call).ifPresent(host -> field(json, "domainName", host));
    json.writeObjectFieldStart("identity");
    json.writeStringField("sourceIp", call.sourceIp());
    Optional.ofNullable(call.headers().get(HttpHeader.USER_AGENT))
        .ifPresent(agent -> field(json, "userAgent", agent));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static Optional<String> host(HttpCall call) {
    return Optional.ofNullable(call.headers().get(HttpHeader.HOST));
  }

  private static void body(JsonGenerator json, HttpCall call) throws IOException {
    byte[] bytes = call.body().bytes();
    if (bytes.length == 0) {
      json.writeNullField("body");
      json.writeBooleanField("isBase64Encoded", false);
      return;
    }
    Optional<String> text = isText(call) ? utf8(bytes) : Optional.empty();
    if (text.isPresent()) {
      json.writeStringField("body", text.get());
    } else {
      json.writeFieldName("body");
      json.writeBinary(bytes);
    }
    json.writeBooleanField("isBase64Encoded", text.isEmpty());
  }

  private static boolean isText(HttpCall call) {
    HttpField type = call.headers().getField(HttpHeader.CONTENT_TYPE);
    String name = type == null ? "" : String.valueOf(type.getValue()).toLowerCase(Locale.ROOT);
    return name.isEmpty()
        || name.startsWith("text/")
        || name.contains("json")
        || name.contains("xml")
        || name.startsWith("application/x-www-form-urlencoded");
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static void field(JsonGenerator json, String name, String value) {
    try {
      json.writeStringField(name, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
