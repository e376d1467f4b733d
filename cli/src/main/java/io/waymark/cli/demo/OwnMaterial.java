package io.waymark.cli.demo;

import io.waymark.files.InteractionFile;
import io.waymark.files.Refusal;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The caller's own files. They are uploaded as they are; reading them here only finds a user to
/// show: one whose history is as long as most.
final class OwnMaterial {
  private static final int SHORTEST_HISTORY = 5;
  private static final int SHOWN = 5;
  private static final int CANDIDATES = 200;

  private OwnMaterial() {}

  /// @throws StepException where the file is none of interactions
  static Material of(Path interactions, Optional<Path> items, Clock clock) {
    Map<String, Integer> users = new HashMap<>();
    Map<String, Integer> byItem = new HashMap<>();
    read(
        interactions,
        clock,
        row -> {
          users.merge(row.user().value(), 1, Integer::sum);
          byItem.merge(row.item().value(), 1, Integer::sum);
        });
    if (users.isEmpty()) {
      throw new StepException(interactions + " has no row that is an interaction");
    }
    String user = middling(users);
    List<Interaction> own = new ArrayList<>();
    read(
        interactions,
        clock,
        row -> {
          if (row.user().value().equals(user)) {
            own.add(row);
          }
        });
    own.sort(Comparator.comparing(row -> row.timestamp().orElse(Instant.MIN)));
    Set<String> met = new HashSet<>();
    own.forEach(row -> met.add(row.item().value()));
    List<String> purchases =
        byItem.entrySet().stream()
            .filter(item -> !met.contains(item.getKey()))
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(CANDIDATES)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, String> names = items.map(ItemNames::read).orElse(Map.of());
    return new Material(interactions, items, user, taste(user, own, names), purchases, names);
  }

  private static void read(Path file, Clock clock, Consumer<Interaction> each) {
    Optional<Refusal> refusal =
        InteractionFile.read(
            file,
            new InteractionParser(clock),
            row -> {
              if (row instanceof InteractionFile.Outcome.Accepted good) {
                each.accept(good.interaction());
              }
            });
    if (refusal.isPresent()) {
      throw new StepException(file + " " + refusal.orElseThrow().message());
    }
  }

  /// The user in the middle of those with a history worth showing.
  private static String middling(Map<String, Integer> users) {
    List<String> worth =
        users.keySet().stream()
            .filter(user -> users.getOrDefault(user, 0) >= SHORTEST_HISTORY)
            .toList();
    return (worth.isEmpty() ? List.copyOf(users.keySet()) : worth)
        .stream()
            .sorted(
                Comparator.<String>comparingInt(user -> users.getOrDefault(user, 0))
                    .thenComparing(Comparator.naturalOrder()))
            .skip((worth.isEmpty() ? users.size() : worth.size()) / 2)
            .findFirst()
            .orElseThrow();
  }

  private static List<String> taste(String user, List<Interaction> own, Map<String, String> names) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s has %s interactions in the file, a middling number; the newest:"
            .formatted(user, Screen.count(own.size())));
    own.reversed().stream()
        .limit(SHOWN)
        .forEach(
            row -> {
              String item = row.item().value();
              lines.add("  %-9s %s".formatted(row.type(), names.getOrDefault(item, item)));
            });
    return lines;
  }
}
