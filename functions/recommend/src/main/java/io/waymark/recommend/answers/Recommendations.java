package io.waymark.recommend.answers;

import io.waymark.model.GraphFailedException;
import io.waymark.model.ModelVersion;
import io.waymark.model.answers.Placement;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.recommend.answers.Explanation.Share;
import io.waymark.recommend.answers.Question.Arrangement;
import io.waymark.recommend.answers.Question.Pin;
import io.waymark.recommend.answers.Question.Spread;
import io.waymark.recommend.answers.Recommended.Source;
import io.waymark.recommend.catalogue.Offer;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.recommend.experiments.RunningExperiments;
import io.waymark.recommend.history.HistoryStore;
import io.waymark.recommend.history.PastEvent;
import io.waymark.recommend.models.InferenceCache;
import io.waymark.recommend.models.LoadedModel;
import io.waymark.recommend.models.ModelCache;
import io.waymark.recommend.models.ModelLease;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.time.Clock;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers questions. A question's limits become [Bounds], the user's events a [Taste]; from both
/// the [Candidates] come, best first, and the page is cut from them.
///
/// A tenant's catalogue, once it has an item, is what may be recommended; before, the model's items
/// are. What the user already has in the history is left out of `for_you`, as training leaves it
/// out.
public final class Recommendations {
  private static final Logger LOG = LoggerFactory.getLogger(Recommendations.class);

  private final GraphFailures failures = new GraphFailures();
  private final HistoryStore histories;
  private final Offers offers;
  private final ModelCache models;
  private final InferenceCache inferences;
  private final RunningExperiments experiments;
  private final Clock clock;
  private final int window;

  /// Over these stores.
  ///
  /// @param window how many candidates each boost may choose from
  public Recommendations(
      HistoryStore histories,
      Offers offers,
      ModelCache models,
      InferenceCache inferences,
      RunningExperiments experiments,
      Clock clock,
      int window) {
    this.histories = histories;
    this.offers = offers;
    this.models = models;
    this.inferences = inferences;
    this.experiments = experiments;
    this.clock = clock;
    this.window = window;
  }

  /// The list `for_you` as an answer to the user would begin, for whoever keeps lists.
  ///
  /// @return empty where the tenant has no active model
  /// @throws StoreUnavailableException where something would have to be left out
  public Optional<PersonalList> forYou(TenantId tenant, UserId user, int count) {
    return switch (answer(tenant, Question.forYou(user, count), Seen.NOTHING)) {
      case Answer.Listed listed -> {
        if (!listed.degraded().isEmpty()) {
          throw new StoreUnavailableException(
              listed.degraded().first(), new IllegalStateException("lists are made whole"));
        }
        yield listed.model().map(model -> personal(model.version(), listed.items()));
      }
      case Answer.BadField wrong -> throw new IllegalStateException(wrong.toString());
      case Answer.CannotKeepLimits down -> throw new IllegalStateException(down.toString());
    };
  }

  private static PersonalList personal(ModelVersion model, List<Recommended> items) {
    return new PersonalList(
        model,
        items.stream()
            .map(each -> new PersonalList.Item(each.item(), each.score(), each.reason()))
            .toList());
  }

  /// One page.
  ///
  /// @param seen on the pages before
  Answer answer(TenantId tenant, Question question, Seen seen) {
    SortedSet<String> degraded = new TreeSet<>();
    Optional<Offer> known = offers.of(tenant);
    if (known.isEmpty()) {
      if (!question.limits().filter().isEmpty()) {
        return new Answer.CannotKeepLimits("catalogue");
      }
      degraded.add("catalogue");
    }
    Offer offer = known.orElseGet(() -> new Offer(Catalogue.EMPTY));
    return switch (offer.filtered(question.limits().filter())) {
      case Offer.Filtered.Refused(String message) -> new Answer.BadField("filter", message);
      case Offer.Filtered.Matching(BitSet matching) ->
          switch (Boosts.over(offer, question.arrangement().boosts())) {
            case Boosts.Read.Refused(String field, String message) ->
                new Answer.BadField(field, message);
            case Boosts.Read.Usable(Boosts boosts) ->
                isSpreadable(question.arrangement().spread(), offer.catalogue())
                    ? within(tenant, question, new Range(offer, matching, boosts, seen), degraded)
                    : new Answer.BadField(
                        "diversity_by",
                        "must be an attribute of the catalogue: "
                            + String.join(", ", offer.catalogue().attributes().keySet()));
          };
    };
  }

  private static boolean isSpreadable(Spread spread, Catalogue catalogue) {
    return catalogue.isEmpty() || catalogue.attributes().containsKey(spread.by());
  }

