package io.waymark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.waymark.ingest.event.DynamoHistories;
import io.waymark.tenancy.UserId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every valid id of a user stands in a path, percent-encoded, as API Gateway hands paths on; and
/// answers leave as text.
class UserPathsTest {
  private static final Map<String, String> HEADERS = Map.of("X-API-Key", Function.KEY);

  @ParameterizedTest
  @CsvSource({
    "u%2Fb, u/b",
    "%2Fu, /u",
    "u%252Fb, u%2Fb",
    "u%2Bb, u+b",
    "u+1@shop.example, u+1@shop.example",
    "u%40shop.example, u@shop.example",
    "u%2Fexport, u/export",
    "%C3%BC%20x, ü x",
  })
  void exportsAndErasesTheUserThatThePathNames(String segment, String id) {
    UserId user = new UserId(id);
    assertThat(
            Function.post(
                    Function.KEY,
                    "/api/v1/data/ingest",
                    "{\"user_id\": \"%s\", \"item_id\": \"i1\"}".formatted(id))
                .getBody())
        .contains("\"accepted\":1");
    String path = "/api/v1/data/users/" + segment;
    APIGatewayProxyResponseEvent export = Function.call("GET", path + "/export", HEADERS, "");
    assertThat(export.getStatusCode()).as(export.getBody()).isEqualTo(200);
    assertThat(export.getIsBase64Encoded()).isFalse();
    assertThat(export.getBody())
        .contains("{\"store\":\"histories\",\"user_id\":\"%s\",\"item_id\":\"i1\"".formatted(id));
    APIGatewayProxyResponseEvent erased = Function.call("DELETE", path, HEADERS, "");
    assertThat(erased.getStatusCode()).as(erased.getBody()).isEqualTo(200);
    assertThat(erased.getBody()).contains("\"user_id\":\"%s\"".formatted(id));
    assertThat(DynamoHistories.of(Function.SHOP, user)).isEmpty();
  }

  @Test
  void refusesWhoMayNotWriteDataAndWhoIsNobody() {
    for (String method : List.of("GET", "DELETE")) {
      String path = "/api/v1/data/users/u1" + (method.equals("GET") ? "/export" : "");
      assertThat(
              Function.call(method, path, Map.of("X-API-Key", Function.READER_KEY), "")
                  .getStatusCode())
          .isEqualTo(403);
      assertThat(Function.call(method, path, Map.of(), "").getStatusCode()).isEqualTo(401);
    }
  }
}
