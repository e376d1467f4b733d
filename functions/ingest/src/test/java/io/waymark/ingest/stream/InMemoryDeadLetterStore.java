package io.waymark.ingest.stream;

import io.waymark.tenancy.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps dead letters in this process.
public final class InMemoryDeadLetterStore implements DeadLetterStore {
  private final Map<String, Map.Entry<TenantId, DeadLetter>> letters = new LinkedHashMap<>();

  @Override
  public synchronized void keep(TenantId tenant, DeadLetter letter) {
    letters.put(tenant + " " + letter.eventId(), Map.entry(tenant, letter));
  }

  public synchronized long count() {
    return letters.size();
  }

  public synchronized List<DeadLetter> letters(TenantId tenant) {
    return letters.values().stream()
        .filter(entry -> entry.getKey().equals(tenant))
        .map(Map.Entry::getValue)
        .toList();
  }
}