  /// What a question's filters leave and touch of the catalogue, and the pages before.
  private record Range(Offer offer, BitSet matching, Boosts boosts, Seen seen) {}

  private Answer within(
      TenantId tenant, Question question, Range range, SortedSet<String> degraded) {
    List<PastEvent> events = List.of();
    Set<ItemId> never = new HashSet<>(question.limits().excluded());
    if (question.user().isPresent()) {
      UserId user = question.user().orElseThrow();
      boolean mustKnow = !question.limits().interacted().isEmpty();
      try {
        if (mustKnow || question.placement().isPersonal()) {
          events = histories.newest(tenant, user);
        }
        if (mustKnow) {
          never.addAll(histories.seen(tenant, user, question.limits().interacted()));
        }
      } catch (StoreUnavailableException down) {
        if (mustKnow) {
          return new Answer.CannotKeepLimits("history");
        }
        LOG.warn("answering without a history: {}", down.getMessage());
        degraded.add("history");
      }
    }
    for (PastEvent event : events) {
      if (question.limits().interacted().contains(event.type())) {
        never.add(event.item());
      }
    }
    Taste taste = tasteOf(question, events);
    Bounds bounds = boundsOf(question, taste, never, range);
    Choice choice = Choice.of(tenant, question, range.seen(), experiments);
    return by(choice, new Asked(tenant, question, range, events, bounds, taste), degraded);
  }

  /// A question with all it is answered from but a model.
  private record Asked(
      TenantId tenant,
      Question question,
      Range range,
      List<PastEvent> events,
      Bounds bounds,
      Taste taste) {}

  private Answer by(Choice choice, Asked asked, SortedSet<String> degraded) {
    Question question = asked.question();
    return switch (models.lease(asked.tenant(), choice.model())) {
      case ModelCache.Lookup.Ready(ModelLease lease) -> {
        try (lease) {
          yield knows(lease.model(), question)
              ? told(kept(asked, lease.model(), degraded), choice)
              : new Answer.BadField(
                  question.window().orElseThrow().halfLife() == Double.POSITIVE_INFINITY
                      ? "window_days"
                      : "half_life_days",
                  "needs a model that was trained on interactions with times, since this can be"
                      + " asked; train one, or leave it out");
        } catch (GraphFailedException failed) {
          if (failures.isNews(asked.tenant(), lease.model().version(), clock.instant())) {
            LOG.warn(
                "answering {} without version {} of its model, as often as that is asked in this minute: {}",
                asked.tenant(),
                lease.model().version(),
                failed.getMessage());
          }
          degraded.add("model");
          yield without(choice, asked, degraded);
        }
      }
      case ModelCache.Lookup.None _ -> {
        if (choice.isOfTheUsualModel()) {
          yield without(choice, asked, degraded);
        }
        if (question.model().isPresent()) {
          yield new Answer.BadField(
              "model", choice.model() + " has no active version; leave it out for default");
        }
        degraded.add("model");
        yield without(choice, asked, degraded);
      }
      case ModelCache.Lookup.Unavailable(String dependency) -> {
        degraded.add(dependency);
        yield without(choice, asked, degraded);
      }
    };
  }

  /// Where an arm's model cannot answer the usual one does, but for a list that the former began.
  private Answer without(Choice choice, Asked asked, SortedSet<String> degraded) {
    boolean isArmsOwn = choice.exposure().isPresent() && !choice.isOfTheUsualModel();
    if (isArmsOwn && asked.range().seen().begun().isEmpty()) {
      return by(choice.instead(), asked, degraded);
    }
    return told(list(asked, Optional.empty(), degraded), choice.uncounted());
  }

  private static Answer told(Answer answer, Choice choice) {
    return answer instanceof Answer.Listed listed ? listed.by(choice) : answer;
  }

  private Taste tasteOf(Question question, List<PastEvent> events) {
    Taste taste = Taste.of(question.placement().isPersonal() ? events : List.of());
    taste.addNow(question.taste(), clock.instant());
    return taste;
  }

  /// A list to re-rank keeps all that was given; what the user refused goes to its end.
  private static Bounds boundsOf(Question question, Taste taste, Set<ItemId> never, Range range) {
    if (question.placement() == Placement.RERANK) {
      return new Bounds(range.offer(), range.matching(), Set.of(), taste.disliked());
    }
    never.addAll(taste.disliked());
    never.addAll(question.taste());
    return new Bounds(range.offer(), range.matching(), never, taste.liked());
  }

  private static boolean knows(LoadedModel model, Question question) {
    return question.window().isEmpty() || model.knowsDays();
  }

