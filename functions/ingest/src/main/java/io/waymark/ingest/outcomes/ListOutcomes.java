package io.waymark.ingest.outcomes;

import io.waymark.interactions.HistoryRow;
import io.waymark.model.answers.RecommendationIds;
import io.waymark.model.answers.RecommendationIds.Named;
import io.waymark.model.outcomes.ListGroup;
import io.waymark.model.outcomes.ListOutcome;
import io.waymark.model.outcomes.Outcome;
import io.waymark.model.outcomes.OutcomeStore;
import io.waymark.tenancy.TenantId;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what became of lists. A row counts where it came event by event, is of a kind of
/// [Outcome], and brings back a name that this installation gave to an answer for the same tenant,
/// at most [#WITHIN] after that answer. All others say nothing, and are no mistake.
public final class ListOutcomes {
  /// So long after a list what happens may still be owed to it. Whatever comes later changes no
  /// figure of old days.
  static final Duration WITHIN = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(ListOutcomes.class);

  private final OutcomeStore store;
  private final Supplier<RecommendationIds> names;

  /// @param names asked once a row brings one back
  public ListOutcomes(OutcomeStore store, Supplier<RecommendationIds> names) {
    this.store = store;
    this.names = names;
  }

  /// Counts each row once however often it is given.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where not all could be counted
  public void count(List<HistoryRow> rows) {
    Map<TenantId, List<HistoryRow>> byTenant =
        rows.stream()
            .filter(row -> !row.archived())
            .filter(row -> row.interaction().details().recommendationId().isPresent())
            .collect(Collectors.groupingBy(HistoryRow::tenant));
    byTenant.forEach(
        (tenant, own) -> {
          List<ListOutcome> outcomes = own.stream().flatMap(row -> outcome(row).stream()).toList();
          if (!outcomes.isEmpty()) {
            int unmarked = store.count(tenant, outcomes);
            if (unmarked > 0) {
              LOG.info(
                  "{} of {} events of {} that tell of lists are not counted: their markers are gone, with an erased user or by time",
                  unmarked,
                  outcomes.size(),
                  tenant);
            }
          }
        });
  }

  private Optional<ListOutcome> outcome(HistoryRow row) {
    Optional<Outcome> kind = Outcome.ofType(row.interaction().type().value());
    return kind.isEmpty()
        ? Optional.empty()
        : row.interaction()
            .details()
            .recommendationId()
            .filter(RecommendationIds::mayBe) // before the key is needed
            .flatMap(name -> names.get().read(name))
            .filter(named -> named.tenant().equals(row.tenant()))
            .filter(named -> !row.time().isAfter(named.time().plus(WITHIN)))
            .map(named -> new ListOutcome(row.id(), groupOf(named), kind.orElseThrow()));
  }

  private static ListGroup groupOf(Named named) {
    return new ListGroup(
        LocalDate.ofInstant(named.time(), ZoneOffset.UTC), named.placement(), named.arm());
  }
}
