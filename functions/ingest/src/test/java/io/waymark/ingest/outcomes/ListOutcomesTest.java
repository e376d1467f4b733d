package io.waymark.ingest.outcomes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.InteractionType;
import io.waymark.model.answers.Placement;
import io.waymark.model.answers.RecommendationIds;
import io.waymark.model.outcomes.InMemoryOutcomeStore;
import io.waymark.model.outcomes.ListGroup;
import io.waymark.model.outcomes.OutcomeCounts;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("I28")
class ListOutcomesTest {
  private static final Instant GIVEN = Instant.parse("2026-11-20T23:59:59.999Z");
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");
  private static final ListGroup GROUP = new ListGroup(DAY, Placement.SIMILAR, 17);

  private static final byte[] OTHER_KEY = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);

  private final TenantId shop = new TenantId("shop");
  private final TenantId rival = new TenantId("rival");
  private final RecommendationIds names = new RecommendationIds(new byte[32]);
  private final InMemoryOutcomeStore store = new InMemoryOutcomeStore();
  private final ListOutcomes outcomes = new ListOutcomes(store, () -> names);
  private final String name = ToldRow.name(names, shop, Placement.SIMILAR, 17, GIVEN);

  private Map<ListGroup, OutcomeCounts> counted(TenantId tenant) {
    return store.between(tenant, DAY.minusDays(50), DAY.plusDays(50));
  }

  private HistoryRow row(String id, InteractionType type) {
    return new ToldRow(shop, id, type.value(), name, GIVEN.plusSeconds(60)).row();
  }

  @ParameterizedTest
  @CsvSource({"impression,1,0,0,0", "click,0,1,0,0", "cart,0,0,1,0", "purchase,0,0,0,1"})
  void countsWhatBecameOfALists(
      String type, long impressions, long clicks, long carts, long purchases) {
    outcomes.count(List.of(new ToldRow(shop, "e", type, name, GIVEN.plusSeconds(60)).row()));
    assertThat(counted(shop))
        .as("for the day on which it was given")
        .isEqualTo(Map.of(GROUP, new OutcomeCounts(impressions, clicks, carts, purchases)));
  }

  @ParameterizedTest
  @CsvSource({"view", "like", "rating", "own_type"})
  void countsNothingElse(String type) {
    outcomes.count(List.of(new ToldRow(shop, "e", type, name, GIVEN).row()));
    assertThat(counted(shop)).isEmpty();
  }

  @Test
  void countsWhatComesAgainOnce() {
    List<HistoryRow> window =
        List.of(row("a", InteractionType.CLICK), row("b", InteractionType.CLICK));
    outcomes.count(window);
    outcomes.count(window);
    outcomes.count(window.subList(0, 1));
    assertThat(counted(shop)).isEqualTo(Map.of(GROUP, new OutcomeCounts(0, 2, 0, 0)));
  }

  @Test
  void believesNoNameThatWasNotGivenToTheSameTenant() {
    String made = ToldRow.name(new RecommendationIds(OTHER_KEY), shop, Placement.CART, 0, GIVEN);
    List<HistoryRow> rows = new ArrayList<>();
    for (String each : List.of("cart page", "", made, name.substring(1))) {
      rows.add(new ToldRow(shop, "e" + each.length(), "click", each, GIVEN).row());
    }
    rows.add(new ToldRow(rival, "stolen", "click", name, GIVEN).row());
    rows.add(row("good", InteractionType.CLICK));
    outcomes.count(rows);
    assertThat(counted(rival)).isEmpty();
    assertThat(counted(shop)).isEqualTo(Map.of(GROUP, new OutcomeCounts(0, 1, 0, 0)));
  }

  @Test
  void countsWhatHappensWithinThirtyDays() {
    Instant last = GIVEN.plus(Duration.ofDays(30));
    outcomes.count(
        List.of(
            new ToldRow(shop, "just", "purchase", name, last).row(),
            new ToldRow(shop, "late", "purchase", name, last.plusMillis(1)).row()));
    assertThat(counted(shop)).isEqualTo(Map.of(GROUP, new OutcomeCounts(0, 0, 0, 1)));
  }

  @Test
  void leavesOutWhatCameAsAFile() {
    HistoryRow told = row("e", InteractionType.CLICK);
    outcomes.count(
        List.of(
            new HistoryRow(
                shop, told.id(), told.time(), told.interaction(), true, told.expires())));
    assertThat(counted(shop)).isEmpty();
  }

  @Test
  void asksForTheKeyOnlyWhereANameComesBack() {
    StoreUnavailableException down =
        new StoreUnavailableException("parameter", new IllegalStateException("none"));
    ListOutcomes without =
        new ListOutcomes(
            store,
            () -> {
              throw down;
            });
    without.count(List.of());
    without.count(List.of(new ToldRow(shop, "e", "view", name, GIVEN).row()));
    assertThatThrownBy(() -> without.count(List.of(row("f", InteractionType.CLICK))))
        .isSameAs(down);
  }
}
