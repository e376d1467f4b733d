package io.waymark.recommend.lists;

import io.waymark.interactions.UserRows;
import io.waymark.model.ModelVersion;
import io.waymark.model.lists.ListPart;
import io.waymark.model.lists.ListSpan;
import io.waymark.recommend.answers.PersonalList;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/// Users and lists of one tenant in memory, and what ranks.
final class InMemoryLists implements UserStore, ListStore, Ranking {
  final Set<String> users = new TreeSet<>();
  final Map<String, String> parts = new TreeMap<>();

  /// Happens after a part was put.
  Runnable afterPut = () -> {};

  /// Everyone is shown one item, by this model if there is one.
  Optional<ModelVersion> model = Optional.of(new ModelVersion("20260131T000000Z-000001"));

  /// The spans of parts, by their keys.
  final Map<String, ListSpan> spans = new TreeMap<>();

  /// False where the active model cannot be had.
  boolean ranks = true;

  /// How often a model was loaded.
  int loads;

  ListsState state = ListsState.NOTHING;

  /// As before the first run.
  void forget() {
    parts.clear();
    spans.clear();
    state = ListsState.NOTHING;
  }

  @Override
  public Optional<ModelVersion> active(TenantId tenant) {
    return model;
  }

  @Override
  public void load(TenantId tenant, ModelVersion version) {
    loads++;
  }

  @Override
  public Optional<PersonalList> forYou(TenantId tenant, UserId user, int count) {
    return model
        .filter(_ -> ranks)
        .map(
            version ->
                new PersonalList(
                    version,
                    List.of(new PersonalList.Item(new ItemId("i"), 0.5, "For " + user + count))));
  }

  @Override
  public List<UserId> page(TenantId tenant, int shard, Optional<UserId> after, int most) {
    return users.stream()
        .map(UserId::new)
        .filter(user -> UserRows.shard(user) == shard)
        .filter(user -> after.filter(id -> id.value().compareTo(user.value()) >= 0).isEmpty())
        .limit(most)
        .toList();
  }

  @Override
  public Set<UserId> upTo(TenantId tenant, int shard, Optional<UserId> after, UserId last) {
    return page(tenant, shard, after, Integer.MAX_VALUE).stream()
        .filter(user -> user.value().compareTo(last.value()) <= 0)
        .collect(Collectors.toSet());
  }

  @Override
  public ListsState state(TenantId tenant) {
    return state;
  }

  @Override
  public void keep(TenantId tenant, ListsState now) {
    state = now;
  }

  @Override
  public Optional<ListSpan> span(TenantId tenant, ListPart part) {
    String key = part.key(tenant);
    return Optional.ofNullable(spans.get(key)).filter(_ -> parts.containsKey(key));
  }

  @Override
  public void put(TenantId tenant, ListPart part, ListSpan span, byte[] content) {
    spans.put(part.key(tenant), span);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      parts.put(part.key(tenant), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    afterPut.run();
  }

  @Override
  public void removeFrom(TenantId tenant, ListPart first) {
    parts
        .keySet()
        .removeIf(
            key ->
                ListPart.keyed(key)
                    .filter(part -> part.run().equals(first.run()))
                    .filter(part -> part.shard() == first.shard())
                    .filter(part -> part.number() >= first.number())
                    .isPresent());
  }

  @Override
  public void removeAllBut(TenantId tenant, Set<LocalDate> kept) {
    parts
        .keySet()
        .removeIf(
            key -> ListPart.keyed(key).filter(part -> !kept.contains(part.run())).isPresent());
  }
}
