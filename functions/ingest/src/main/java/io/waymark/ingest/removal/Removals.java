package io.waymark.ingest.removal;

import io.waymark.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Removes what is stored of a deleted tenant, part by part, each noted before the next begins: a
/// call that breaks off anywhere is made up for by the next one.
public final class Removals {
  private final ProgressStore progress;
  private final List<NamedPlace> places;

  Removals(ProgressStore progress, List<NamedPlace> places) {
    this.progress = progress;
    this.places = List.copyOf(places);
  }

  /// What was removed so far.
  ///
  /// @param complete whether every place was gone through
  /// @param removed rows and objects by place, of all calls of the run; a little less than there
  ///   were where a call broke off between a part and its note
  public record Removed(boolean complete, Map<String, Long> removed) {
    public Removed {
      removed = Map.copyOf(removed);
    }
  }

  /// Goes on until all is removed or no time is left; one part is removed in any case.
  ///
  /// @param run which deletion of the tenant this is: another than before begins anew
  /// @param look the first or the second: once what was on its way has arrived, all is gone through
  ///   again
  public Removed remove(TenantId tenant, String run, int look, Supplier<Duration> left) {
    Progress now =
        progress.find(tenant).map(known -> known.of(run, look)).orElse(Progress.begin(run, look));
    // Before anything goes: what comes from now on is refused, or found by the second look.
    progress.put(tenant, now);
    while (now.place() < places.size()) {
      NamedPlace at = places.get(now.place());
      now = now.with(at.name(), at.place().remove(tenant, now.after()));
      progress.put(tenant, now);
      if (!left.get().isPositive()) {
        break;
      }
    }
    return new Removed(now.place() >= places.size(), now.removed());
  }
}
