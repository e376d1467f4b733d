package io.waymark.edge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DsnTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @Test
  void aDsnIsAnAddressForEnvelopesAndAKey() {
    Map<String, String> addresses =
        Map.of(
            "https://" + KEY + "@o1.ingest.sentry.example/42",
            "https://o1.ingest.sentry.example/api/42/envelope/",
            "https://" + KEY + "@sentry.example:9000/inside/the-shop/7/",
            "https://sentry.example:9000/inside/the-shop/api/7/envelope/",
            " https://" + KEY + "@[2001:db8::1]/42\n",
            "https://[2001:db8::1]/api/42/envelope/",
            "http://" + KEY + "@127.0.0.1:8000/42",
            "http://127.0.0.1:8000/api/42/envelope/");
    addresses.forEach(
        (text, address) -> {
          Dsn dsn = Dsn.parse(text);
          assertThat(dsn.envelopes()).hasToString(address);
          assertThat(dsn.key()).isEqualTo(KEY);
          assertThat(dsn.toString()).doesNotContain(KEY);
        });
  }

  @Test
  void whatIsNoneIsRefusedByThePartThatIsWrongAndNotQuoted() {
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("", "host"),
            Map.entry(KEY, "host"),
            Map.entry("https://" + KEY + "@/42", "host"),
            Map.entry("https://" + KEY + "@sentry example/42", "no address"),
            Map.entry("http://" + KEY + "@sentry.example/42", "https://"),
            Map.entry("ftp://" + KEY + "@127.0.0.1/42", "https://"),
            Map.entry("https://sentry.example/42", "public key"),
            Map.entry("https://@sentry.example/42", "public key"),
            Map.entry("https://" + KEY + ":secret@sentry.example/42", "public key"),
            Map.entry("https://" + KEY + "@sentry.example", "project"),
            Map.entry("https://" + KEY + "@sentry.example/", "project"),
            Map.entry("https://" + KEY + "@sentry.example/shop", "project"),
            Map.entry("https://" + KEY + "@sentry.example/%2e%2e/42", "project"),
            Map.entry("https://" + KEY + "@sentry.example/42?x=1", "project"),
            Map.entry("https://" + KEY + "@sentry.example/42#x", "project"));
    wrong.forEach(
        (text, part) ->
            assertThatThrownBy(() -> Dsn.parse(text))
                .as(text)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(part)
                .hasNoCause()
                .message()
                .doesNotContain(KEY));
  }
}
