package io.waymark.recommend.answers;

import io.waymark.interactions.InteractionType;
import io.waymark.model.ModelName;
import io.waymark.model.answers.Placement;
import io.waymark.recommend.models.LoadedModel;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a caller asks.
///
/// @param user whose history counts; empty for a guest
/// @param taste the items the question itself names: seeds of `similar` and `cart`, a session
/// @param limits what must not come
/// @param arrangement how what may come is to be ordered
/// @param window of `trending`
/// @param model that is asked for by its name; else an experiment may choose
public record Question(
    Placement placement,
    Page page,
    Optional<UserId> user,
    List<ItemId> taste,
    Limits limits,
    Arrangement arrangement,
    Optional<LoadedModel.Window> window,
    Optional<ModelName> model) {
  public static final int DEFAULT_COUNT = 10;
  public static final int MAX_COUNT = 100;
  public static final int MAX_CANDIDATES = 1_000;

  public Question {
    taste = List.copyOf(taste);
  }

  /// What is asked of the usual model for somebody of whom no more is known than who it is.
  static Question forYou(UserId user, int count) {
    return new Question(
        Placement.FOR_YOU,
        new Page(count, false),
        Optional.of(user),
        List.of(),
        new Limits("", Set.of(), Set.of(), List.of()),
        new Arrangement(
            List.of(), List.of(), new Spread(0, Spread.BY), Arrangement.DEFAULT_NEW_SHARE),
        Optional.empty(),
        Optional.of(ModelName.DEFAULT));
  }

  /// Whether an experiment may choose the model: of a list for a user, or about items for one,
  /// where the request names none.
  boolean isOpenToExperiments() {
    return model.isEmpty() && user.isPresent() && placement != Placement.TRENDING;
  }

  /// How the answer is to look.
  ///
  /// @param explain whether each slot says how it came to its place
  public record Page(int count, boolean explain) {
    public Page {
      if (count < 1 || count > MAX_CANDIDATES) {
        throw new IllegalArgumentException("count must be 1-" + MAX_CANDIDATES);
      }
    }
  }

  /// Bounds of an answer.
  ///
  /// @param filter over the catalogue's attributes; empty for none
  /// @param interacted ways in which the user must not have met an item
  /// @param candidates of `rerank`: these alone come, each of them once
  public record Limits(
      String filter,
      Set<ItemId> excluded,
      Set<InteractionType> interacted,
      List<ItemId> candidates) {
    public Limits {
      excluded = Set.copyOf(excluded);
      interacted = Set.copyOf(interacted);
      candidates = List.copyOf(candidates);
    }
  }

  /// What the caller wants changed about the order.
  ///
  /// @param newShare of the places that go to items nobody met yet, from 0 to 1
  public record Arrangement(List<Boost> boosts, List<Pin> pins, Spread spread, double newShare) {
    /// The last place of ten: enough for a new item to be met, too low to be in the way.
    public static final double DEFAULT_NEW_SHARE = 0.1;

    public Arrangement {
      if (!(newShare >= 0 && newShare <= 1)) {
        throw new IllegalArgumentException("newShare must be 0-1");
      }
      boosts = List.copyOf(boosts);
      pins = List.copyOf(pins);
    }
  }

  /// How much the list is to be spread, from 0 to 1, over the values of which attribute.
  public record Spread(double strength, String by) {
    public static final String BY = "category";

    public Spread {
      if (!(strength >= 0 && strength <= 1)) {
        throw new IllegalArgumentException("strength must be 0-1");
      }
    }
  }

  /// Multiplies the scores of what matches.
  public record Boost(String filter, double factor) {
    public static final int MOST = 10;
    public static final double LEAST_FACTOR = 0.01;
    public static final double MOST_FACTOR = 100;

    public Boost {
      if (!(factor >= LEAST_FACTOR && factor <= MOST_FACTOR)) {
        throw new IllegalArgumentException("factor must be 0.01-100");
      }
    }
  }

  /// Holds a place for an item, if the question's limits let it come.
  ///
  /// @param position from 1, over all pages
  public record Pin(ItemId item, int position) {
    public static final int MOST = 100;
    public static final int MOST_POSITION = 1_000;

    public Pin {
      if (position < 1 || position > MOST_POSITION) {
        throw new IllegalArgumentException("position must be 1-1000");
      }
    }
  }
}
