package io.waymark.recommend.answers;

import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.RankedItems;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.recommend.answers.Explanation.Share;
import io.waymark.recommend.answers.Recommended.Source;
import io.waymark.recommend.models.LoadedModel;
import io.waymark.tenancy.ItemId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which items of the taste speak for a slot, and how much: what the model's score loses when it is
/// asked again without that item. Exact for models that add up, a counterfactual for the others.
/// Each item asked about costs one run of the model, so that a page asks about 20 at most: those
/// the model itself names, then the newest. Of new items it is what each says alone.
final class Shares {
  private static final int MOST_SEEDS = 20;

  private final LoadedModel model;
  private final Taste taste;
  private final Catalogue catalogue;
  private final Instant now;

  Shares(LoadedModel model, Taste taste, Catalogue catalogue, Instant now) {
    this.model = model;
    this.taste = taste;
    this.catalogue = catalogue;
    this.now = now;
  }

  /// The shares of each that has any.
  Map<ItemId, List<Share>> of(List<Candidate> candidates) {
    Map<ItemId, List<Share>> shares = new HashMap<>(ofNew(candidates));
    List<Candidate> ranked =
        candidates.stream().filter(each -> each.modelScore().isPresent()).toList();
    if (!ranked.isEmpty()) {
      shares.putAll(ofRanked(ranked));
    }
    return shares;
  }

  private Map<ItemId, List<Share>> ofNew(List<Candidate> candidates) {
    List<Candidate> fresh =
        candidates.stream().filter(each -> each.source() == Source.NEW).toList();
    Map<ItemId, List<Share>> shares = new HashMap<>();
    if (!fresh.isEmpty()) {
      model
          .newItems(catalogue)
          .flatMap(items -> items.rankingFor(catalogue, taste.liked()))
          .ifPresent(
              ranking ->
                  fresh.forEach(
                      each -> shares.put(each.item(), shares(ranking.parts(each.item())))));
    }
    return shares;
  }

  /// @param ranked slots of the model's own ranking
  private Map<ItemId, List<Share>> ofRanked(List<Candidate> ranked) {
    List<ItemId> items = ranked.stream().map(Candidate::item).toList();
    ItemMask mask = model.mask(items);
    Map<ItemId, Map<ItemId, Double>> lost = new HashMap<>();
    for (ItemId seed : seeds(ranked)) {
      Map<ItemId, Double> without = scores(Set.of(seed), mask, items.size());
      for (Candidate each : ranked) {
        double loss = each.modelScore().orElse(0) - without.getOrDefault(each.item(), 0.0);
        if (loss > 0) {
          lost.computeIfAbsent(each.item(), _ -> new HashMap<>()).put(seed, loss);
        }
      }
    }
    Map<ItemId, List<Share>> shares = new HashMap<>();
    lost.forEach((item, losses) -> shares.put(item, shares(losses)));
    return shares;
  }

  private Set<ItemId> seeds(List<Candidate> ranked) {
    Set<ItemId> seeds = new LinkedHashSet<>();
    ranked.forEach(each -> each.because().ifPresent(seeds::add));
    seeds.addAll(taste.evidence(model.items(), model.evidence()).reversed());
    return new LinkedHashSet<>(seeds.stream().limit(MOST_SEEDS).toList());
  }

  private Map<ItemId, Double> scores(Set<ItemId> leftOut, ItemMask mask, int most) {
    History history = taste.historyIn(model.items(), model.evidence(), now, leftOut);
    Map<ItemId, Double> scores = new HashMap<>();
    if (!history.isEmpty()) {
      RankedItems ranked = model.recommend(history, mask, new int[0], most);
      for (int rank = 0; rank < ranked.size(); rank++) {
        scores.put(model.items().id(ranked.item(rank)), (double) ranked.score(rank));
      }
    }
    return scores;
  }

  private static List<Share> shares(Map<ItemId, Double> losses) {
    double all = losses.values().stream().mapToDouble(Double::doubleValue).sum();
    List<Share> shares = new ArrayList<>();
    losses.forEach((seed, loss) -> shares.add(new Share(seed, Math.rint(loss / all * 1e6) / 1e6)));
    shares.sort(
        Comparator.comparingDouble((Share each) -> -each.share())
            .thenComparing(each -> each.item().value()));
    return shares;
  }
}
