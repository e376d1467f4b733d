package io.waymark.recommend.answers;

import io.waymark.model.ItemIndex;
import io.waymark.model.ItemMask;
import io.waymark.model.RankedItems;
import io.waymark.model.catalogue.Catalogue;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers questions: the model on what the user did, then on what the session shows, then what is
/// popular, then what is new, until the list is full. Filters and exclusions act before the cut.
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

  public Recommendations(HistoryStore histories, Offers offers, ModelCache models, Clock clock) {
    this.histories = histories;
    this.offers = offers;
    this.models = models;
    this.clock = clock;
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
      case Offer.Filtered.Refused(String message) -> new Answer.BadFilter(message);
      case Offer.Filtered.Matching(BitSet matching) ->
          within(tenant, question, new Allowed(offer, matching), degraded);
    };
  }

  /// What must not come, and what comes last: a user's own items fill a list only where nothing
  /// else is left.
  ///
  /// @param all with the user's own
  private record Exclusions(Set<ItemId> asked, Set<ItemId> all) {
    static Exclusions of(Set<ItemId> asked, Set<ItemId> own) {
      Set<ItemId> all = new HashSet<>(asked);
      all.addAll(own);
      return new Exclusions(asked, all);
    }
  }

  /// What the filter leaves of the catalogue.
  private record Allowed(Offer offer, BitSet matching) {
    Catalogue catalogue() {
      return offer.catalogue();
    }
  }

  private Answer within(
      TenantId tenant, Question question, Allowed allowed, SortedSet<String> degraded) {
    List<PastEvent> events = List.of();
    Set<ItemId> excluded = new HashSet<>(question.limits().excluded());
    if (question.user().isPresent()) {
      UserId user = question.user().orElseThrow();
      boolean mustKnow = !question.limits().interacted().isEmpty();
      try {
        if (mustKnow || question.placement() == Placement.FOR_YOU) {
          events = histories.newest(tenant, user);
        }
        if (mustKnow) {
          excluded.addAll(histories.seen(tenant, user, question.limits().interacted()));
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
        excluded.add(event.item());
      }
    }
    Taste taste = tasteOf(question, events);
    excluded.addAll(taste.disliked());
    excluded.addAll(question.taste());
    Exclusions exclusions = Exclusions.of(excluded, taste.liked());
    return switch (models.lease(tenant, question.model())) {
      case ModelCache.Lookup.Ready(ModelLease lease) -> {
        try (lease) {
          yield fill(question, allowed, taste, exclusions, lease.model(), degraded);
        }
      }
      case ModelCache.Lookup.None _ -> fill(question, allowed, taste, exclusions, null, degraded);
      case ModelCache.Lookup.Unavailable(String dependency) -> {
        degraded.add(dependency);
        yield fill(question, allowed, taste, exclusions, null, degraded);
      }
    };
  }

  private Taste tasteOf(Question question, List<PastEvent> events) {
    return switch (question.placement()) {
      case FOR_YOU -> {
        Taste taste = Taste.of(events);
        taste.addNow(question.taste(), clock.instant());
        yield taste;
      }
      case SIMILAR -> {
        Taste taste = Taste.of(List.of());
        taste.addNow(question.taste(), clock.instant());
        yield taste;
      }
      case TRENDING -> Taste.of(List.of());
    };
  }

  private Answer.Listed fill(
      Question question,
      Allowed allowed,
      Taste taste,
      Exclusions exclusions,
      @Nullable LoadedModel model,
      SortedSet<String> degraded) {
    Slots slots = new Slots(question.count());
    Optional<ItemMask> mask =
        Optional.ofNullable(model)
            .map(
                each ->
                    each.mask(allowed.catalogue(), question.limits().filter(), allowed.matching()));
    if (model != null && question.placement() != Placement.TRENDING) {
      addFromModel(question, allowed, taste, exclusions.all(), model, mask.orElseThrow(), slots);
    }
    for (Set<ItemId> excluded : List.of(exclusions.all(), exclusions.asked())) {
      if (model != null) {
        addTrending(excluded, model, mask.orElseThrow(), slots);
      }
      addLatest(allowed, excluded, slots);
      if (model != null && allowed.catalogue().isEmpty()) {
        addRest(excluded, model, mask.orElseThrow(), slots);
      }
    }
    Optional<Answer.Model> answered =
        Optional.ofNullable(model)
            .map(each -> new Answer.Model(each.name(), each.version(), each.algorithm()));
    return new Answer.Listed(slots.items(), answered, degraded, allowed.offer());
  }

  private void addFromModel(
      Question question,
      Allowed allowed,
      Taste taste,
      Set<ItemId> excluded,
      LoadedModel model,
      ItemMask mask,
      Slots slots) {
    io.waymark.model.History history =
        taste.historyIn(model.items(), model.evidence(), clock.instant());
    if (history.isEmpty()) {
      return;
    }
    int[] positions = new int[excluded.size()];
    int at = 0;
    for (ItemId item : excluded) {
      positions[at++] = model.items().position(item);
    }
    RankedItems ranked = model.graph().recommend(history, mask, positions, question.count());
    Set<ItemId> now = Set.copyOf(question.taste());
    boolean session = question.user().isEmpty();
    for (int rank = 0; rank < ranked.size(); rank++) {
      ItemId item = model.items().id(ranked.item(rank));
      int because = ranked.because(rank);
      List<ItemId> reasons =
          because == ItemIndex.ABSENT ? List.of() : List.of(model.items().id(because));
      slots.add(
          item,
          scoreOf(ranked.score(rank)),
          reasonFor(question.placement(), reasons, now, taste, allowed.catalogue()),
          sourceOf(question.placement(), session),
          reasons);
    }
  }

  /// A model's score may be any number; this maps it to (0, 1), strictly rising: 0 becomes ½.
  static double scoreOf(double modelScore) {
    return 0.5 + 0.5 * modelScore / (1 + Math.abs(modelScore));
  }

  private static Source sourceOf(Placement placement, boolean session) {
    if (placement == Placement.SIMILAR) {
      return Source.SIMILAR;
    }
    return session ? Source.SESSION : Source.MODEL;
  }

  private static String reasonFor(
      Placement placement,
      List<ItemId> because,
      Set<ItemId> now,
      Taste taste,
      Catalogue catalogue) {
    if (because.isEmpty()) {
      return Reasons.MODEL;
    }
    ItemId item = because.getFirst();
    if (placement == Placement.SIMILAR) {
      return Reasons.similarTo(item, catalogue);
    }
    return now.contains(item)
        ? Reasons.lookingAt(item, catalogue)
        : Reasons.because(taste.typeOf(item), item, catalogue);
  }

  private static void addTrending(
      Set<ItemId> excluded, LoadedModel model, ItemMask mask, Slots slots) {
    for (int rank = 0; rank < model.popularItems() && !slots.full(); rank++) {
      int position = model.popular(rank);
      ItemId item = model.items().id(position);
      if (mask.allows(position) && !excluded.contains(item)) {
        slots.add(item, model.popularity(position), Reasons.POPULAR, Source.TRENDING, List.of());
      }
    }
  }

  private static void addLatest(Allowed allowed, Set<ItemId> excluded, Slots slots) {
    Catalogue catalogue = allowed.catalogue();
    for (int at = allowed.matching().previousSetBit(catalogue.size() - 1);
        at >= 0 && !slots.full();
        at = allowed.matching().previousSetBit(at - 1)) {
      ItemId item = catalogue.item(at).id();
      if (!excluded.contains(item)) {
        slots.add(item, (at + 1.0) / catalogue.size(), Reasons.NEW, Source.LATEST, List.of());
      }
      if (at == 0) {
        return;
      }
    }
  }

  /// Where a tenant gave no catalogue, the model's own items stand for it.
  private static void addRest(Set<ItemId> excluded, LoadedModel model, ItemMask mask, Slots slots) {
    for (int position = 0; position < model.items().size() && !slots.full(); position++) {
      ItemId item = model.items().id(position);
      if (mask.allows(position) && !excluded.contains(item)) {
        slots.add(item, 1e-6, Reasons.MODEL, Source.MODEL, List.of());
      }
    }
  }
}
