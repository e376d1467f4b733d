package io.waymark.recommend.answers;

import io.waymark.interactions.InteractionType;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.tenancy.ItemId;
import java.util.Map;
import java.util.Optional;

/// Sentences to show, with the names of a tenant's own catalogue.
///
/// @param taste of the user or guest who is answered
record Reasons(Question question, Taste taste, Catalogue catalogue) {
  static final String FEATURED = "Featured";

  private static final Map<InteractionType, String> DONE =
      Map.of(
          InteractionType.VIEW, "viewed",
          InteractionType.CLICK, "looked at",
          InteractionType.CART, "put %s into your cart",
          InteractionType.PURCHASE, "bought",
          InteractionType.LIKE, "liked",
          InteractionType.RATING, "rated");

  String of(Candidate candidate) {
    return switch (candidate.source()) {
      case MODEL, SESSION, SIMILAR ->
          candidate.because().map(this::because).orElse("Recommended for you");
      case TRENDING -> "Popular right now";
      case NEW ->
          candidate.because().map(item -> "New, and like " + name(item)).orElse("New for you");
      case LATEST -> "New in the catalogue";
      case GIVEN -> "More to discover";
      case PINNED -> FEATURED;
    };
  }

  private String because(ItemId item) {
    String name = name(item);
    return switch (question.placement()) {
      case SIMILAR -> "Similar to " + name;
      case CART -> "Goes with " + name;
      case FOR_YOU, RERANK, TRENDING ->
          question.taste().contains(item)
              ? "Because you are looking at " + name
              : becauseOfThePast(taste.typeOf(item), name);
    };
  }

  private static String becauseOfThePast(Optional<InteractionType> type, String name) {
    String done = type.map(each -> DONE.getOrDefault(each, "")).orElse("");
    if (done.isEmpty()) {
      return "Because of your interest in " + name;
    }
    return "Because you " + (done.contains("%s") ? done.replace("%s", name) : done + " " + name);
  }

  private String name(ItemId item) {
    return catalogue
        .find(item)
        .map(CatalogueItem::name)
        .filter(name -> !name.isEmpty())
        .orElse(item.value());
  }
}
