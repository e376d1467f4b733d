package io.waymark.auth.stores;

import io.waymark.auth.usage.CountedRequest;
import io.waymark.auth.usage.Grouping;
import io.waymark.auth.usage.UsageCounts;
import io.waymark.auth.usage.UsageStore;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// Requests in memory.
public final class InMemoryUsageStore implements UsageStore {
  private final Map<TenantId, Map<UUID, CountedRequest>> kept = new ConcurrentHashMap<>();

  @Override
  public int add(TenantId tenant, List<CountedRequest> requests) {
    Map<UUID, CountedRequest> own = kept.computeIfAbsent(tenant, _ -> new ConcurrentHashMap<>());
    return (int) requests.stream().filter(each -> own.putIfAbsent(each.id(), each) == null).count();
  }

  @Override
  public UsageCounts count(TenantId tenant, Instant from, Instant to, Grouping by) {
    List<CountedRequest> within =
        kept.getOrDefault(tenant, Map.of()).values().stream()
            .filter(each -> !each.at().isBefore(from) && each.at().isBefore(to))
            .toList();
    TreeMap<String, List<CountedRequest>> groups =
        within.stream()
            .collect(
                Collectors.groupingBy(each -> name(each, by), TreeMap::new, Collectors.toList()));
    return new UsageCounts(
        groups.entrySet().stream()
            .map(each -> new UsageCounts.Group(each.getKey(), count(each.getValue())))
            .toList(),
        count(within));
  }

  private static String name(CountedRequest request, Grouping by) {
    return switch (by) {
      case HOUR -> request.at().truncatedTo(ChronoUnit.HOURS).toString();
      case DAY -> request.at().toString().substring(0, "2026-03-01".length());
      case ENDPOINT -> request.route().method() + " " + request.route().endpoint();
      case KEY -> request.apiKey().map(UUID::toString).orElse("");
    };
  }

  private static UsageCounts.Count count(List<CountedRequest> requests) {
    return new UsageCounts.Count(
        requests.size(),
        requests.stream().filter(each -> each.answer().status() / 100 == 4).count(),
        requests.stream().filter(each -> each.answer().status() / 100 == 5).count(),
        new UsageCounts.Latency(latency(requests, 0.5), latency(requests, 0.95)),
        new CountedRequest.Size(
            sum(requests, each -> each.size().request()),
            sum(requests, each -> each.size().response())));
  }

  private static int latency(List<CountedRequest> requests, double part) {
    int[] sorted = requests.stream().mapToInt(each -> each.answer().latencyMs()).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1];
  }

  private static long sum(List<CountedRequest> requests, ToLongFunction<CountedRequest> of) {
    return requests.stream().mapToLong(of).sum();
  }
}
