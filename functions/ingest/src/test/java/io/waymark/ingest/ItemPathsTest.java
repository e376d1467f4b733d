package io.waymark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.tenancy.ItemId;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every valid id stands in a path, percent-encoded, as API Gateway hands paths on.
class ItemPathsTest {
  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/json", "X-API-Key", Function.KEY);

  @ParameterizedTest
  @CsvSource({
    "a%2Fb, a/b",
    "%2Fa, /a",
    "a%25b, a%b",
    "a%252Fb, a%2Fb",
    "a%5Cb, a\\b",
    "a%2Bb, a+b",
    "a+b, a+b",
    "a%20b, a b",
    "a%3Fb%23c, a?b#c",
    "%7Ba%7D, {a}",
    "a%2F..%2Fb, a/../b",
    "%2E%2E%2Fx, ../x"
  })
  void putsAndRemovesTheItemThatThePathNames(String segment, String id) {
    String path = "/api/v1/items/" + segment;
    CatalogueStore catalogues = Function.CONTEXT.getBean(CatalogueStore.class);
    assertThat(Function.call("PUT", path, HEADERS, "{\"name\": \"Boot\"}").getStatusCode())
        .isEqualTo(204);
    assertThat(catalogues.load(Function.SHOP).find(new ItemId(id))).isPresent();
    assertThat(Function.call("DELETE", path, HEADERS, "").getStatusCode()).isEqualTo(204);
    assertThat(catalogues.load(Function.SHOP).find(new ItemId(id))).isEmpty();
  }
}
