package io.waymark.model.content;

import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which attributes of items are told apart: the values of category, brand, tags and further
/// columns, as `brand=x`, and numbers by bands that hold about as many items each, as `price#3`.
/// Names and descriptions are not read. One more position, the last, is every item's.
///
/// @param tokens in order, none twice
/// @param bands of columns of numbers, the lower bounds of the second band and those after it
public record AttributeSpace(List<String> tokens, SortedMap<String, List<Double>> bands) {
  /// The most common are kept. What is learned of a space goes with its square.
  public static final int MOST_TOKENS = 255;

  /// What fewer items have says nothing of others.
  static final int LEAST_ITEMS = 3;

  private static final int BANDS = 8;
  private static final Set<String> UNREAD = Set.of("item_id", "name", "description");

  public AttributeSpace {
    tokens = List.copyOf(tokens);
    SortedMap<String, List<Double>> copied = new TreeMap<>();
    bands.forEach((column, bounds) -> copied.put(column, List.copyOf(bounds)));
    bands = Collections.unmodifiableSortedMap(copied);
    if (tokens.size() > MOST_TOKENS || new HashSet<>(tokens).size() != tokens.size()) {
      throw new IllegalArgumentException(
          "tokens must be at most " + MOST_TOKENS + " and none twice");
    }
  }

  /// The most common attributes of a catalogue.
  public static AttributeSpace of(Catalogue catalogue) {
    SortedMap<String, List<Double>> bands = new TreeMap<>();
    catalogue
        .attributes()
        .forEach(
            (column, kind) -> {
              if (kind == Catalogue.Kind.NUMBER && !UNREAD.contains(column)) {
                bands.put(column, bounds(catalogue, column));
              }
            });
    Map<String, Integer> counts = new HashMap<>();
    for (CatalogueItem item : catalogue.items()) {
      tokens(item, bands).forEach(token -> counts.merge(token, 1, Integer::sum));
    }
    List<String> common =
        counts.entrySet().stream()
            .filter(each -> each.getValue() >= LEAST_ITEMS && each.getValue() < catalogue.size())
            .sorted(
                Comparator.comparingInt((Map.Entry<String, Integer> each) -> -each.getValue())
                    .thenComparing(Map.Entry::getKey))
            .limit(MOST_TOKENS)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return new AttributeSpace(common, bands);
  }

  private static List<Double> bounds(Catalogue catalogue, String column) {
    double[] values =
        catalogue.items().stream()
            .map(item -> item.value(column))
            .flatMapToDouble(value -> number(value).stream())
            .sorted()
            .toArray();
    Set<Double> bounds = new TreeSet<>();
    for (int band = 1; band < BANDS && values.length > 0; band++) {
      double bound = values[band * values.length / BANDS];
      if (bound > values[0]) {
        bounds.add(bound);
      }
    }
    return List.copyOf(bounds);
  }

  private static OptionalDouble number(Object value) {
    return switch (value) {
      case Double number -> OptionalDouble.of(number);
      case String text when Catalogue.isNumber(text) -> OptionalDouble.of(Double.parseDouble(text));
      default -> OptionalDouble.empty();
    };
  }

  /// Sorted, so that sums over them do not depend on the order of a set.
  private static Set<String> tokens(CatalogueItem item, SortedMap<String, List<Double>> bands) {
    Set<String> tokens = new TreeSet<>();
    add(tokens, "category", item.category());
    add(tokens, "brand", item.brand());
    item.tags().forEach(tag -> add(tokens, "tags", tag));
    item.attributes()
        .forEach(
            (column, value) -> {
              if (!bands.containsKey(column)) {
                add(tokens, column, value);
              }
            });
    bands.forEach(
        (column, bounds) ->
            number(item.value(column))
                .ifPresent(
                    value ->
                        tokens.add(
                            column
                                + "#"
                                + bounds.stream().filter(bound -> value >= bound).count())));
    return tokens;
  }

  private static void add(Set<String> tokens, String column, String value) {
    if (!value.isEmpty()) {
      tokens.add(column + "=" + value);
    }
  }

  /// Positions that [#positions] can give.
  public int width() {
    return tokens.size() + 1;
  }

  /// What reads items quickly, many in a row.
  public Reader reader() {
    Map<String, Integer> positions = HashMap.newHashMap(tokens.size());
    tokens.forEach(token -> positions.put(token, positions.size()));
    return item -> {
      List<Integer> found = new ArrayList<>();
      for (String token : tokens(item, bands)) {
        Integer position = positions.get(token);
        if (position != null) {
          found.add(position);
        }
      }
      int[] all = Arrays.copyOf(ints(found), found.size() + 1);
      all[found.size()] = tokens.size();
      Arrays.sort(all);
      return all;
    };
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Reads items.
  public interface Reader {
    /// The positions of an item's attributes, rising; at least the one that is every item's.
    int[] positions(CatalogueItem item);
  }
}