  /// A list that was made of the same is the same; one of a model that asks how long ago something
  /// was is made anew for whoever has a history, and so is one that leaves something out.
  private Answer kept(Asked asked, LoadedModel model, SortedSet<String> degraded) {
    if (!degraded.isEmpty() || (model.recommender().takesAges() && !asked.events().isEmpty())) {
      return list(asked, Optional.of(model), degraded);
    }
    ListKey key =
        new ListKey(
            asked.tenant(),
            asked.question(),
            asked.range().seen(),
            model.name(),
            model.version(),
            asked.bounds().catalogue().version(),
            Fingerprint.ofEvents(asked.events()),
            Fingerprint.ofItems(asked.bounds().never()));
    Optional<KeptList> known = inferences.find(key, KeptList.class);
    if (known.isPresent()) {
      return known.orElseThrow().with(nameOf(model), asked.range().offer());
    }
    Answer answer = list(asked, Optional.of(model), degraded);
    if (answer instanceof Answer.Listed listed) {
      KeptList list = new KeptList(listed.items(), listed.next());
      inferences.keep(key, list, key.bytes() + list.bytes());
    }
    return answer;
  }

  private static Answer.Model nameOf(LoadedModel model) {
    return new Answer.Model(model.name(), model.version(), model.algorithm());
  }

  private Answer list(Asked asked, Optional<LoadedModel> model, SortedSet<String> degraded) {
    Question question = asked.question();
    Bounds bounds = asked.bounds();
    Range range = asked.range();
    Taste taste = asked.taste();
    Optional<ModelVersion> version = model.map(LoadedModel::version);
    Seen seen = range.seen();
    if (version.isPresent() && seen.version().isPresent() && !version.equals(seen.version())) {
      return new Answer.BadField(
          "cursor", "belongs to a model that is no longer active; leave it out to begin again");
    }
    Arrangement arrangement = question.arrangement();
    List<Pin> pins =
        arrangement.pins().stream()
            .filter(pin -> bounds.allow(pin.item(), question.limits().filter(), model))
            .toList();
    int wanted = seen.marks().size() + question.page().count() + pins.size() + 1;
    int plain = arrangement.spread().strength() > 0 ? Math.max(wanted, Diversity.WINDOW) : wanted;
    List<Candidate> candidates =
        new Candidates(question, bounds, taste, range.boosts(), new Candidates.Depth(plain, window))
            .from(model, clock.instant());
    Slots.Cut cut =
        new Slots(candidates, range.boosts())
            .cut(arrangement.spread(), pins, seen, question.page().count());
    Seen after = seen.and(cut.slots(), version);
    return new Answer.Listed(
        recommended(question, bounds, range.boosts(), taste, model, cut.slots()),
        model.map(Recommendations::nameOf),
        Optional.empty(),
        degraded,
        bounds.offer(),
        cut.more() && after.marks().size() < Seen.MOST ? Optional.of(after) : Optional.empty());
  }

  private List<Recommended> recommended(
      Question question,
      Bounds bounds,
      Boosts boosts,
      Taste taste,
      Optional<LoadedModel> model,
      List<Slots.Slot> slots) {
    Reasons reasons = new Reasons(question, taste, bounds.catalogue());
    if (!question.page().explain()) {
      return slots.stream().map(slot -> recommended(slot, reasons, Optional.empty())).toList();
    }
    List<Candidate> candidates = slots.stream().flatMap(slot -> slot.candidate().stream()).toList();
    Map<ItemId, List<Share>> shares =
        model
            .map(
                each -> new Shares(each, taste, bounds.catalogue(), clock.instant()).of(candidates))
            .orElse(Map.of());
    return slots.stream()
        .map(slot -> recommended(slot, reasons, Optional.of(explanation(slot, boosts, shares))))
        .toList();
  }

  private static Explanation explanation(
      Slots.Slot slot, Boosts boosts, Map<ItemId, List<Share>> shares) {
    return slot.candidate()
        .map(
            each ->
                new Explanation(
                    each.modelScore(),
                    OptionalDouble.of(each.score()),
                    boosts.hitting(each.item()),
                    slot.spread(),
                    OptionalInt.empty(),
                    shares.getOrDefault(each.item(), List.of())))
        .orElseGet(
            () ->
                new Explanation(
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    List.of(),
                    false,
                    OptionalInt.of(slot.position()),
                    List.of()));
  }

  private static Recommended recommended(
      Slots.Slot slot, Reasons reasons, Optional<Explanation> explanation) {
    return slot.candidate()
        .map(
            each ->
                new Recommended(
                    each.item(),
                    slot.score(),
                    reasons.of(each),
                    each.source(),
                    each.because().stream().toList(),
                    explanation))
        .orElseGet(
            () ->
                new Recommended(
                    slot.item(),
                    slot.score(),
                    Reasons.FEATURED,
                    Source.PINNED,
                    List.of(),
                    explanation));
  }
}
