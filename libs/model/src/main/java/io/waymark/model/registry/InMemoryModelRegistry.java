package io.waymark.model.registry;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A registry of this process alone.
public final class InMemoryModelRegistry implements ModelRegistry {
  private record Line(TenantId tenant, ModelName name) {}

  private record Examined(Line line, ModelVersion version) {}

  private final Map<Line, TreeMap<ModelVersion, RegisteredModel>> models = new HashMap<>();
  private final Map<Line, ActiveModel> active = new HashMap<>();
  private final Map<Examined, Examiner> examiners = new HashMap<>();

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
      TenantId tenant, ModelName name, ModelVersion version, Instant now) {
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
    ActiveModel next =
        known
            .map(before -> before.followedBy(version, now))
            .orElseGet(() -> new ActiveModel(version, now, List.of()));
    active.put(new Line(tenant, name), next);
    return new Activation.Activated(next, known.map(ActiveModel::version));
  }

  @Override
  public synchronized Activation rollback(TenantId tenant, ModelName name, Instant now) {
    Optional<ActiveModel> known = active(tenant, name);
    if (known.isEmpty()) {
      return new Activation.Unknown();
    }
    Optional<ActiveModel> back = known.orElseThrow().rolledBack(now);
    if (back.isEmpty()) {
      return new Activation.NothingBefore();
    }
    active.put(new Line(tenant, name), back.orElseThrow());
    return new Activation.Activated(back.orElseThrow(), known.map(ActiveModel::version));
  }
}
