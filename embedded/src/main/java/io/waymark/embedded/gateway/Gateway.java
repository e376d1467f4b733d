package io.waymark.embedded.gateway;

import io.waymark.embedded.runtime.FunctionTimedOutException;
import io.waymark.embedded.runtime.TooManyInvocationsException;
import io.waymark.tenancy.installation.Deployable;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one HTTP port. Each request runs on a virtual thread of its own. Closing stops accepting,
/// lets running requests finish within a bound, then ends.
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /// API Gateway's own limit.
  private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

  private static final long MAX_SKIPPED_BYTES = 10L * MAX_BODY_BYTES;

  /// API Gateway gives a function 29 s; one that runs at the stop gets this long.
  private static final Duration FINISH_WITHIN = Duration.ofSeconds(15);

  /// What the connection sets, whatever a function says.
  private static final Set<HttpHeader> OURS =
      EnumSet.of(
          HttpHeader.DATE,
          HttpHeader.CONTENT_LENGTH,
          HttpHeader.CONNECTION,
          HttpHeader.TRANSFER_ENCODING);

  /// An id may hold `/`, `%` and `\`, which stand encoded in a path, and reach a function so, as
  /// from API Gateway. Segments `.` and `..` are refused however they are written.
  private static final UriCompliance PATHS =
      UriCompliance.DEFAULT.with(
          "waymark",
          UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
          UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
          UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

  private static final Set<String> DOTS = Set.of(".", "..");

  private static final String REQUEST_ID = "X-Request-Id";
  private static final String NO_FUNCTION = "gateway";

  private final ApiFunctions functions;
  private final ProxyEvents events;
  private final Supplier<String> moreMetrics;
  private final GatewayMetrics metrics = new GatewayMetrics();
  private final Server server;
  private final ServerConnector connector;
  private final InetAddress listens;

  private Gateway(
      ApiFunctions functions,
      ProxyEvents events,
      Supplier<String> moreMetrics,
      Server server,
      ServerConnector connector,
      InetAddress listens) {
    this.functions = functions;
    this.events = events;
    this.moreMetrics = moreMetrics;
    this.server = server;
    this.connector = connector;
    this.listens = listens;
  }

  /// Where the gateway listens.
  ///
  /// @param port 0 lets the system choose
  public record Address(String host, int port) {}

  /// Binds the port without answering yet, so that a port in use shows before anything starts.
  ///
  /// @param moreMetrics Prometheus text added to that of the gateway
  /// @throws BindException naming the port when it is taken
  public static Gateway bind(
      Address address,
      Installation installation,
      Clock clock,
      ApiFunctions functions,
      Supplier<String> moreMetrics)
      throws IOException {
    Server server = new Server(new VirtualThreadPool());
    HttpConfiguration settings = new HttpConfiguration();
    settings.setSendServerVersion(false);
    settings.setSendDateHeader(true);
    settings.setUriCompliance(PATHS);
    settings.setHeaderCacheSize(0); // it looks a credential up character by character
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(settings));
    InetAddress listens = checked(address.host());
    connector.setHost(listens.getHostAddress());
    connector.setPort(address.port());
    server.addConnector(connector);
    server.setStopTimeout(FINISH_WITHIN.toMillis());
    Gateway gateway =
        new Gateway(
            functions,
            new ProxyEvents(installation, clock),
            moreMetrics,
            server,
            connector,
            listens);
    server.setHandler(new GracefulHandler(gateway.new Requests()));
    server.setErrorHandler(new ProblemErrors());
    try {
      connector.open();
    } catch (IOException refused) {
      throw inUse(refused, address);
    } catch (UnsupportedAddressTypeException without) {
      throw new IOException(
          "cannot listen on " + address.host() + ": this machine has no IPv6; name an IPv4 address",
          without);
    }
    return gateway;
  }

  /// Begins to answer.
  public void open() {
    try {
      server.start();
    } catch (Exception failed) { // what Jetty's start declares
      throw new IllegalStateException("the HTTP port did not open", failed);
    }
  }

  /// Where a caller on this machine reaches it.
  public URI url() {
    String literal = listens.getHostAddress();
    String host = listens instanceof Inet6Address ? "[" + literal + "]" : literal;
    String shown = listens.isAnyLocalAddress() ? "localhost" : host;
    return URI.create("http://" + shown + ":" + connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
      connector.close();
    } catch (Exception failed) { // what Jetty's stop declares
      LOG.warn("some requests did not finish within {}: {}", FINISH_WITHIN, failed.toString());
    }
  }

  private static InetAddress checked(String host) throws IOException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new IOException("no address of this machine is called " + host, unknown);
    }
  }

  private static IOException inUse(IOException refused, Address address) {
    Throwable cause = refused.getCause() == null ? refused : refused.getCause();
    if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
      return new BindException(
          "port "
              + address.port()
              + " is in use: end what listens there, or choose another with"
              + " --port (0 lets the system choose)");
    }
    return new IOException(
        "cannot listen on "
            + address.host()
            + " port "
            + address.port()
            + ": "
            + cause.getMessage(),
        refused);
  }

  /// Answers requests, in Jetty's terms.
  private final class Requests extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      long start = System.nanoTime();
      String requestId = UUID.randomUUID().toString();
      String path = request.getHttpURI().getPath();
      Optional<Deployable> function = Deployable.serving(path);
      ProxyAnswer answer;
      try {
        answer = answer(request, requestId, path, function);
      } catch (IOException disconnected) {
        callback.failed(disconnected);
        return true;
      }
      String name = function.map(Deployable::artifact).orElse(NO_FUNCTION);
      metrics.count(name, answer.status(), System.nanoTime() - start);
      send(answer, requestId, request, response, callback);
      return true;
    }

    private ProxyAnswer answer(
        Request request, String requestId, String path, Optional<Deployable> function)
        throws IOException {
      if (Arrays.stream(path.split("/", -1)).anyMatch(DOTS::contains)) {
        return GatewayProblem.of(
            HttpStatus.BAD_REQUEST_400,
            "a path has no segments . and ..; an id of dots cannot stand in a path, only in a file",
            requestId);
      }
      Optional<byte[]> body = body(request);
      if (body.isEmpty()) {
        return GatewayProblem.of(
            HttpStatus.PAYLOAD_TOO_LARGE_413,
            "the body is larger than 10 MB; send larger data through POST /api/v1/data/uploads",
            requestId);
      }
      HttpCall call =
          new HttpCall(
              requestId,
              request.getMethod(),
              path,
              query(request),
              request.getHeaders(),
              new HttpCall.Body(body.get()),
              Request.getRemoteAddr(request));
      if (Cors.isPreflight(call)) {
        return new ProxyAnswer(
            HttpStatus.NO_CONTENT_204, HttpFields.EMPTY, new HttpCall.Body(new byte[0]));
      }
      if (function.isPresent()) {
        return invoke(function.get(), call);
      }
      return own(path, requestId);
    }

    private ProxyAnswer own(String path, String requestId) {
      if (path.equals("/metrics")) {
        StringBuilder text = new StringBuilder();
        metrics.write(text);
        text.append(moreMetrics.get());
        return new ProxyAnswer(
            HttpStatus.OK_200,
            HttpFields.build()
                .put(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .asImmutable(),
            new HttpCall.Body(text.toString().getBytes(StandardCharsets.UTF_8)));
      }
      if (path.equals("/")) {
        return new ProxyAnswer(
            HttpStatus.FOUND_302,
            HttpFields.build().put(HttpHeader.LOCATION, "/api/v1/docs").asImmutable(),
            new HttpCall.Body(new byte[0]));
      }
      return GatewayProblem.of(
          HttpStatus.NOT_FOUND_404,
          "there is nothing at " + path + "; /api/v1/docs shows what there is",
          requestId);
    }

    private ProxyAnswer invoke(Deployable function, HttpCall call) {
      try {
        return ProxyAnswer.read(functions.invoke(function, call.requestId(), events.event(call)));
      } catch (FunctionTimedOutException late) {
        LOG.error("{} {} ({}): {}", call.method(), call.path(), call.requestId(), late.toString());
        return GatewayProblem.of(
            HttpStatus.GATEWAY_TIMEOUT_504,
            "the function %s did not answer within %d s; try again, or ask for less at a time"
                .formatted(function.artifact(), late.limit().toSeconds()),
            call.requestId());
      } catch (TooManyInvocationsException _) {
        return GatewayProblem.busy(
            "more requests run than may at a time; try again in a second", call.requestId());
      } catch (RuntimeException failed) {
        LOG.error(
            "{} {} ({}) failed in {}",
            call.method(),
            call.path(),
            call.requestId(),
            function.artifact(),
            failed);
        return GatewayProblem.of(
            HttpStatus.BAD_GATEWAY_502,
            "the function " + function.artifact() + " failed; its log names the request id",
            call.requestId());
      }
    }

    private void send(
        ProxyAnswer answer,
        String requestId,
        Request request,
        Response response,
        Callback callback) {
      response.setStatus(answer.status());
      HttpFields.Mutable headers = response.getHeaders();
      for (HttpField each : answer.headers()) {
        if (!OURS.contains(each.getHeader())) {
          headers.add(each);
        }
      }
      if (!headers.contains(REQUEST_ID)) {
        headers.put(REQUEST_ID, requestId);
      }
      Cors.allow(request.getHeaders(), headers);
      boolean bodiless =
          request.getMethod().equals("HEAD") || HttpStatus.hasNoBody(answer.status());
      byte[] bytes = bodiless ? new byte[0] : answer.body().bytes();
      if (!bodiless) {
        headers.put(HttpHeader.CONTENT_LENGTH, bytes.length);
      }
      response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    private Optional<byte[]> body(Request request) throws IOException {
      if (request.getLength() == 0) {
        return Optional.of(new byte[0]);
      }
      try (InputStream in = Request.asInputStream(request)) {
        if (request.getLength() <= MAX_BODY_BYTES) {
          int most = request.getLength() < 0 ? MAX_BODY_BYTES + 1 : (int) request.getLength();
          byte[] bytes = in.readNBytes(most);
          if (bytes.length <= MAX_BODY_BYTES) {
            return Optional.of(bytes);
          }
        }
        // A caller that is still sending when the connection closes sees that instead of the
        // answer.
        long _ = in.skip(MAX_SKIPPED_BYTES);
        return Optional.empty();
      }
    }

    private Map<String, List<String>> query(Request request) {
      Map<String, List<String>> query = new LinkedHashMap<>();
      if (request.getHttpURI().getQuery() != null) {
        Fields fields = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
        fields.forEach(field -> query.put(field.getName(), field.getValues()));
      }
      return query;
    }
  }
}
