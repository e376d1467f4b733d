package io.waymark.eventsource.simulator;

import io.waymark.eventsource.simulator.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What became of everything that was accepted, as the stores saw it; judged when nothing happens
/// any more.
public final class Ledger {
  private final List<Item> accepted = new ArrayList<>();
  private final List<Applied> applied = new ArrayList<>();
  private final Set<String> quarantined = new HashSet<>();
  private final Set<String> onFailure = new HashSet<>();
  private final Set<String> leases = new TreeSet<>();

  private record Applied(String tenant, String event, String content) {
    String tenantEvent() {
      return tenant + " " + event;
    }
  }

  /// How much must be applied.
  public enum Rule {
    /// Everything.
    EVERY,
    /// The last of each key; what is older may be left out.
    NEWEST
  }

  public void accepted(Item item) {
    accepted.add(item);
  }

  /// A tenant has the effect of an event, of this content.
  public void applied(String tenant, String event, String content) {
    applied.add(new Applied(tenant, event, content));
  }

  /// A record is kept as one that can never be applied.
  public void quarantined(String eventRecord) {
    quarantined.add(eventRecord);
  }

  public void onFailure(String eventRecord) {
    onFailure.add(eventRecord);
  }

  public void leased(String name) {
    leases.add(name);
  }

  public void released(String name) {
    leases.remove(name);
  }

  /// How many records stand where. On the on-failure destination counts what is nowhere else.
  public Balance balance() {
    Set<String> done = new HashSet<>();
    applied.forEach(each -> done.add(each.tenantEvent()));
    Set<String> counted = new HashSet<>();
    long duplicates = 0;
    long rejected = 0;
    long givenUp = 0;
    for (Item item : accepted) {
      if (quarantined.contains(item.record())) {
        rejected++;
      } else if (done.contains(item.tenantEvent())) {
        duplicates += counted.add(item.tenantEvent()) ? 0 : 1;
      } else if (onFailure.contains(item.record())) {
        givenUp++;
      }
    }
    return new Balance(accepted.size(), applied.size(), duplicates, rejected, givenUp);
  }

  /// Everything that is wrong; empty where all is well.
  public List<Violation> judge(Rule rule) {
    List<Violation> violations = new ArrayList<>();
    Map<String, List<Integer>> places = new HashMap<>();
    Map<String, Item> byContent = new HashMap<>();
    for (int at = 0; at < accepted.size(); at++) {
      Item item = accepted.get(at);
      places.computeIfAbsent(item.tenantEvent(), _ -> new ArrayList<>()).add(at);
      byContent.put(item.content(), item);
    }
    judgeApplied(violations, places, byContent);
    judgeAccepted(violations, rule);
    leases.forEach(each -> violations.add(new Violation(Kind.LEASE_LEFT, each)));
    return violations;
  }

  private void judgeApplied(
      List<Violation> violations, Map<String, List<Integer>> places, Map<String, Item> byContent) {
    Set<String> once = new HashSet<>();
    Map<String, Integer> lastOfKey = new HashMap<>();
    for (Applied each : applied) {
      Item source = byContent.get(each.content());
      List<Integer> sent =
          places.getOrDefault(each.tenantEvent(), List.of()).stream()
              .filter(at -> accepted.get(at).content().equals(each.content()))
              .toList();
      if (source != null && !source.tenant().equals(each.tenant())) {
        violations.add(
            new Violation(Kind.CROSSED_TENANTS, each + " is of tenant " + source.tenant()));
      } else if (source == null || sent.isEmpty()) {
        violations.add(new Violation(Kind.INVENTED, each.toString()));
      } else if (!once.add(each.tenantEvent())) {
        violations.add(new Violation(Kind.APPLIED_TWICE, each.toString()));
      } else {
        String key = source.tenant() + " " + source.key();
        int last = lastOfKey.getOrDefault(key, -1);
        int place = sent.stream().filter(at -> at > last).findFirst().orElse(-1);
        if (sent.stream().anyMatch(at -> onFailure.contains(accepted.get(at).record()))) {
          continue; // given up, it lost its place; what was under way may still have come
        }
        if (place < 0) {
          violations.add(new Violation(Kind.OUT_OF_ORDER, each + " after " + accepted.get(last)));
        } else {
          lastOfKey.put(key, place);
        }
      }
    }
  }

  private void judgeAccepted(List<Violation> violations, Rule rule) {
    Set<String> done = new HashSet<>();
    applied.forEach(each -> done.add(each.tenantEvent()));
    Map<String, Item> newest = new LinkedHashMap<>();
    accepted.forEach(each -> newest.put(each.tenant() + " " + each.key(), each));
    Set<String> mayBeDone = new HashSet<>();
    accepted.stream()
        .filter(each -> !quarantined.contains(each.record()))
        .forEach(each -> mayBeDone.add(each.tenantEvent()));
    for (Item item : accepted) {
      boolean there = done.contains(item.tenantEvent());
      boolean aside = quarantined.contains(item.record());
      if (there && aside && !mayBeDone.contains(item.tenantEvent())) {
        violations.add(new Violation(Kind.IN_TWO_PLACES, item.toString()));
      } else if (!there && !aside && !onFailure.contains(item.record())) {
        Item last = newest.getOrDefault(item.tenant() + " " + item.key(), item);
        if (rule == Rule.EVERY || last.equals(item)) {
          violations.add(new Violation(Kind.LOST, item.toString()));
        }
      }
    }
  }
}
