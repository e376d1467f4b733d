package io.waymark.testing.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.waymark.tenancy.access.TenantAccess;
import io.waymark.tenancy.access.TenantPolicy;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import io.waymark.testing.LocalCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// AssumeRole of an installation's roles for tenants, on a loopback port. It keeps what each
/// session may do, by the token it gives with the one pair of keys local services accept.
public final class LocalSts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Session> SESSIONS = new ConcurrentHashMap<>();

  private final Installation installation;
  private final HttpServer server;

  /// What a session may do: what its role and its own policy allow.
  record Session(Policy role, Policy own) {
    boolean allows(AccessRequest request) {
      return Policy.allow(role, own, request);
    }
  }

  private LocalSts(Installation installation, HttpServer server) {
    this.installation = installation;
    this.server = server;
  }

  /// Starts it, for as long as the JVM runs.
  public static LocalSts start(Installation installation) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      LocalSts sts = new LocalSts(installation, server);
      server.createContext("/", sts::answer);
      server.start();
      return sts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The ARN of the handler's role for tenants.
  public String role(Handler handler) {
    return "arn:aws:iam::" + installation.account() + ":role/" + roleName(handler);
  }

  private String roleName(Handler handler) {
    return installation.name(handler) + "-tenant";
  }

  /// The session with that token, if it is one of these.
  static Optional<Session> session(String token) {
    return Optional.ofNullable(SESSIONS.get(token));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Reply reply = reply(fields(form));
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/xml");
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private record Reply(int status, String body) {}

  private Reply reply(Map<String, String> asked) {
    String policy = asked.getOrDefault("Policy", "");
    if (!"AssumeRole".equals(asked.get("Action"))) {
      return refused(400, "InvalidAction", "only AssumeRole is known");
    }
    if (policy.isEmpty() || policy.length() > TenantPolicy.MOST_CHARACTERS) {
      return refused(400, "ValidationError", "a policy of 1 to 2048 characters is needed");
    }
    Optional<TenantAccess> access =
        Stream.of(Handler.values())
            .filter(handler -> role(handler).equals(asked.get("RoleArn")))
            .findFirst()
            .flatMap(TenantAccess::of);
    return access
        .map(
            role ->
                given(new Session(TenantRole.policy(installation, role), Policy.of(read(policy)))))
        .orElseGet(() -> refused(403, "AccessDenied", "no such role"));
  }

  private static Reply given(Session session) {
    String token = UUID.randomUUID().toString();
    SESSIONS.put(token, session);
    return new Reply(
        200,
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleResult><Credentials>
            <AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
            <SessionToken>%s</SessionToken><Expiration>%s</Expiration>
          </Credentials></AssumeRoleResult>
        </AssumeRoleResponse>
        """
            .formatted(
                LocalCredentials.DEFAULT.accessKey(),
                LocalCredentials.DEFAULT.secretKey(),
                token,
                Instant.now().plus(Duration.ofHours(1))));
  }

  private static Reply refused(int status, String code, String message) {
    return new Reply(
        status,
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
        </ErrorResponse>
        """
            .formatted(code, message));
  }

  private static Map<?, ?> read(String policy) {
    try {
      return JSON.readValue(policy, Map.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a session's policy is no JSON: " + policy, e);
    }
  }

  private static Map<String, String> fields(String form) {
    return Arrays.stream(form.split("&", -1))
        .map(field -> field.split("=", 2))
        .collect(
            Collectors.toMap(
                field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
  }
}
