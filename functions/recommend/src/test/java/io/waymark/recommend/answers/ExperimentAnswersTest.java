package io.waymark.recommend.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.notes.AuditNote;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.recommend.Shop;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.recommend.experiments.BegunExperiment;
import io.waymark.recommend.experiments.ExperimentState;
import io.waymark.recommend.experiments.ExperimentStore;
import io.waymark.recommend.experiments.RunningExperiments;
import io.waymark.recommend.history.InMemoryHistoryStore;
import io.waymark.recommend.models.InferenceCache;
import io.waymark.recommend.models.ModelCache;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// While nobody knows which experiment runs.
class ExperimentAnswersTest {
  private static final Clock CLOCK = Clock.systemUTC();

  private final Shop shop = new Shop().offers(4);
  private final ModelCache models = shop.models();
  private final Recommendations recommendations =
      new Recommendations(
          new InMemoryHistoryStore(),
          new Offers(
              new InMemoryCatalogueStore(), CLOCK, new Offers.Settings(Duration.ZERO, 100_000)),
          models,
          new InferenceCache(1 << 20, Measurements.NONE),
          new RunningExperiments(new Down(), CLOCK, Duration.ZERO),
          CLOCK,
          10_000);

  private static final class Down implements ExperimentStore {
    @Override
    public ExperimentState find(TenantId tenant) {
      throw new StoreUnavailableException("table models", new IllegalStateException("down"));
    }

    @Override
    public List<BegunExperiment> begun(TenantId tenant) {
      throw new StoreUnavailableException("table models", new IllegalStateException("down"));
    }

    @Override
    public boolean replace(TenantId tenant, ExperimentState next, AuditNote note) {
      throw new UnsupportedOperationException("nobody changes it");
    }
  }

  @AfterEach
  void close() {
    models.close();
  }

  private Answer.Listed ask(Question question) {
    return (Answer.Listed) recommendations.answer(shop.tenant(), question, Seen.NOTHING);
  }

  @Test
  void theUsualModelAnswersAndTheAnswerSaysSo() { // R7
    Object _ = shop.trains(4, (left, right) -> right);
    RecommendRequest request =
        RecommendRequest.similar("item-0", 2, null, null); // of no user, so of no experiment
    assertThat(ask(Questions.parse(shop.tenant(), request)).degraded()).isEmpty();
    for (int time = 0; time < 2; time++) {
      Question named = Question.forYou(new UserId("ann"), 2);
      assertThat(named.isOpenToExperiments()).as("lists made by day").isFalse();
      Answer.Listed answer =
          ask(
              new Question(
                  named.placement(),
                  named.page(),
                  named.user(),
                  named.taste(),
                  named.limits(),
                  named.arrangement(),
                  named.window(),
                  Optional.empty()));
      assertThat(answer.degraded()).containsExactly("experiment");
      assertThat(answer.exposure()).isEmpty();
      assertThat(answer.model()).isPresent();
      assertThat(ask(named).degraded()).as("asked by its name").isEmpty();
    }
  }
}
