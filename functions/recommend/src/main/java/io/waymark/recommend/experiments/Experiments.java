package io.waymark.recommend.experiments;

import io.waymark.edge.SourceAddress;
import io.waymark.edge.notes.AuditNote;
import io.waymark.model.ModelName;
import io.waymark.model.registry.ActiveModel;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Begins, changes and ends experiments. A plan that compares the same as the one that runs changes
/// its shares; any other begins a new one in its place.
public final class Experiments {
  /// That a tenant begins in a day, in UTC: so that of two days and a minute no two have the same
  /// code in the names of their answers, by which lists are counted.
  static final int MOST_IN_A_DAY = 15;

  private final ExperimentStore store;
  private final ModelRegistry registry;
  private final RunningExperiments running;
  private final Clock clock;

  public Experiments(
      ExperimentStore store, ModelRegistry registry, RunningExperiments running, Clock clock) {
    this.store = store;
    this.registry = registry;
    this.running = running;
    this.clock = clock;
  }

  /// Who asks, and from where.
  public record Author(Principal who, SourceAddress from) {}

  /// What a request came to.
  public sealed interface Change {
    /// This holds now; so it did before, where the same was asked for.
    record Done(ExperimentState state) implements Change {}

    /// Somebody else changed it since.
    record Overtaken() implements Change {}

    /// Models of the plan that cannot answer, as they are named in it.
    record NotActive(List<ModelName> models) implements Change {}

    /// Shares of this experiment cannot be changed once more.
    record WornOut() implements Change {}

    /// No more begin before the next day.
    record TooMany() implements Change {}
  }

  public ExperimentState find(TenantId tenant) {
    return store.find(tenant);
  }

  /// Has what is planned run, and nothing else.
  ///
  /// @param plan empty for nothing
  /// @param revision that the author saw, where it matters to the author
  public Change set(Author author, Optional<Plan> plan, OptionalLong revision) {
    TenantId tenant = author.who().tenant();
    ExperimentState now = store.find(tenant);
    if (now.running().map(Experiment::plan).equals(plan)) {
      return new Change.Done(now);
    }
    if (revision.isPresent() && revision.getAsLong() != now.revision()) {
      return new Change.Overtaken();
    }
    List<ModelName> missing =
        plan.stream()
            .flatMap(each -> each.arms().stream())
            .map(Arm::model)
            .distinct()
            .filter(model -> !answers(tenant, model))
            .toList();
    if (!missing.isEmpty()) {
      return new Change.NotActive(missing);
    }
    boolean begins =
        plan.isPresent()
            && now.running().filter(each -> each.plan().comparesAs(plan.orElseThrow())).isEmpty();
    if (begins && begunToday(tenant) >= MOST_IN_A_DAY) {
      return new Change.TooMany();
    }
    Optional<ExperimentState> next =
        plan.isEmpty()
            ? Optional.of(new ExperimentState(Optional.empty(), now.began(), now.revision() + 1))
            : with(now, plan.orElseThrow(), author.who().subject());
    return next.isEmpty() ? new Change.WornOut() : replace(author, now, next.orElseThrow());
  }

  private long begunToday(TenantId tenant) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return store.begun(tenant).stream()
        .filter(each -> LocalDate.ofInstant(each.startedAt(), ZoneOffset.UTC).equals(today))
        .count();
  }

  private Optional<ExperimentState> with(ExperimentState now, Plan plan, String author) {
    Optional<Experiment> same = now.running().filter(each -> each.plan().comparesAs(plan));
    if (same.isPresent()) {
      Experiment before = same.orElseThrow();
      return before
          .split()
          .with(plan.shares())
          .map(
              split ->
                  new Experiment(
                      before.number(), plan, split, before.startedAt(), before.startedBy()))
          .map(after -> new ExperimentState(Optional.of(after), now.began(), now.revision() + 1));
    }
    Instant time = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    int number = now.began() + 1;
    return Optional.of(
        new ExperimentState(
            Optional.of(new Experiment(number, plan, Split.of(plan.shares()), time, author)),
            number,
            now.revision() + 1));
  }

  private Change replace(Author author, ExperimentState before, ExperimentState next) {
    TenantId tenant = author.who().tenant();
    AuditNote note =
        AuditNote.of(
            author.who(),
            author.from(),
            clock.instant(),
            "experiment.changed",
            "experiment",
            texts(before),
            texts(next));
    if (!store.replace(tenant, next, note)) {
      return new Change.Overtaken();
    }
    running.askAgain(tenant);
    return new Change.Done(next);
  }

  private static Map<String, String> texts(ExperimentState state) {
    Map<String, String> texts = new TreeMap<>();
    state
        .running()
        .ifPresent(
            each -> {
              texts.put("name", each.name());
              each.plan()
                  .arms()
                  .forEach(arm -> texts.put("arm " + arm.name(), arm.model() + " " + arm.share()));
            });
    return texts;
  }

  private boolean answers(TenantId tenant, ModelName model) {
    return registry
        .active(tenant, model)
        .map(ActiveModel::version)
        .flatMap(version -> registry.find(tenant, model, version))
        .filter(found -> !found.signature().isPredictor())
        .isPresent();
  }
}
