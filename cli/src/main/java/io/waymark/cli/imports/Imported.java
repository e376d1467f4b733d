package io.waymark.cli.imports;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What an import came to.
///
/// @param files what was read of each, in their order
/// @param items how many different ones the rows of items were about
/// @param refusedByReason each refused row under its first reason
/// @param types rows of interactions by their type
/// @param leftOut rows in which a field had a value that has no place with us
/// @param interactions files to be uploaded, or trained from
/// @param catalogue the file of items, where there are any
public record Imported(
    List<Read> files,
    long items,
    SortedMap<String, Long> refusedByReason,
    SortedMap<String, Long> types,
    SortedMap<String, Long> leftOut,
    List<Path> interactions,
    Optional<Path> catalogue) {
  public Imported {
    files = List.copyOf(files);
    interactions = List.copyOf(interactions);
  }

  /// Of one file: each row is an event, about an item, or refused.
  public record Read(Path path, long events, long itemRows, long refused) {
    public long rows() {
      return events + itemRows + refused;
    }
  }

  /// All files together.
  public Read all() {
    return files.stream()
        .reduce(
            new Read(Path.of("all"), 0, 0, 0),
            (left, right) ->
                new Read(
                    left.path(),
                    left.events() + right.events(),
                    left.itemRows() + right.itemRows(),
                    left.refused() + right.refused()));
  }
}
