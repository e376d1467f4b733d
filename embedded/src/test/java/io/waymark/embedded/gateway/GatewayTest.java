package io.waymark.embedded.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.embedded.runtime.TimeLimit;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GatewayTest {
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
