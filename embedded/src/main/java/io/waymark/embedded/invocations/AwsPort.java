package io.waymark.embedded.invocations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.waymark.embedded.runtime.FunctionFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// A loopback port that speaks the two APIs of AWS which the embedded service replaces: Kinesis
/// (`PutRecord`, `PutRecords`; JSON 1.1 and CBOR, which the Java SDK prefers) and Lambda (`Invoke`,
/// both ways). Callers name the local access key, which keeps web pages out: a browser sends no
/// `Authorization` to a stranger unasked. Beside them `GET /health` says whether what was accepted
/// is being delivered: 200, or 503 with a line for each that is not.
public final class AwsPort implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new CBORMapper();
  private static final String KINESIS = "Kinesis_20131202.";
  private static final String FUNCTIONS = "/2015-03-31/functions/";
  private static final int MAX_BODY_BYTES = 12 * 1024 * 1024;

  /// Lambda's own: an event runs for seconds.
  private static final String RETRY_AFTER_SECONDS = "5";

  private static final long STOP_WITHIN_MS = 5_000;

  private final KinesisApi kinesis;
  private final Invoker invoker;
  private final AsynchronousInvocations asynchronous;
  private final Supplier<List<String>> troubles;
  private final String accessKey;
  private final Server server = new Server(new VirtualThreadPool());
  private final ServerConnector connector = new ServerConnector(server, 1, 1);

  private AwsPort(
      KinesisApi kinesis,
      Invoker invoker,
      AsynchronousInvocations asynchronous,
      Supplier<List<String>> troubles,
      String accessKey) {
    this.kinesis = kinesis;
    this.invoker = invoker;
    this.asynchronous = asynchronous;
    this.troubles = troubles;
    this.accessKey = accessKey;
  }

  /// Opens on a port that the system chooses.
  ///
  /// @param troubles what of the accepted is not being delivered, and why
  public static AwsPort open(
      KinesisApi kinesis,
      Invoker invoker,
      AsynchronousInvocations asynchronous,
      Supplier<List<String>> troubles,
      String accessKey) {
    AwsPort port = new AwsPort(kinesis, invoker, asynchronous, troubles, accessKey);
    port.connector.setHost("127.0.0.1");
    port.server.addConnector(port.connector);
    port.server.setStopTimeout(STOP_WITHIN_MS);
    port.server.setHandler(new GracefulHandler(port.new Requests()));
    try {
      port.server.start();
    } catch (Exception failed) { // what Jetty's start declares
      throw new IllegalStateException("the port for Kinesis and Lambda did not open", failed);
    }
    return port;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception failed) { // what Jetty's stop declares
      throw new IllegalStateException("the port for Kinesis and Lambda did not stop", failed);
    }
  }

  /// An answer with its status, media type and further headers.
  private record Answer(int status, String type, ByteBuffer body, Map<String, String> headers) {
    static Answer json(int status, JsonNode body) {
      return new Answer(
          status,
          "application/json",
          ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8)),
          Map.of());
    }
  }

  private final class Requests extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      Answer answer = answer(request);
      response.setStatus(answer.status());
      response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
      answer.headers().forEach(response.getHeaders()::put);
      response.write(true, answer.body(), callback);
      return true;
    }

    private Answer answer(Request request) throws IOException {
      if (request.getMethod().equals("GET")
          && Request.getPathInContext(request).equals("/health")) {
        return health();
      }
      String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
      if (authorization == null || !authorization.contains("Credential=" + accessKey + "/")) {
        return error(HttpStatus.FORBIDDEN_403, "UnrecognizedClientException", "unknown key");
      }
      byte[] body;
      try (InputStream in = Request.asInputStream(request)) {
        body = in.readNBytes(MAX_BODY_BYTES + 1);
      }
      if (body.length > MAX_BODY_BYTES) {
        return error(
            HttpStatus.PAYLOAD_TOO_LARGE_413, "RequestEntityTooLargeException", "too large");
      }
      String target = request.getHeaders().get("X-Amz-Target");
      String path = Request.getPathInContext(request);
      if (target != null && target.startsWith(KINESIS)) {
        return kinesis(request, target.substring(KINESIS.length()), body);
      }
      if (path.startsWith(FUNCTIONS) && path.endsWith("/invocations")) {
        String name = path.substring(FUNCTIONS.length(), path.length() - "/invocations".length());
        return invoke(name.substring(name.lastIndexOf(':') + 1), request, body);
      }
      return error(
          HttpStatus.BAD_REQUEST_400,
          "UnknownOperationException",
          "only PutRecord, PutRecords and Invoke are served here");
    }

    private Answer health() {
      List<String> found = troubles.get();
      String text = found.isEmpty() ? "ok" : String.join("\n", found);
      return new Answer(
          found.isEmpty() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503,
          "text/plain; charset=utf-8",
          ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
          Map.of());
    }

    private Answer kinesis(Request request, String operation, byte[] body) throws IOException {
      String type = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
      ObjectMapper mapper = type.contains("cbor") ? CBOR : JSON;
      int status = HttpStatus.OK_200;
      JsonNode answer;
      try {
        answer = kinesis.call(operation, mapper.readTree(body));
      } catch (KinesisApi.RefusedException refused) {
        status = HttpStatus.BAD_REQUEST_400;
        answer =
            JSON.createObjectNode()
                .put("__type", refused.type())
                .put("message", refused.getMessage());
      }
      return new Answer(status, type, ByteBuffer.wrap(mapper.writeValueAsBytes(answer)), Map.of());
    }

    private Answer invoke(String function, Request request, byte[] event) {
      if (!invoker.has(function)) {
        return error(
            HttpStatus.NOT_FOUND_404,
            "ResourceNotFoundException",
            "Function not found: " + function);
      }
      byte[] payload = event.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : event;
      if ("Event".equals(request.getHeaders().get("X-Amz-Invocation-Type"))) {
        try {
          asynchronous.accept(function, payload);
        } catch (QueueFullException full) {
          Answer refused =
              error(
                  HttpStatus.TOO_MANY_REQUESTS_429,
                  "TooManyRequestsException",
                  String.valueOf(full.getMessage()));
          return new Answer(
              refused.status(),
              refused.type(),
              refused.body(),
              Map.of(HttpHeader.RETRY_AFTER.asString(), RETRY_AFTER_SECONDS));
        }
        return new Answer(
            HttpStatus.ACCEPTED_202, "application/json", ByteBuffer.allocate(0), Map.of());
      }
      try {
        byte[] answer =
            invoker
                .invoke(function, UUID.randomUUID().toString(), payload)
                .orElseThrow(() -> new IllegalStateException("the function is gone"));
        return new Answer(HttpStatus.OK_200, "application/json", ByteBuffer.wrap(answer), Map.of());
      } catch (FunctionFailedException failed) {
        ObjectNode body =
            JSON.createObjectNode()
                .put("errorMessage", String.valueOf(failed.getCause()))
                .put("errorType", failed.errorType());
        Answer answer = Answer.json(HttpStatus.OK_200, body);
        return new Answer(
            answer.status(),
            answer.type(),
            answer.body(),
            Map.of("X-Amz-Function-Error", "Unhandled"));
      }
    }

    private Answer error(int status, String type, String message) {
      return Answer.json(
          status, JSON.createObjectNode().put("__type", type).put("message", message));
    }
  }
}
