package io.waymark.model.registry;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// A registry of this process alone.
public final class InMemoryModelRegistry implements ModelRegistry {
  private record Line(TenantId tenant, ModelName name) {}

  private record Examined(Line line, ModelVersion version) {}

  private final Map<Line, TreeMap<ModelVersion, RegisteredModel>> models = new HashMap<>();
  private final Map<Line, ActiveModel> active = new HashMap<>();
  private final Map<Examined, Examiner> examiners = new HashMap<>();
  private final List<Along> along = new ArrayList<>();

  @Override
  public synchronized void register(TenantId tenant, RegisteredModel model) {
    models
        .computeIfAbsent(new Line(tenant, model.name()), _ -> new TreeMap<>())
        .putIfAbsent(model.version(), model);
  }

  @Override
  public synchronized Optional<RegisteredModel> claim(
      TenantId tenant, ModelName name, ModelVersion version, Examiner examiner, Instant now) {
    Examined examined = new Examined(new Line(tenant, name), version);
    Optional<RegisteredModel> open =
        find(tenant, name, version)
            .filter(known -> !known.standing().isFinal())
            .filter(
                _ ->
                    Optional.ofNullable(examiners.get(examined))
                        .filter(other -> other.until().isAfter(now))
                        .isEmpty());
    open.ifPresent(_ -> examiners.put(examined, examiner));
    return open;
  }

  @Override
  public synchronized void release(
      TenantId tenant, ModelName name, ModelVersion version, Examiner examiner) {
    boolean _ = examiners.remove(new Examined(new Line(tenant, name), version), examiner);
  }

  @Override
  public synchronized boolean advance(TenantId tenant, RegisteredModel model, Examiner examiner) {
    Examined examined = new Examined(new Line(tenant, model.name()), model.version());
    return find(tenant, model.name(), model.version())
        .filter(known -> !known.standing().isFinal())
        .filter(_ -> examiner.equals(examiners.get(examined)))
        .map(
            _ ->
                models
                    .getOrDefault(new Line(tenant, model.name()), new TreeMap<>())
                    .put(model.version(), model))
        .isPresent();
  }

  @Override
  public synchronized List<ModelName> names(TenantId tenant) {
    return models.keySet().stream()
        .filter(line -> line.tenant().equals(tenant))
        .map(Line::name)
        .sorted()
        .toList();
  }

  @Override
  public synchronized List<RegisteredModel> versions(TenantId tenant, ModelName name) {
    return List.copyOf(
        models.getOrDefault(new Line(tenant, name), new TreeMap<>()).descendingMap().values());
  }

  @Override
  public synchronized Optional<RegisteredModel> find(
      TenantId tenant, ModelName name, ModelVersion version) {
    return Optional.ofNullable(
        models.getOrDefault(new Line(tenant, name), new TreeMap<>()).get(version));
  }

  @Override
  public synchronized Optional<ActiveModel> active(TenantId tenant, ModelName name) {
    return Optional.ofNullable(active.get(new Line(tenant, name)));
  }

  @Override
  public synchronized Activation activate(
      TenantId tenant, ModelName name, ModelVersion version, Activating how) {
    Optional<RegisteredModel> found = find(tenant, name, version);
    if (found.isEmpty()) {
      return new Activation.Unknown();
    }
    if (!found.orElseThrow().standing().isReady()) {
      return new Activation.NotReady(found.orElseThrow().standing());
    }
    Optional<ActiveModel> known = active(tenant, name);
    if (known.isPresent() && known.orElseThrow().version().equals(version)) {
      return new Activation.AlreadyActive(known.orElseThrow());
    }
    Optional<String> objection =
        how.gate().objection(tenant, found.orElseThrow(), known.map(ActiveModel::version));
    if (objection.isPresent() && !how.forced()) {
      return new Activation.Held(objection.orElseThrow());
    }
    Instant now = how.deed().at();
    ActiveModel next =
        known
            .map(before -> before.followedBy(version, now))
            .orElseGet(() -> new ActiveModel(version, now, List.of()));
    return replace(
        tenant,
        name,
        new Activation.Activated(next, known.map(ActiveModel::version), objection),
        how.deed(),
        how.along());
  }

  private Activation replace(
      TenantId tenant,
      ModelName name,
      Activation.Activated activated,
      Deed deed,
      Function<Activation.Activated, List<Along>> further) {
    Line line = new Line(tenant, name);
    active.put(line, activated.active());
    models
        .getOrDefault(line, new TreeMap<>())
        .computeIfPresent(activated.active().version(), (_, known) -> known.activated(deed));
    along.addAll(further.apply(activated));
    return activated;
  }

  /// All that was written along with changes of what is active.
  public synchronized List<Along> along() {
    return List.copyOf(along);
  }

  @Override
  public synchronized Activation rollback(
      TenantId tenant,
      ModelName name,
      Deed deed,
      Function<Activation.Activated, List<Along>> further) {
    Optional<ActiveModel> known = active(tenant, name);
    if (known.isEmpty()) {
      return new Activation.Unknown();
    }
    Optional<ActiveModel> back = known.orElseThrow().rolledBack(deed.at());
    if (back.isEmpty()) {
      return new Activation.NothingBefore();
    }
    return replace(
        tenant,
        name,
        new Activation.Activated(
            back.orElseThrow(), known.map(ActiveModel::version), Optional.empty()),
        deed,
        further);
  }
}
