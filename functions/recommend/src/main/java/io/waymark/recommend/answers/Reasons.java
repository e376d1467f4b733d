package io.waymark.recommend.answers;

import io.waymark.interactions.InteractionType;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.tenancy.ItemId;
import java.util.Map;
import java.util.Optional;

/// Sentences to show, with the names of a tenant's own catalogue.
final class Reasons {
  static final String POPULAR = "Popular right now";
  static final String NEW = "New in the catalogue";
  static final String MODEL = "Recommended for you";

  private static final Map<InteractionType, String> DONE =
      Map.of(
          InteractionType.VIEW, "viewed",
          InteractionType.CLICK, "looked at",
          InteractionType.CART, "put %s into your cart",
          InteractionType.PURCHASE, "bought",
          InteractionType.LIKE, "liked",
          InteractionType.RATING, "rated");

  private Reasons() {}

  static String because(Optional<InteractionType> type, ItemId item, Catalogue catalogue) {
    String done = type.map(each -> DONE.getOrDefault(each, "")).orElse("");
    String name = name(item, catalogue);
    if (done.isEmpty()) {
      return "Because of your interest in " + name;
    }
    return "Because you " + (done.contains("%s") ? done.replace("%s", name) : done + " " + name);
  }

  static String similarTo(ItemId item, Catalogue catalogue) {
    return "Similar to " + name(item, catalogue);
  }

  static String lookingAt(ItemId item, Catalogue catalogue) {
    return "Because you are looking at " + name(item, catalogue);
  }

  private static String name(ItemId item, Catalogue catalogue) {
    return catalogue
        .find(item)
        .map(CatalogueItem::name)
        .filter(name -> !name.isEmpty())
        .orElse(item.value());
  }
}
