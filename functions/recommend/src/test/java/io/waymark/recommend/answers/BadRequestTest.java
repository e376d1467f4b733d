package io.waymark.recommend.answers;

import static io.waymark.recommend.Function.call;
import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// R12
class BadRequestTest {
  private static final Shop SHOP = new Shop().offers(3);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"count": 0}                                  | count must be 1-100
          {"count": 10000}                              | count must be 1-100
          {"count": "many"}                             | count
          {"colour": "red"}                             | colour
          {"user_id": ""}                               | user_id is not valid
          {"placement": "sidebar"}                      | placement must be one of for_you, similar, trending
          {"placement": "cart"}                         | placement cart is not available yet
          {"placement": "rerank"}                       | placement rerank is not available yet
          {"placement": "similar"}                      | seed_items must name at least one
          {"seed_items": ["a"]}                         | seed_items belongs to the placement similar
          {"exclude_items": ["a", ""]}                  | exclude_items[1] is not valid
          {"exclude_interacted": ["Purchase!"]}         | exclude_interacted[0] is not valid
          {"exclude_interacted": ["purchase"]}          | exclude_interacted needs user_id
          {"filter": "item.colour == 'red'"}            | filter line 1, column 1: item.colour is no attribute
          {"filter": "item.price >"}                    | filter line 1
          {"filter": " "}                               | filter must not be empty
          {"fields": ["colour"]}                        | fields[0] must be an attribute
          {"model": "No Name"}                          | model is not valid
          {"boosts": [{"filter": "true", "factor": 2}]} | boosts is not available yet
          {"pins": [{"item_id": "a", "position": 1}]}   | pins is not available yet
          {"diversity": 0.5}                            | diversity is not available yet
          {"cursor": "abc"}                             | cursor is not available yet
          {"explain": true}                             | explain is not available yet
          {"candidate_items": ["a"]}                    | candidate_items is not available yet
          """)
  void namesTheField(String body, String expected) {
    Reply reply = recommend(SHOP, body);
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(400);
    assertThat(reply.error()).startsWith(expected);
    assertThat(reply.whole().headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
  }

  @Test
  void takesWhatChangesNothing() {
    assertThat(
            recommend(
                    SHOP,
                    "{\"diversity\": 0.0, \"explain\": false, \"cursor\": null, \"boosts\": [],"
                        + " \"pins\": [], \"tenant_id\": \""
                        + SHOP.tenant()
                        + "\"}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void refusesAnotherTenantsId() { // R8
    Reply reply = recommend(SHOP, "{\"tenant_id\": \"another\"}");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.error()).startsWith("tenant_id");
  }

  @Test
  void refusesNoBodyAndNoJson() {
    assertThat(recommend(SHOP, "").status()).isEqualTo(400);
    assertThat(recommend(SHOP, "{").status()).isEqualTo(400);
    assertThat(recommend(SHOP, "[]").status()).isEqualTo(400);
  }

  @Test
  void refusesABatchOfNoneOrTooMany() {
    String path = "/api/v1/recommend/batch";
    assertThat(call(SHOP, "POST", path, "{\"requests\": []}").error()).startsWith("requests");
    assertThat(call(SHOP, "POST", path, "{\"tenant_id\": \"rival\", \"requests\": [{}]}").status())
        .isEqualTo(403);
    String many = "{},".repeat(100) + "{}";
    assertThat(call(SHOP, "POST", path, "{\"requests\": [" + many + "]}").error())
        .startsWith("requests must have 1-100");
  }
}
