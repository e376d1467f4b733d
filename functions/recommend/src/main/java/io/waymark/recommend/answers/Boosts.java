package io.waymark.recommend.answers;

import io.waymark.model.ItemIndex;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.recommend.answers.Question.Boost;
import io.waymark.recommend.catalogue.Offer;
import io.waymark.tenancy.ItemId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The boosts of a question over one catalogue.
record Boosts(Catalogue catalogue, List<Rule> rules) {
  Boosts {
    rules = List.copyOf(rules);
  }

  /// One boost, and the positions of the catalogue that it raises or lowers; nobody changes them.
  record Rule(Boost boost, BitSet positions) {
    boolean hits(int position) {
      return position != ItemIndex.ABSENT && positions.get(position);
    }
  }

  /// What reading the boosts came to.
  sealed interface Read {
    record Usable(Boosts boosts) implements Read {}

    /// One filter is none.
    record Refused(String field, String message) implements Read {}
  }

  static Read over(Offer offer, List<Boost> boosts) {
    List<Rule> rules = new ArrayList<>();
    for (Boost boost : boosts) {
      switch (offer.filtered(boost.filter())) {
        case Offer.Filtered.Matching(BitSet positions) -> rules.add(new Rule(boost, positions));
        case Offer.Filtered.Refused(String message) -> {
          return new Read.Refused("boosts[" + rules.size() + "].filter", message);
        }
      }
    }
    return new Read.Usable(new Boosts(offer.catalogue(), rules));
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  /// Those whose filter the item matches.
  List<Boost> hitting(ItemId item) {
    int position = catalogue.position(item);
    return rules.stream().filter(rule -> rule.hits(position)).map(Rule::boost).toList();
  }

  boolean touch(ItemId item) {
    int position = catalogue.position(item);
    return rules.stream().anyMatch(rule -> rule.hits(position));
  }

  /// The product of the factors whose filters the item matches.
  double factor(ItemId item) {
    int position = catalogue.position(item);
    double factor = 1;
    for (Rule rule : rules) {
      factor *= rule.hits(position) ? rule.boost().factor() : 1;
    }
    return factor;
  }
}
