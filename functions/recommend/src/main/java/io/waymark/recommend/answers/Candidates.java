package io.waymark.recommend.answers;

import io.waymark.model.History;
import io.waymark.model.ItemIndex;
import io.waymark.model.ItemMask;
import io.waymark.model.RankedItems;
import io.waymark.model.answers.Placement;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.recommend.answers.Candidate.Tier;
import io.waymark.recommend.answers.Recommended.Source;
import io.waymark.recommend.models.LoadedModel;
import io.waymark.recommend.models.NewItems;
import io.waymark.recommend.models.Trend;
import io.waymark.tenancy.ItemId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Everything that may stand in a list, best first, layer by layer: what the model makes of the
/// taste, what is popular, what came last. Between these, at every so-many-th place, stands what
/// nobody met yet and has attributes that the taste likes. Filters and exclusions act here, before
/// any cut. No item comes twice, and no score rises: a layer starts no higher than the one before
/// ended.
final class Candidates {
  private static final double LEAST = 1e-6;

  private final Question question;
  private final Bounds bounds;
  private final Set<ItemId> neverOrLast;
  private final Taste taste;
  private final Boosts boosts;
  private final Depth depth;
  private final List<Candidate> found = new ArrayList<>();
  private final Set<ItemId> seen = new HashSet<>();

  /// New items that wait for their turn.
  private Iterator<Candidate> fresh = Collections.emptyIterator();

  /// The model would rank more items than it was asked for: its layer has no end here.
  private boolean moreRanked;

  private Tier tier = Tier.USUAL;
  private double above = 1;
  private int plain;
  private int boosted;

  /// How far down the layers are searched.
  ///
  /// @param plain how many are wanted of what no boost touches
  /// @param boosted how many at most of what some boost touches: any of them may come to stand
  ///   high, so that where the model has no more items than this the order is exact
  record Depth(int plain, int boosted) {}

  Candidates(Question question, Bounds bounds, Taste taste, Boosts boosts, Depth depth) {
    this.question = question;
    this.bounds = bounds;
    this.neverOrLast = bounds.neverOrLast();
    this.taste = taste;
    this.boosts = boosts;
    this.depth = boosts.isEmpty() ? new Depth(depth.plain(), 0) : depth;
  }

  /// A model, and which of its items may come.
  private record Masked(LoadedModel model, ItemMask mask) {
    ItemId item(int position) {
      return model.items().id(position);
    }
  }

  List<Candidate> from(Optional<LoadedModel> loaded, Instant now) {
    Optional<Masked> model = loaded.map(each -> new Masked(each, maskOf(each)));
    if (question.placement() != Placement.TRENDING) {
      model.ifPresent(each -> fresh = fresh(each.model()));
      model.ifPresent(each -> addRanked(each, now));
    }
    if (!moreRanked) {
      model.ifPresent(each -> addTrending(each, neverOrLast));
    }
    addUnranked(model, neverOrLast);
    tier = Tier.LAST;
    model.ifPresent(each -> addTrending(each, bounds.never()));
    addUnranked(model, bounds.never());
    tier = Tier.UNKNOWN;
    addUnknown();
    return List.copyOf(found);
  }

  private void addUnranked(Optional<Masked> model, Set<ItemId> excluded) {
    if (question.placement() == Placement.RERANK) {
      addGiven(model, excluded);
    } else {
      addLatest(excluded);
      model.filter(_ -> bounds.catalogue().isEmpty()).ifPresent(each -> addRest(each, excluded));
    }
  }

  private ItemMask maskOf(LoadedModel model) {
    Catalogue catalogue = bounds.catalogue();
    if (question.placement() != Placement.RERANK) {
      return model.mask(catalogue, question.limits().filter(), bounds.matching());
    }
    return model.mask(
        question.limits().candidates().stream()
            .filter(item -> catalogue.isEmpty() || catalogue.contains(item))
            .toList());
  }

  private boolean full() {
    return plain >= depth.plain() && boosted >= depth.boosted();
  }

