package io.waymark.recommend.docs;

import static io.waymark.recommend.Function.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import org.junit.jupiter.api.Test;

/// R15
class DocsTest {
  private static final Shop SHOP = new Shop();

  @Test
  void describesTheRoutesOfEveryFunctionAsJson() {
    Reply reply = get(SHOP, "/api/v1/openapi.json");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().path("openapi").asText()).startsWith("3.");
    for (String path :
        new String[] {
          "/api/v1/recommend", "/api/v1/auth/login", "/api/v1/data/ingest", "/api/v1/models/train"
        }) {
      assertThat(reply.body().path("paths").has(path)).as(path).isTrue();
    }
    assertThat(reply.whole().body()).contains("exclude_interacted").contains("session_items");
  }

  @Test
  void showsThemOnAPageThatLoadsNothingFromElsewhere() {
    Reply page = get(SHOP, "/api/v1/docs");
    assertThat(page.whole().headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/html");
    assertThat(page.whole().body())
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("=\"/");
    assertThat(get(SHOP, "/api/v1/docs/swagger-ui-bundle.js").whole().body())
        .hasSizeGreaterThan(500_000);
    assertThat(get(SHOP, "/api/v1/docs/swagger-ui.css").status()).isEqualTo(200);
    assertThat(get(SHOP, "/api/v1/docs/application.properties").status()).isEqualTo(404);
  }
}
