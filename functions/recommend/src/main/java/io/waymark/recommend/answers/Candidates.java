package io.waymark.recommend.answers;

import io.waymark.model.History;
import io.waymark.model.ItemIndex;
import io.waymark.model.ItemMask;
import io.waymark.model.RankedItems;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.recommend.answers.Recommended.Source;
import io.waymark.recommend.models.LoadedModel;
import io.waymark.tenancy.ItemId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Everything that may stand in a list, best first, layer by layer: what the model makes of the
/// taste, what is popular, what is new. Filters and exclusions act here, before any cut. No item
/// comes twice, and no score rises: a layer starts no higher than the one before ended.
final class Candidates {
  private static final double LEAST = 1e-6;

  private final Question question;
  private final Bounds bounds;
  private final Taste taste;
  private final int most;
  private final SequencedMap<ItemId, Candidate> found = new LinkedHashMap<>();
  private double above = 1;

  /// @param most of them that are wanted
  Candidates(Question question, Bounds bounds, Taste taste, int most) {
    this.question = question;
    this.bounds = bounds;
    this.taste = taste;
    this.most = most;
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
      model.ifPresent(each -> addRanked(each, now));
    }
    for (Set<ItemId> excluded : List.of(bounds.neverOrLast(), bounds.never())) {
      model.ifPresent(each -> addTrending(each, excluded));
      if (question.placement() == Placement.RERANK) {
        addGiven(model, excluded);
      } else {
        addLatest(excluded);
        model.filter(_ -> bounds.catalogue().isEmpty()).ifPresent(each -> addRest(each, excluded));
      }
    }
    addUnknown();
    return List.copyOf(found.values());
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
    return found.size() >= most;
  }

  private void add(ItemId item, double score, Source source, Optional<ItemId> because) {
    if (full() || found.containsKey(item)) {
      return;
    }
    above = Math.min(above, Candidate.rounded(score));
    found.put(item, new Candidate(item, above, source, because));
  }

  private void addRanked(Masked model, Instant now) {
    ItemIndex items = model.model().items();
    History history = taste.historyIn(items, model.model().evidence(), now);
    if (history.isEmpty()) {
      return;
    }
    int[] excluded = bounds.neverOrLast().stream().mapToInt(items::position).toArray();
    RankedItems ranked = model.model().graph().recommend(history, model.mask(), excluded, most);
    for (int rank = 0; rank < ranked.size(); rank++) {
      int because = ranked.because(rank);
      add(
          items.id(ranked.item(rank)),
          scoreOf(ranked.score(rank)),
          source(),
          because == ItemIndex.ABSENT ? Optional.empty() : Optional.of(items.id(because)));
    }
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

  private void addTrending(Masked model, Set<ItemId> excluded) {
    for (int rank = 0; rank < model.model().popularItems() && !full(); rank++) {
      int position = model.model().popular(rank);
      if (model.mask().allows(position) && !excluded.contains(model.item(position))) {
        add(
            model.item(position),
            model.model().popularity(position),
            Source.TRENDING,
            Optional.empty());
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
        add(item, (at + 1.0) / catalogue.size(), Source.LATEST, Optional.empty());
      }
    }
  }

  /// Where a tenant gave no catalogue, the model's own items stand for it.
  private void addRest(Masked model, Set<ItemId> excluded) {
    for (int position = 0; position < model.model().items().size() && !full(); position++) {
      ItemId item = model.item(position);
      if (model.mask().allows(position) && !excluded.contains(item)) {
        add(item, LEAST, Source.MODEL, Optional.empty());
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
        add(item, LEAST, Source.GIVEN, Optional.empty());
      }
    }
  }

  /// What nobody offers comes last, so that a list to re-rank loses nothing.
  private void addUnknown() {
    question
        .limits()
        .candidates()
        .forEach(item -> add(item, LEAST, Source.GIVEN, Optional.empty()));
  }
}