  private void add(ItemId item, double score, Source source) {
    add(item, score, source, Optional.empty(), OptionalDouble.empty());
  }

  /// Of a list to re-rank all is given.
  private Iterator<Candidate> fresh(LoadedModel model) {
    if (question.placement() == Placement.RERANK || newShare() == 0) {
      return Collections.emptyIterator();
    }
    int most = (int) Math.ceil((depth.plain() + depth.boosted()) * newShare());
    Optional<NewItems.Ranking> ranking =
        model
            .newItems(bounds.catalogue())
            .flatMap(items -> items.rankingFor(bounds.catalogue(), taste.liked()));
    // What speaks for an item is looked for when its turn has come: few of them come.
    return ranking
        .map(
            each ->
                each.best(bounds.matching(), neverOrLast, most).stream()
                    .map(item -> fresh(item, each))
                    .iterator())
        .orElseGet(Collections::emptyIterator);
  }

  private static Candidate fresh(ItemId item, NewItems.Ranking ranking) {
    return new Candidate(
        item,
        1,
        Tier.USUAL,
        Source.NEW,
        ranking.parts(item).keySet().stream().findFirst(),
        OptionalDouble.empty());
  }

  private double newShare() {
    return question.arrangement().newShare();
  }

  /// Of ten places with a share of 0.1 it is the tenth.
  private boolean isTurnOfNew() {
    int before = found.size();
    return tier == Tier.USUAL
        && fresh.hasNext()
        && Math.floor((before + 1) * newShare()) > Math.floor(before * newShare());
  }

  private void add(
      ItemId item,
      double score,
      Source source,
      Optional<ItemId> because,
      OptionalDouble modelScore) {
    while (!seen.contains(item) && isTurnOfNew()) {
      Candidate next = fresh.next();
      put(next.item(), next.score(), next.source(), next.because(), next.modelScore());
    }
    put(item, score, source, because, modelScore);
  }

  private void put(
      ItemId item,
      double score,
      Source source,
      Optional<ItemId> because,
      OptionalDouble modelScore) {
    if (!seen.add(item)) {
      return;
    }
    above = Math.min(above, Candidate.rounded(score));
    boolean room = boosts.touch(item) ? boosted++ < depth.boosted() : plain++ < depth.plain();
    if (room) {
      found.add(new Candidate(item, above, tier, source, because, modelScore));
    }
  }

  private void addRanked(Masked model, Instant now) {
    ItemIndex items = model.model().items();
    History history = taste.historyIn(items, model.model().evidence(), now);
    if (history.isEmpty()) {
      return;
    }
    for (Ranked each : ranked(model, history)) {
      add(
          items.id(each.position()),
          scoreOf(each.score()),
          source(),
          each.because() == ItemIndex.ABSENT
              ? Optional.empty()
              : Optional.of(items.id(each.because())),
          OptionalDouble.of(each.score()));
    }
  }

  /// What the model says of one of its items.
  private record Ranked(int position, float score, int because) {}

  /// Where boosts are asked for and the model has more items than the window holds: the best of
  /// what no boost touches, and the best of each boost.
  private List<Ranked> ranked(Masked model, History history) {
    boolean rerank = question.placement() == Placement.RERANK;
    int window =
        rerank ? question.limits().candidates().size() : Math.max(depth.plain(), depth.boosted());
    List<Ranked> best = best(model, model.mask(), history, window);
    moreRanked = best.size() >= window && !rerank;
    if (boosts.isEmpty() || !moreRanked) {
      return best;
    }
    Map<Integer, Ranked> byPosition = new HashMap<>();
    best(model, untouched(model.model()), history, window)
        .forEach(each -> byPosition.put(each.position(), each));
    for (Boosts.Rule rule : boosts.rules()) {
      BitSet touched = (BitSet) bounds.matching().clone();
      touched.and(rule.positions());
      ItemMask mask = maskOf(model.model(), "boosted by " + rule.boost().filter(), touched);
      best(model, mask, history, window).forEach(each -> byPosition.put(each.position(), each));
    }
    return byPosition.values().stream()
        .sorted(
            Comparator.comparingDouble((Ranked each) -> -each.score())
                .thenComparingInt(Ranked::position))
        .toList();
  }

