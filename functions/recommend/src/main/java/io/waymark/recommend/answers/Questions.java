package io.waymark.recommend.answers;

import io.waymark.edge.FieldError;
import io.waymark.edge.Problems;
import io.waymark.interactions.InteractionType;
import io.waymark.model.DailyCounts;
import io.waymark.model.ModelName;
import io.waymark.model.answers.Placement;
import io.waymark.recommend.answers.Question.Arrangement;
import io.waymark.recommend.answers.Question.Boost;
import io.waymark.recommend.answers.Question.Limits;
import io.waymark.recommend.answers.Question.Page;
import io.waymark.recommend.answers.Question.Pin;
import io.waymark.recommend.answers.Question.Spread;
import io.waymark.recommend.models.LoadedModel.Window;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads questions out of requests, and says everything that is wrong with one at once.
final class Questions {
  /// Most ids in any list of a request.
  static final int MAX_ITEMS = 10_000;

  private static final int MAX_SEEDS = 100;

  /// More than an item has attributes.
  private static final int MOST_FIELDS = 100;

  private static final int MOST_OF_A_NAME = 100;
  private static final double LEAST_HALF_LIFE = 0.1;
  private static final double MOST_HALF_LIFE = 365;

  private final List<FieldError> errors = new ArrayList<>();

  private Questions() {}

  /// @throws io.waymark.edge.ProblemException naming each field that is wrong
  static Question parse(TenantId tenant, RecommendRequest request) {
    if (request.tenantId() != null && !request.tenantId().equals(tenant.value())) {
      throw Problems.foreignTenant();
    }
    return new Questions().read(request);
  }

