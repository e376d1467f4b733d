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
          {"placement": "sidebar"}                      | placement must be one of for_you, similar, cart, rerank
          {"placement": "cart"}                         | seed_items must name at least one
          {"placement": "rerank"}                       | candidate_items must name at least one
          {"placement": "rerank", "candidate_items": []} | candidate_items must name at least one
          {"placement": "rerank", "candidate_items": ["a", "b", "a"]} | candidate_items names a twice
          {"placement": "rerank", "candidate_items": ["a"], "filter": "true"} | filter does not go with
          {"placement": "rerank", "candidate_items": ["a"], "exclude_items": ["b"]} | exclude_items does not go
          {"placement": "rerank", "candidate_items": ["a"], "count": 1001} | count must be 1-1000
          {"candidate_items": ["a"]}                    | candidate_items belongs to the placement rerank
          {"placement": "similar"}                      | seed_items must name at least one
          {"seed_items": ["a"]}                         | seed_items belongs to the placements similar and cart
          {"placement": "cart", "seed_items": ["a"], "session_items": ["b"]} | session_items belongs to
          {"exclude_items": ["a", ""]}                  | exclude_items[1] is not valid
          {"exclude_interacted": ["Purchase!"]}         | exclude_interacted[0] is not valid
          {"exclude_interacted": ["purchase"]}          | exclude_interacted needs user_id
          {"filter": "item.colour == 'red'"}            | filter line 1, column 1: item.colour is no attribute
          {"filter": "item.price >"}                    | filter line 1
          {"filter": " "}                               | filter must not be empty
          {"fields": ["colour"]}                        | fields[0] must be an attribute
          {"model": "No Name"}                          | model is not valid
          {"fields": ["name", null]}                    | fields must be a list of texts
          {"model": false}                              | model must be a text
          {"user_id": 1}                                | user_id must be a text
          {"explain": "true"}                           | explain must be true or false
          {"count": "1"}                                | count must be a whole number
          {"diversity": "1"}                            | diversity must be a number
          {"seed_items": [1]}                           | seed_items must be a list of texts
          {"boosts": [{"factor": 2}]}                   | boosts[0].filter must say
          {"boosts": [{"filter": "true"}]}              | boosts[0].factor must be 0.01-100
          {"boosts": [{"filter": "true", "factor": 0}]} | boosts[0].factor must be 0.01-100
          {"boosts": [{"filter": "true", "factor": 101}]} | boosts[0].factor must be 0.01-100
          {"boosts": [{"filter": "true", "factor": 2}, {"filter": "item.x", "factor": 2}]} | boosts[1].filter line 1
          {"boosts": [null]}                            | boosts[0] must not be null
          {"pins": [{"position": 1}]}                   | pins[0].item_id must be given
          {"pins": [{"item_id": "a"}]}                  | pins[0].position must be 1-1000
          {"pins": [{"item_id": "a", "position": 0}]}   | pins[0].position must be 1-1000
          {"pins": [{"item_id": "a", "position": 1}, {"item_id": "a", "position": 2}]} | pins[1].item_id is pinned twice
          {"pins": [{"item_id": "a", "position": 1}, {"item_id": "b", "position": 1}]} | pins[1].position is that of
          {"placement": "rerank", "candidate_items": ["a"], "pins": [{"item_id": "b", "position": 1}]} | pins[0].item_id must be one of candidate_items
          {"diversity": 1.5}                            | diversity must be 0-1
          {"diversity": -0.1}                           | diversity must be 0-1
          {"diversity_by": "brand"}                     | diversity_by needs diversity above 0
          {"diversity": 1, "diversity_by": "colour"}    | diversity_by must be an attribute of the catalogue
          {"diversity": 1, "diversity_by": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"} | diversity_by must be at most 100 characters
          {"cursor": "abc"}                             | cursor must be the next_cursor of the page before
          {"cursor": ""}                                | cursor must be the next_cursor of the page before
          {"model": "other"}                            | model other has no active version
          {"experiment": "a"}                           | experiment
          """)
  void namesTheField(String body, String expected) {
    Reply reply = recommend(SHOP, body);
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(400);
    assertThat(reply.error()).startsWith(expected);
    assertThat(reply.whole().headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
  }

  @Test
  void refusesMoreCandidatesThanAThousand() {
    String many = "\"a\",".repeat(1_000) + "\"a\"";
    assertThat(
            recommend(SHOP, "{\"placement\": \"rerank\", \"candidate_items\": [" + many + "]}")
                .error())
        .startsWith("candidate_items must not have more than 1000 entries");
  }

  @Test
  void refusesMoreThanAHundredFields() {
    String many = "\"name\",".repeat(100) + "\"name\"";
    assertThat(recommend(SHOP, "{\"fields\": [" + many + "]}").error())
        .startsWith("fields must not have more than 100 entries");
  }

  @Test
  void refusesMoreThanTenBoosts() {
    String boost = "{\"filter\": \"true\", \"factor\": 2}";
    assertThat(recommend(SHOP, "{\"boosts\": [" + (boost + ",").repeat(10) + boost + "]}").error())
        .startsWith("boosts must not have more than 10 entries");
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
