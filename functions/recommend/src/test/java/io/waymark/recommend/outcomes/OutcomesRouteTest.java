package io.waymark.recommend.outcomes;

import static io.waymark.recommend.Function.call;
import static io.waymark.recommend.Function.get;
import static io.waymark.recommend.Function.recommend;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.model.answers.RecommendationIds;
import io.waymark.model.answers.RecommendationIds.Named;
import io.waymark.model.outcomes.DynamoOutcomeStore;
import io.waymark.model.outcomes.ListGroup;
import io.waymark.model.outcomes.ListOutcome;
import io.waymark.model.outcomes.Outcome;
import io.waymark.recommend.Function;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class OutcomesRouteTest {
  private static final String PATH = "/api/v1/metrics/recommendations";
  private static final int ITEMS = 4;
  private static final String TRIAL =
      """
      {"experiment": {"name": "trial", "arms": [
        {"name": "control", "model": "default", "share": 0.5},
        {"name": "more", "model": "other", "share": 0.5}]}}
      """;

  private static Shop shop() {
    Shop shop = new Shop().offers(ITEMS);
    Object _ = shop.trains(ITEMS, (left, right) -> right);
    Object _ = shop.trains("other", ITEMS, (left, right) -> -right);
    return shop;
  }

  private static Named listFor(Shop shop, String arm) {
    for (int at = 0; ; at++) {
      Reply reply = recommend(shop, "{\"user_id\": \"user-" + at + "\"}");
      if (reply.body().path("experiment").path("arm").asText("none").equals(arm)) {
        return Function.bean(RecommendationIds.class)
            .read(reply.body().path("recommendation_id").asText())
            .orElseThrow();
      }
    }
  }

  /// As `ingest` counts an event that it accepted.
  private static void tell(Named named, Outcome outcome, int times) {
    for (int at = 0; at < times; at++) {
      EventId event = new EventId(outcome + " " + at + " " + named.arm());
      Object _ =
          LocalAws.shared()
              .dynamoDb()
              .putItem(
                  put ->
                      put.tableName(LocalAws.INSTALLATION.name(Table.MARKERS))
                          .item(
                              Map.of(
                                  Table.PARTITION_KEY,
                                  AttributeValue.fromS(Keys.event(named.tenant(), event)))));
      new DynamoOutcomeStore(_ -> LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION)
          .count(
              named.tenant(),
              List.of(
                  new ListOutcome(
                      event, new ListGroup(day(named), named.placement(), named.arm()), outcome)));
    }
  }

  private static LocalDate day(Named named) {
    return LocalDate.ofInstant(named.time(), ZoneOffset.UTC);
  }

  /// From the day of a list to the next, on which others may have been given.
  private static String days(Named named) {
    LocalDate first = day(named);
    return PATH + "?from=" + first + "&to=" + first.plusDays(1);
  }

  @Test
  void tellsWhatEachArmBrought() { // R36, R37
    Shop shop = shop();
    assertThat(call(shop, "PUT", "/api/v1/experiments", TRIAL).status()).isEqualTo(200);
    Named control = listFor(shop, "control");
    Named more = listFor(shop, "more");
    tell(control, Outcome.IMPRESSION, 8);
    tell(control, Outcome.CLICK, 2);
    tell(more, Outcome.IMPRESSION, 10);
    tell(more, Outcome.CLICK, 5);
    tell(more, Outcome.PURCHASE, 1);
    assertThat(call(shop, "PUT", "/api/v1/experiments", "{}").status()).isEqualTo(200);

    Reply reply = get(shop, days(control));
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(200);
    JsonNode body = reply.body();
    assertThat(body.path("all").path("impressions").asInt()).isEqualTo(18);
    assertThat(body.path("placements").path(0).path("placement").asText()).isEqualTo("for_you");
    assertThat(body.path("placements").path(0).path("figures")).isEqualTo(body.path("all"));
    JsonNode trial = body.path("experiments").path(0);
    assertThat(trial.path("name").asText()).isEqualTo("trial");
    JsonNode first = trial.path("arms").path(0);
    JsonNode second = trial.path("arms").path(1);
    assertThat(first.path("name").asText()).isEqualTo("control");
    assertThat(first.path("difference").isNull()).isTrue();
    assertThat(first.path("figures").path("click_rate").path("value").asDouble()).isEqualTo(0.25);
    assertThat(second.path("model").asText()).isEqualTo("other");
    assertThat(second.path("figures").path("clicks").asInt()).isEqualTo(5);
    assertThat(second.path("figures").path("purchases").asInt()).isEqualTo(1);
    assertThat(second.path("figures").path("click_rate"))
        .isEqualTo(rate(Rates.of(5, 10).orElseThrow()));
    assertThat(second.path("difference").path("click_rate"))
        .isEqualTo(
            rate(Rates.difference(Rates.of(2, 8).orElseThrow(), Rates.of(5, 10).orElseThrow())));
    assertThat(second.path("placements").path(0).path("figures")).isEqualTo(second.path("figures"));
    assertThat(get(shop, days(control) + "&experiment=trial").body().path("experiments"))
        .isEqualTo(body.path("experiments"));

    Shop rival = new Shop();
    assertThat(get(rival, days(control)).body().path("all").path("impressions").asInt()).isZero();
    assertThat(get(rival, days(control) + "&experiment=trial").status())
        .as("another tenant's") // R8
        .isEqualTo(404);
  }

  private static JsonNode rate(Interval interval) {
    return new ObjectMapper().valueToTree(interval);
  }

  @Test
  void saysNoRateWhereThereIsNone() { // R37
    Shop shop = new Shop().offers(ITEMS);
    Named named = listFor(shop, "none");
    tell(named, Outcome.CLICK, 1);
    assertThat(get(shop, days(named)).body().path("all").toString())
        .isEqualTo(
            "{\"impressions\":0,\"clicks\":1,\"carts\":0,\"purchases\":0,"
                + "\"click_rate\":null,\"cart_rate\":null,\"purchase_rate\":null}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?to=2026-11-20 | from must be given",
        "?from=2026-11-01 | to must be given",
        "?from=2026-11-01&to=2026-11-31 | to must be a day in UTC",
        "?from=2026-11-01T00:00:00Z&to=2026-11-20 | from must be a day in UTC",
        "?from=%2B12026-11-01&to=2026-11-20 | from must be a day in UTC",
        "?from=&to=2026-11-20 | from must be",
        "?from=2026-11-21&to=2026-11-20 | from must not be after to",
        "?from=2026-08-22&to=2026-11-20 | from must be at most 90 days with to",
        "?from=2026-11-01&to=2026-11-20&experiment=No%20Name | experiment must be 1-63",
      })
  void isRefusedByTheFieldThatIsWrong(String query, String error) {
    Reply reply = get(new Shop(), PATH + query);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).startsWith(error);
  }

  @Test
  void takesNinetyDays() {
    assertThat(get(new Shop(), PATH + "?from=2026-08-23&to=2026-11-20").status()).isEqualTo(200);
    assertThat(get(new Shop(), PATH + "?from=2026-11-20&to=2026-11-20").status()).isEqualTo(200);
  }
}