  private Question read(RecommendRequest request) {
    Placement placement = placement(request);
    List<ItemId> seeds = list("seed_items", request.seedItems(), MAX_SEEDS, ItemId::new);
    List<ItemId> session = list("session_items", request.sessionItems(), MAX_SEEDS, ItemId::new);
    if (placement.takesSeeds() && seeds.isEmpty()) {
      error("seed_items", "must name at least one item for the placement " + placement.text());
    }
    if (!placement.takesSeeds() && !seeds.isEmpty()) {
      error("seed_items", "belongs to the placements similar and cart");
    }
    if (!placement.isPersonal() && !session.isEmpty()) {
      error("session_items", "belongs to the placements for_you and rerank");
    }
    List<ItemId> candidates = candidates(placement, request);
    Optional<UserId> user = one("user_id", request.userId(), UserId::new);
    Set<InteractionType> interacted =
        new LinkedHashSet<>(
            list("exclude_interacted", request.excludeInteracted(), 32, InteractionType::new));
    if (!interacted.isEmpty() && request.userId() == null) {
      error("exclude_interacted", "needs user_id");
    }
    Set<ItemId> excluded =
        new LinkedHashSet<>(list("exclude_items", request.excludeItems(), MAX_ITEMS, ItemId::new));
    Optional<ModelName> model = one("model", request.model(), ModelName::new);
    String filter = request.filter() == null ? "" : request.filter().strip();
    if (request.filter() != null && filter.isEmpty()) {
      error("filter", "must not be empty; leave it out for no filter");
    }
    List<String> _ = atMost("fields", request.fields(), MOST_FIELDS);
    int count = count(placement, request.count(), candidates);
    Arrangement arrangement =
        new Arrangement(
            boosts(request),
            pins(request, placement, candidates),
            spread(request),
            newShare(placement, request.newShare()));
    Optional<Window> window = window(placement, request);
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors);
    }
    return new Question(
        placement,
        new Page(count, Boolean.TRUE.equals(request.explain())),
        user,
        placement.takesSeeds() ? seeds : session,
        new Limits(filter, excluded, interacted, candidates),
        arrangement,
        window,
        model);
  }

  private Placement placement(RecommendRequest request) {
    if (request.placement() == null) {
      return Placement.FOR_YOU;
    }
    Optional<Placement> placement = Placement.of(request.placement());
    if (placement.isEmpty()) {
      error("placement", "must be one of " + Placement.all());
    }
    return placement.orElse(Placement.FOR_YOU);
  }

  /// What `rerank` takes instead of limits: it gives back all it is given.
  private List<ItemId> candidates(Placement placement, RecommendRequest request) {
    List<ItemId> candidates =
        list("candidate_items", request.candidateItems(), Question.MAX_CANDIDATES, ItemId::new);
    if (placement != Placement.RERANK) {
      if (request.candidateItems() != null) {
        error("candidate_items", "belongs to the placement rerank");
      }
      return List.of();
    }
    if (request.candidateItems() == null || request.candidateItems().isEmpty()) {
      error("candidate_items", "must name at least one item for the placement rerank");
    }
    Set<ItemId> once = new HashSet<>();
    for (int at = 0; at < candidates.size(); at++) {
      if (!once.add(candidates.get(at))) {
        error("candidate_items", "names " + candidates.get(at).value() + " twice");
      }
    }
    refuseInRerank("filter", request.filter() != null);
    refuseInRerank("exclude_items", isGiven(request.excludeItems()));
    refuseInRerank("exclude_interacted", isGiven(request.excludeInteracted()));
    return candidates;
  }

  private static boolean isGiven(@Nullable List<?> values) {
    return values != null && !values.isEmpty();
  }

  private void refuseInRerank(String field, boolean given) {
    if (given) {
      error(field, "does not go with the placement rerank, which gives back every candidate");
    }
  }

  private List<Boost> boosts(RecommendRequest request) {
    List<Boost> boosts = new ArrayList<>();
    List<RecommendRequest.@Nullable Boost> given = atMost("boosts", request.boosts(), Boost.MOST);
    for (int at = 0; at < given.size(); at++) {
      String field = "boosts[" + at + "]";
      RecommendRequest.Boost boost = given.get(at);
      if (boost == null) {
        error(field, "must not be null");
        continue;
      }
      String filter = boost.filter() == null ? "" : boost.filter().strip();
      if (filter.isEmpty()) {
        error(field + ".filter", "must say what is boosted, like item.brand == 'x'");
      }
      Double factor = boost.factor();
      if (factor == null || !(factor >= Boost.LEAST_FACTOR && factor <= Boost.MOST_FACTOR)) {
        error(field + ".factor", "must be 0.01-100");
      } else {
        boosts.add(new Boost(filter, factor));
      }
    }
    return boosts;
  }

  private List<Pin> pins(RecommendRequest request, Placement placement, List<ItemId> candidates) {
    List<Pin> pins = new ArrayList<>();
    Set<ItemId> items = new HashSet<>();
    Set<Integer> positions = new HashSet<>();
    List<RecommendRequest.@Nullable Pin> given = atMost("pins", request.pins(), Pin.MOST);
    for (int at = 0; at < given.size(); at++) {
      String field = "pins[" + at + "]";
      RecommendRequest.Pin pin = given.get(at);
      if (pin == null) {
        error(field, "must not be null");
        continue;
      }
      if (pin.itemId() == null) {
        error(field + ".item_id", "must be given");
      }
      Optional<ItemId> item = one(field + ".item_id", pin.itemId(), ItemId::new);
      if (item.isPresent() && !items.add(item.orElseThrow())) {
        error(field + ".item_id", "is pinned twice");
      }
      if (placement == Placement.RERANK && item.isPresent() && !candidates.contains(item.get())) {
        error(field + ".item_id", "must be one of candidate_items");
      }
      Integer position = pin.position();
      if (position == null || position < 1 || position > Pin.MOST_POSITION) {
        error(field + ".position", "must be 1-" + Pin.MOST_POSITION);
      } else if (!positions.add(position)) {
        error(field + ".position", "is that of another pin");
      } else {
        item.ifPresent(each -> pins.add(new Pin(each, position)));
      }
    }
    return pins;
  }

  private Spread spread(RecommendRequest request) {
    double strength = request.diversity() == null ? 0 : request.diversity();
    if (!(strength >= 0 && strength <= 1)) {
      error("diversity", "must be 0-1");
      strength = 0;
    }
    if (request.diversityBy() != null && strength == 0) {
      error("diversity_by", "needs diversity above 0");
    }
    if (request.diversityBy() != null && request.diversityBy().length() > MOST_OF_A_NAME) {
      error("diversity_by", "must be at most " + MOST_OF_A_NAME + " characters");
      return new Spread(strength, Spread.BY);
    }
    return new Spread(
        strength, request.diversityBy() == null ? Spread.BY : request.diversityBy().strip());
  }

  private Optional<Window> window(Placement placement, RecommendRequest request) {
    if (request.windowDays() == null && request.halfLifeDays() == null) {
      return Optional.empty();
    }
    int days = request.windowDays() == null ? DailyCounts.DAYS : request.windowDays();
    double halfLife =
        request.halfLifeDays() == null ? Double.POSITIVE_INFINITY : request.halfLifeDays();
    if (placement != Placement.TRENDING) {
      error(
          request.windowDays() == null ? "half_life_days" : "window_days",
          "belongs to the placement trending");
    }
    boolean daysFit = days >= 1 && days <= DailyCounts.DAYS;
    boolean halfLifeFits =
        request.halfLifeDays() == null
            || (halfLife >= LEAST_HALF_LIFE && halfLife <= MOST_HALF_LIFE);
    if (!daysFit) {
      error("window_days", "must be 1-" + DailyCounts.DAYS);
    }
    if (!halfLifeFits) {
      error("half_life_days", "must be 0.1-365");
    }
    return daysFit && halfLifeFits ? Optional.of(new Window(days, halfLife)) : Optional.empty();
  }

  private double newShare(Placement placement, @Nullable Double share) {
    if (share != null && (placement == Placement.RERANK || placement == Placement.TRENDING)) {
      error("new_share", "belongs to the placements for_you, similar and cart");
    }
    double given = share == null ? Arrangement.DEFAULT_NEW_SHARE : share;
    if (!(given >= 0 && given <= 1)) {
      error("new_share", "must be 0-1");
      return Arrangement.DEFAULT_NEW_SHARE;
    }
    return given;
  }

  private int count(Placement placement, @Nullable Integer count, List<ItemId> candidates) {
    boolean rerank = placement == Placement.RERANK;
    int most = rerank ? Question.MAX_CANDIDATES : Question.MAX_COUNT;
    if (count == null) {
      return rerank ? Math.max(1, candidates.size()) : Question.DEFAULT_COUNT;
    }
    if (count < 1 || count > most) {
      error("count", "must be 1-" + most);
    }
    return count;
  }

  private <T> List<T> list(
      String field, @Nullable List<String> values, int most, Function<String, T> parse) {
    List<T> read = new ArrayList<>();
    List<String> given = atMost(field, values, most);
    for (int at = 0; at < given.size(); at++) {
      one(field + "[" + at + "]", given.get(at), parse).ifPresent(read::add);
    }
    return read;
  }

  private <T extends @Nullable Object> List<T> atMost(
      String field, @Nullable List<T> values, int most) {
    if (values != null && values.size() > most) {
      error(field, "must not have more than " + most + " entries");
      return List.of();
    }
    return values == null ? List.of() : values;
  }

  private <T> Optional<T> one(String field, @Nullable String value, Function<String, T> parse) {
    if (value == null) {
      if (field.endsWith("]")) {
        error(field, "must not be null");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(value));
    } catch (IllegalArgumentException wrong) {
      error(field, "is not valid: " + wrong.getMessage());
      return Optional.empty();
    }
  }

  private void error(String field, String message) {
    errors.add(new FieldError(field, message));
  }
}
