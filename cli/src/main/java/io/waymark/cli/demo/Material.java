package io.waymark.cli.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the story is told with.
///
/// @param items the catalogue's file; without one, answers name items by their ids
/// @param user whose list is shown
/// @param taste what is known of the user, in lines to read
/// @param purchases candidates for what the user buys, best first, none of them met before
/// @param names of items, as far as known
record Material(
    Path interactions,
    Optional<Path> items,
    String user,
    List<String> taste,
    List<String> purchases,
    Map<String, String> names) {
  Material {
    taste = List.copyOf(taste);
    purchases = List.copyOf(purchases);
    names = Map.copyOf(names);
  }

  String name(String item) {
    return names.getOrDefault(item, item);
  }
}
