package io.waymark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A token ends a quarter of an hour after the log-in.
final class ApiTest {
  private static final String LOG_IN = "POST /api/v1/auth/login";

  private FakeService service;

  @BeforeEach
  void start() throws IOException {
    service =
        new FakeService()
            .on(LOG_IN, 200, "{'access_token':'first'}")
            .on(LOG_IN, 200, "{'access_token':'second'}");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void logsInAgainWhereItsTokenIsTakenNoMore() {
    service
        .on("POST /thing", 200, "{'number':1}")
        .on("POST /thing", 401, "{}")
        .on("POST /thing", 200, "{'number':2}");
    try (RemoteApi api = remote("a@b")) {
      assertThat(api.post("/thing", Map.of("n", 1)).path("number").asInt()).isEqualTo(1);
      assertThat(api.post("/thing", Map.of("n", 2)).path("number").asInt()).isEqualTo(2);
    }
    assertThat(calls())
        .containsExactly(
            LOG_IN,
            "POST /thing {\"n\":1}",
            "POST /thing {\"n\":2}",
            LOG_IN,
            "POST /thing {\"n\":2}");
    assertThat(service.tokens())
        .containsExactly("", "Bearer first", "Bearer first", "", "Bearer second");
  }

  @Test
  void logsInAgainOnceACall() {
    service.on("GET /thing", 401, "{'detail':'no'}");
    try (RemoteApi api = remote("a@b")) {
      assertThatThrownBy(() -> api.get("/thing"))
          .isInstanceOf(StepException.class)
          .hasMessageContaining("GET /thing answered 401: no");
    }
    assertThat(calls()).containsExactly(LOG_IN, "GET /thing", LOG_IN, "GET /thing");
  }

  @Test
  void aKeyThatIsRefusedStaysSo() {
    service.on("GET /thing", 401, "{}");
    try (RemoteApi api = RemoteApi.at(service.url(), Map.of("WAYMARK_API_KEY", "wm_key"), true)) {
      assertThatThrownBy(() -> api.get("/thing")).isInstanceOf(StepException.class);
    }
    assertThat(calls()).containsExactly("GET /thing");
  }

  /// Each but the log-ins with its body, whose fields have no order there.
  private List<String> calls() {
    return service.calls().stream()
        .map(
            call ->
                call.startsWith(LOG_IN)
                        && call.contains("\"email\":\"a@b\"")
                        && call.contains("\"password\":\"secret\"")
                    ? LOG_IN
                    : call)
        .toList();
  }

  private RemoteApi remote(String email) {
    return RemoteApi.at(
        service.url(), Map.of("WAYMARK_EMAIL", email, "WAYMARK_PASSWORD", "secret"), true);
  }
}
