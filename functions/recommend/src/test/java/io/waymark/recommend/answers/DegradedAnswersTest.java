package io.waymark.recommend.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.telemetry.Measurements;
import io.waymark.interactions.InteractionType;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueChange;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.recommend.Shop;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.recommend.experiments.InMemoryExperimentStore;
import io.waymark.recommend.experiments.RunningExperiments;
import io.waymark.recommend.history.HistoryStore;
import io.waymark.recommend.history.InMemoryHistoryStore;
import io.waymark.recommend.history.PastEvent;
import io.waymark.recommend.models.InferenceCache;
import io.waymark.recommend.models.ModelCache;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// While a store is down: what there is, with what was left out of it; or nothing, where what the
/// request demands could not be kept.
class DegradedAnswersTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final int ITEMS = 5;
  private static final UserId ANN = new UserId("ann");

  private final Shop shop = new Shop().offers(ITEMS);
  private final InMemoryCatalogueStore catalogue = new InMemoryCatalogueStore();
  private final ModelCache models = shop.models();

  DegradedAnswersTest() {
    catalogue.publish(shop.tenant(), IntStream.range(0, ITEMS).mapToObj(Shop::item).toList());
    Object _ = shop.trains(ITEMS, (left, right) -> ITEMS - Math.abs(left - right));
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  void withoutAHistoryTheAnswerIsThatToAnybody() {
    Question question = Question.forYou(ANN, 3);
    assertThat(answer(new DownHistories(), catalogue, question))
        .isInstanceOfSatisfying(
            Answer.Listed.class,
            listed -> {
              assertThat(listed.degraded()).containsExactly("history");
              assertThat(listed.items()).hasSize(3);
            });
  }

  @Test
  void whatTheUserHadCannotBeLeftOutWithoutAHistory() {
    Question.Limits limits =
        new Question.Limits("", Set.of(), Set.of(InteractionType.PURCHASE), List.of());
    assertThat(answer(new DownHistories(), catalogue, limited(limits)))
        .isEqualTo(new Answer.CannotKeepLimits("history"));
  }

  @Test
  void withoutACatalogueTheModelAnswers() {
    assertThat(answer(new InMemoryHistoryStore(), new DownCatalogues(), Question.forYou(ANN, 3)))
        .isInstanceOfSatisfying(
            Answer.Listed.class,
            listed -> {
              assertThat(listed.degraded()).containsExactly("catalogue");
              assertThat(listed.model()).isPresent();
            });
  }

  @Test
  void aFilterCannotBeKeptWithoutACatalogue() {
    Question.Limits limits =
        new Question.Limits("item.price < 50.0", Set.of(), Set.of(), List.of());
    assertThat(answer(new InMemoryHistoryStore(), new DownCatalogues(), limited(limits)))
        .isEqualTo(new Answer.CannotKeepLimits("catalogue"));
  }

  private static Question limited(Question.Limits limits) {
    Question plain = Question.forYou(ANN, 3);
    return new Question(
        plain.placement(),
        plain.page(),
        plain.user(),
        plain.taste(),
        limits,
        plain.arrangement(),
        plain.window(),
        plain.model());
  }

  private Answer answer(HistoryStore histories, CatalogueStore catalogues, Question question) {
    return new Recommendations(
            histories,
            new Offers(catalogues, CLOCK, new Offers.Settings(Duration.ZERO, 100_000)),
            models,
            new InferenceCache(1 << 20, Measurements.NONE),
            new RunningExperiments(new InMemoryExperimentStore(), CLOCK, Duration.ZERO),
            CLOCK,
            10_000)
        .answer(shop.tenant(), question, Seen.NOTHING);
  }

  private static StoreUnavailableException down(String store) {
    return new StoreUnavailableException(store, new IllegalStateException("down"));
  }

  private static final class DownHistories implements HistoryStore {
    @Override
    public List<PastEvent> newest(TenantId tenant, UserId user) {
      throw down("table histories");
    }

    @Override
    public Set<ItemId> seen(TenantId tenant, UserId user, Set<InteractionType> types) {
      throw down("table histories");
    }
  }

  private static final class DownCatalogues implements CatalogueStore {
    @Override
    public Catalogue load(TenantId tenant) {
      throw down("table catalogue");
    }

    @Override
    public Catalogue refresh(TenantId tenant, Catalogue known) {
      throw down("table catalogue");
    }

    @Override
    public void publish(TenantId tenant, List<CatalogueItem> upserts) {
      throw down("table catalogue");
    }

    @Override
    public void change(TenantId tenant, CatalogueChange change) {
      throw down("table catalogue");
    }
  }
}
