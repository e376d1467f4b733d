package io.waymark.embedded.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.embedded.runtime.TimeLimit;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  private static final Pattern EVENT_PATH = Pattern.compile("\"path\":\"([^\"]*)\"");
  private static final Installation INSTALLATION =
      new Installation("local", "000000000000", "eu-central-1");

  @Test
  void answers504WhereAFunctionTakesLongerThanItMay() throws Exception {
    ApiFunctions never =
        (function, _, _) ->
            new TimeLimit(Duration.ofMillis(1))
                .run(
                    function.artifact(),
                    () -> {
                      new CountDownLatch(1).await();
                      return new byte[0];
                    });
    try (Gateway gateway = bind("127.0.0.1", never)) {
      gateway.open();
      HttpResponse<String> answer = get(gateway, "/api/v1/trending");
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(answer.body()).contains("recommend did not answer within", "request_id");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a%2Fb", "a%25b", "a%5Cb", "a%2F..%2Fb", "%2E%2E%2Fx", "a%20b", "a+b", "%C3%BC"})
  void handsAnIdOnAsItStandsInThePath(String id) throws Exception {
    ApiFunctions echo =
        (function, _, event) ->
            "{\"statusCode\": 200, \"body\": \"%s %s\"}"
                .formatted(
                    function.artifact(),
                    EVENT_PATH.matcher(utf8(event)).results().findFirst().orElseThrow().group(1))
                .getBytes(StandardCharsets.UTF_8);
    try (Gateway gateway = bind("127.0.0.1", echo)) {
      gateway.open();
      String item = "/api/v1/items/" + id;
      assertThat(get(gateway, item).body()).isEqualTo("ingest " + item);
      assertThat(get(gateway, item + "/similar").body())
          .isEqualTo("recommend " + item + "/similar");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", ".", "%2e%2e", "%2E.", "%2e", "../auth/x", "%2e%2e/auth/x", "..;x/auth"})
  void refusesSegmentsOfDotsBeforeAnyFunction(String dots) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    ApiFunctions counted =
        (_, _, _) -> {
          calls.incrementAndGet();
          return new byte[0];
        };
    try (Gateway gateway = bind("127.0.0.1", counted)) {
      gateway.open();
      assertThat(raw(gateway, "/api/v1/items/" + dots)).startsWith("HTTP/1.1 400 ");
    }
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/trending HTTP/1.1~Host: x~Connection: close~~",
        "GET /metrics HTTP/1.1~Host: x~Connection: close~~",
        "GET /nothing HTTP/1.1~Host: x~Connection: close~~",
        "POST /api/v1/recommend HTTP/1.1~Host: x~Connection: close~Content-Length: 2~~{}",
        "POST /api/v1/recommend HTTP/1.1~Host: x~Connection: close~Transfer-Encoding: chunked~~2~{}~0~~",
        "OPTIONS /api/v1/recommend HTTP/1.1~Host: x~Connection: close~Origin: http://y~~"
      })
  void answersWholeAndClosesWhereTheCallerWantsNoMore(String request) throws Exception {
    ApiFunctions greeting =
        (_, _, _) -> utf8Bytes("{\"statusCode\": 200, \"body\": \"as long as it says\"}");
    try (Gateway gateway = bind("127.0.0.1", greeting)) {
      gateway.open();
      String answer = send(gateway, lines(request)); // returns once the other side has closed
      int end = answer.indexOf(lines("~~"));
      String head = answer.substring(0, end);
      String body = answer.substring(end + 4);
      assertThat(head).startsWith("HTTP/1.1 ").contains("Connection: close");
      assertThat(head).contains("Content-Length: " + utf8Bytes(body).length);
    }
  }

  /// As the document has them; `ApiStackTest` holds API Gateway to the same.
  @Test
  void letsPagesOfThisMachineCallByEveryMethodThatRoutesHave() throws Exception {
    try (Gateway gateway = bind("127.0.0.1", (_, _, _) -> new byte[0])) {
      gateway.open();
      String answer =
          send(
              gateway,
              lines(
                  "OPTIONS /api/v1/tenants/a HTTP/1.1~Host: x~Connection: close~Origin: http://localhost:5173~Access-Control-Request-Method: PATCH~~"));
      assertThat(answer)
          .contains("Access-Control-Allow-Methods: GET,POST,PUT,PATCH,DELETE,OPTIONS");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'GET /x HTTP/1.1~~'; 400",
        "'GET /x~~'; 505",
        "'GET /x HTTP/9.9~Host: x~~'; 505",
        "'hello~~'; 400",
        "'GET /x HTTP/1.1~Host: x~no colon~~'; 400",
        "'GET /x HTTP/1.1~Host: x~X: a%00b~~'; 400",
        "'GET /%zz HTTP/1.1~Host: x~~'; 400",
        "'POST /x HTTP/1.1~Host: x~Content-Length: many~~'; 400",
        "'POST /x HTTP/1.1~Host: x~Content-Length: -1~~'; 400",
        "'POST /x HTTP/1.1~Host: x~Content-Length: 1~Content-Length: 2~~'; 400",
        "'POST /x HTTP/1.1~Host: x~Content-Length: 2~Transfer-Encoding: chunked~~'; 400",
        "'POST /x HTTP/1.1~Host: x~Transfer-Encoding: gzip~~'; 400",
        "'POST /x HTTP/1.1~Host: x~Transfer-Encoding: chunked~~garbage~~'; 400",
        "'POST /x HTTP/1.1~Host: x~Transfer-Encoding: chunked~~fffffffffffffffff~{}~0~~'; 400"
      })
  void saysWhatIsNoHttpAsAProblemAndCloses(String request, int status) throws Exception {
    try (Gateway gateway = bind("127.0.0.1", (_, _, _) -> new byte[0])) {
      gateway.open();
      assertProblem(send(gateway, lines(request).replace("%00", "\0")), status);
    }
  }

  @Test
  void saysOfAHeadThatIsTooLongThatItIs() throws Exception {
    try (Gateway gateway = bind("127.0.0.1", (_, _, _) -> new byte[0])) {
      gateway.open();
      String much = "a".repeat(70_000);
      assertProblem(send(gateway, lines("GET /x HTTP/1.1~Host: x~X: %s~~".formatted(much))), 431);
      assertProblem(send(gateway, lines("GET /%s HTTP/1.1~Host: x~~".formatted(much))), 414);
    }
  }

  private static void assertProblem(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer).contains("Content-Type: application/problem+json", "Connection: close");
    assertThat(answer).contains("\"status\":" + status, "\"request_id\":\"", "\"errors\":[]");
  }

  /// The answer to a path that a client would change before it sent it.
  private static String raw(Gateway gateway, String path) throws IOException {
    return send(gateway, lines("GET %s HTTP/1.1~Host: x~Connection: close~~".formatted(path)));
  }

  private static String lines(String request) {
    return request.replace("~", "\r\n");
  }

  /// All that comes until the other side closes.
  private static String send(Gateway gateway, String request) throws IOException {
    try (Socket socket = new Socket(gateway.url().getHost(), gateway.url().getPort())) {
      socket.getOutputStream().write(utf8Bytes(request));
      return utf8(socket.getInputStream().readAllBytes());
    }
  }

  private static byte[] utf8Bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @EnabledIf("hasIpv6")
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0"})
  void isReachedAsLocalhostWhereItListensOnEveryAddress(String host) throws Exception {
    try (Gateway gateway = bind(host, (_, _, _) -> new byte[0])) {
      gateway.open();
      assertThat(gateway.url().getHost()).isEqualTo("localhost");
      assertThat(get(gateway, "/metrics").statusCode()).isEqualTo(200);
    }
  }

  @EnabledIf("hasIpv6")
  @Test
  void showsAnIpv6AddressAsAUrlWantsIt() throws Exception {
    try (Gateway gateway = bind("::1", (_, _, _) -> new byte[0])) {
      gateway.open();
      assertThat(gateway.url().getHost()).isEqualTo("[0:0:0:0:0:0:0:1]");
      assertThat(get(gateway, "/metrics").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesAHostThatIsNoAddressHere() {
    assertThatThrownBy(() -> bind("2001:db8::1", (_, _, _) -> new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on 2001:db8::1");
  }

  static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      return socket.isBound();
    } catch (IOException none) {
      return false;
    }
  }

  private static Gateway bind(String host, ApiFunctions functions) throws IOException {
    return Gateway.bind(
        new Gateway.Address(host, 0), INSTALLATION, Clock.systemUTC(), functions, () -> "");
  }

  private static HttpResponse<String> get(Gateway gateway, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(gateway.url() + path)).build(),
          BodyHandlers.ofString());
    }
  }
}
