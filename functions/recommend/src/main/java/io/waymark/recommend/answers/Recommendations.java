package io.waymark.recommend.answers;

import io.waymark.model.catalogue.Catalogue;
import io.waymark.recommend.answers.Question.Pin;
import io.waymark.recommend.answers.Recommended.Source;
import io.waymark.recommend.catalogue.Offer;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.recommend.history.HistoryStore;
import io.waymark.recommend.history.PastEvent;
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
import java.util.Optional;
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

  private final HistoryStore histories;
  private final Offers offers;
  private final ModelCache models;
  private final Clock clock;
  private final int window;

  /// @param window how many candidates a boost may choose from, each
  public Recommendations(
      HistoryStore histories, Offers offers, ModelCache models, Clock clock, int window) {
    this.histories = histories;
    this.offers = offers;
    this.models = models;
    this.clock = clock;
    this.window = window;
  }

  public Answer answer(TenantId tenant, Question question) {
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
      case Offer.Filtered.Refused(String message) -> new Answer.BadFilter("filter", message);
      case Offer.Filtered.Matching(BitSet matching) ->
          switch (Boosts.over(offer, question.arrangement().boosts())) {
            case Boosts.Read.Refused(String field, String message) ->
                new Answer.BadFilter(field, message);
            case Boosts.Read.Usable(Boosts boosts) ->
                within(tenant, question, new Range(offer, matching, boosts), degraded);
          };
    };
  }

  /// What a question's filters leave and touch of the catalogue.
  private record Range(Offer offer, BitSet matching, Boosts boosts) {}

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
    return switch (models.lease(tenant, question.model())) {
      case ModelCache.Lookup.Ready(ModelLease lease) -> {
        try (lease) {
          yield list(question, bounds, range.boosts(), taste, Optional.of(lease.model()), degraded);
        }
      }
      case ModelCache.Lookup.None _ ->
          list(question, bounds, range.boosts(), taste, Optional.empty(), degraded);
      case ModelCache.Lookup.Unavailable(String dependency) -> {
        degraded.add(dependency);
        yield list(question, bounds, range.boosts(), taste, Optional.empty(), degraded);
      }
    };
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

  private Answer.Listed list(
      Question question,
      Bounds bounds,
      Boosts boosts,
      Taste taste,
      Optional<LoadedModel> model,
      SortedSet<String> degraded) {
    List<Pin> pins =
        question.arrangement().pins().stream()
            .filter(pin -> bounds.allow(pin.item(), question.limits().filter(), model))
            .toList();
    int wanted = question.count() + pins.size();
    List<Candidate> candidates =
        new Candidates(question, bounds, taste, boosts, new Candidates.Depth(wanted, window))
            .from(model, clock.instant());
    Reasons reasons = new Reasons(question, taste, bounds.catalogue());
    List<Recommended> slots =
        Slots.of(candidates, boosts, pins, question.count()).stream()
            .map(slot -> recommended(slot, reasons))
            .toList();
    return new Answer.Listed(
        slots,
        model.map(each -> new Answer.Model(each.name(), each.version(), each.algorithm())),
        degraded,
        bounds.offer());
  }

  private static Recommended recommended(Slots.Slot slot, Reasons reasons) {
    return slot.candidate()
        .map(
            each ->
                new Recommended(
                    each.item(),
                    slot.score(),
                    reasons.of(each),
                    each.source(),
                    each.because().stream().toList()))
        .orElseGet(
            () ->
                new Recommended(
                    slot.item(), slot.score(), Reasons.FEATURED, Source.PINNED, List.of()));
  }
}
