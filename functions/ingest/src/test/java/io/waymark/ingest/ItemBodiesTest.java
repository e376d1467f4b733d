package io.waymark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.tenancy.ItemId;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which bodies make an item.
class ItemBodiesTest {
  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/json", "X-API-Key", Function.KEY);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"tags\": [null]}; tags; must be a list of texts",
        "{\"tags\": [\"a\", 1]}; tags; must be a list of texts",
        "{\"tags\": [[\"a\"]]}; tags; must be a list of texts",
        "{\"tags\": {\"a\": \"b\"}}; tags; must be a list of texts",
        "{\"tags\": false}; tags; must be a list of texts",
        "{\"name\": 1}; name; must be a text",
        "{\"category\": true}; category; must be a text",
        "{\"brand\": [\"x\"]}; brand; must be a text",
        "{\"description\": {}}; description; must be a text",
        "{\"price\": \"12\"}; price; must be a number",
        "{\"price\": true}; price; must be a number",
        "{\"price\": -1}; price; must be a number from 0 to",
        "{\"price\": 1000000000001}; price; must be a number from 0 to"
      })
  void namesTheFieldThatIsOfAnotherType(String body, String field, String message) {
    APIGatewayProxyResponseEvent answer = put("refused", body);
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(400);
    assertThat(answer.getBody())
        .contains("\"field\":\"" + field + "\"")
        .contains("\"message\":\"" + message);
    assertThat(find("refused")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tags\": []}",
        "{\"tags\": [\"a\", \"\"]}",
        "{\"tags\": \"a|b\", \"price\": 1000000000000}",
        "{\"tags\": null, \"price\": null, \"name\": null}",
        "{\"name\": \"Cup\", \"price\": 12.5, \"width\": 3, \"new\": true, \"sizes\": [1, null]}"
      })
  void takesWhatTheDocumentSays(String body) {
    assertThat(put("taken", body).getStatusCode()).isEqualTo(204);
    assertThat(find("taken")).isTrue();
  }

  private static APIGatewayProxyResponseEvent put(String id, String body) {
    return Function.call("PUT", "/api/v1/items/" + id, HEADERS, body);
  }

  private static boolean find(String id) {
    CatalogueStore catalogues = Function.CONTEXT.getBean(CatalogueStore.class);
    return catalogues.load(Function.SHOP).find(new ItemId(id)).isPresent();
  }
}