  private ItemMask untouched(LoadedModel model) {
    BitSet untouched = (BitSet) bounds.matching().clone();
    boosts.rules().forEach(rule -> untouched.andNot(rule.positions()));
    String filters =
        boosts.rules().stream()
            .map(rule -> rule.boost().filter())
            .collect(Collectors.joining("\0"));
    return maskOf(model, "boosted by none of " + filters, untouched);
  }

  /// Behind a character that no filter has stands what `positions` are, for the model to know the
  /// mask again.
  private ItemMask maskOf(LoadedModel model, String what, BitSet positions) {
    return model.mask(bounds.catalogue(), question.limits().filter() + "\0" + what, positions);
  }

  private List<Ranked> best(Masked model, ItemMask mask, History history, int most) {
    int[] excluded = neverOrLast.stream().mapToInt(model.model().items()::position).toArray();
    RankedItems ranked = model.model().recommend(history, mask, excluded, most);
    return IntStream.range(0, ranked.size())
        .mapToObj(at -> new Ranked(ranked.item(at), ranked.score(at), ranked.because(at)))
        .toList();
  }

  /// A model's score may be any number; this maps it to (0, 1), strictly rising: 0 becomes ½.
  private static double scoreOf(double modelScore) {
    return 0.5 + 0.5 * modelScore / (1 + Math.abs(modelScore));
  }

  private Source source() {
    if (question.placement().takesSeeds()) {
      return Source.SIMILAR;
    }
    return question.user().isEmpty() ? Source.SESSION : Source.MODEL;
  }

  /// Of a window that was asked for; [Recommendations] has made sure that the model knows it.
  private void addTrending(Masked model, Set<ItemId> excluded) {
    Trend trend =
        question.window().flatMap(model.model()::trend).orElseGet(() -> model.model().trend());
    for (int rank = 0; rank < trend.size() && !full(); rank++) {
      int position = trend.position(rank);
      if (model.mask().allows(position) && !excluded.contains(model.item(position))) {
        add(model.item(position), trend.popularity(rank), Source.TRENDING);
      }
    }
  }

  private void addLatest(Set<ItemId> excluded) {
    Catalogue catalogue = bounds.catalogue();
    for (int at = bounds.matching().previousSetBit(catalogue.size() - 1);
        at >= 0 && !full();
        at = at == 0 ? -1 : bounds.matching().previousSetBit(at - 1)) {
      ItemId item = catalogue.item(at).id();
      if (!excluded.contains(item)) {
        add(item, (at + 1.0) / catalogue.size(), Source.LATEST);
      }
    }
  }

  /// Where a tenant gave no catalogue, the model's own items stand for it.
  private void addRest(Masked model, Set<ItemId> excluded) {
    for (int position = 0; position < model.model().items().size() && !full(); position++) {
      ItemId item = model.item(position);
      if (model.mask().allows(position) && !excluded.contains(item)) {
        add(item, LEAST, Source.MODEL);
      }
    }
  }

  /// What is to be re-ranked and has no score keeps the order in which it was given.
  private void addGiven(Optional<Masked> model, Set<ItemId> excluded) {
    for (ItemId item : question.limits().candidates()) {
      boolean known =
          bounds.catalogue().isEmpty()
              ? model.filter(each -> each.model().items().find(item).isPresent()).isPresent()
              : bounds.catalogue().contains(item);
      if (known && !excluded.contains(item)) {
        add(item, LEAST, Source.GIVEN);
      }
    }
  }

  /// What nobody offers comes last, so that a list to re-rank loses nothing.
  private void addUnknown() {
    question.limits().candidates().forEach(item -> add(item, LEAST, Source.GIVEN));
  }
}
