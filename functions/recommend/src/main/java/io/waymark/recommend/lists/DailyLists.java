package io.waymark.recommend.lists;

import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.interactions.UserRows;
import io.waymark.model.ModelVersion;
import io.waymark.model.lists.ListPart;
import io.waymark.model.lists.ListSpan;
import io.waymark.recommend.answers.PersonalList;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/// Makes the lists of a tenant's users, part by part, in an order that follows from the users
/// alone: a run that is begun anew writes the same keys. How far it is stands beside the lists
/// after each part, so that whoever calls next goes on there, however the call before ended, and
/// makes nothing where the lists are the active model's already.
///
/// After a part is put, its users are looked up again, and it is put anew without those who are
/// gone. An erasure removes the user first and looks for lists then: whoever comes second sees what
/// the other did. A part that was put by a call that ended before it looked is made anew by the
/// next.
public final class DailyLists {
  static final int COUNT = 20;

  /// An erasure takes the lists of so many others with it, until the next day.
  static final int USERS_A_PART = 500;

  /// A part is not begun with less.
  static final Duration LEAST_TIME = Duration.ofMinutes(1);

  /// Each waits for a history most of its time.
  private static final int AT_ONCE = 8;

  private final UserStore users;
  private final ListStore store;
  private final Ranking ranking;
  private final JsonMapper json;

  public DailyLists(UserStore users, ListStore store, Ranking ranking, JsonMapper json) {
    this.users = users;
    this.store = store;
    this.ranking = ranking;
    this.json = json;
  }

  /// What one call came to.
  ///
  /// @param reached how far the run is, another word after each part; empty where there is nothing
  ///   more to make
  public record Made(long lists, Optional<String> reached) {
    static final Made NOTHING = new Made(0, Optional.empty());
  }

  /// A line.
  @Serdeable
  record Line(String userId, String modelVersion, List<Item> items) {
    static Line of(UserId user, PersonalList list) {
      return new Line(
          user.value(),
          list.model().value(),
          list.items().stream()
              .map(each -> new Item(each.item().value(), each.score(), each.reason()))
              .toList());
    }
  }

  @Serdeable
  record Item(String itemId, double score, String reason) {}

  /// Makes lists until all are of the active model, or time is short.
  ///
  /// @param run the day for which they are made, where they are begun by this call
  /// @param left until this process is stopped
  public Made make(TenantId tenant, LocalDate run, Supplier<Duration> left) {
    Optional<ModelVersion> active = ranking.active(tenant);
    if (active.isEmpty()) {
      return Made.NOTHING;
    }
    ListsState state = store.state(tenant);
    if (state.isCompleteFor(active.get())) {
      keepOnlyComplete(tenant, state);
      return Made.NOTHING;
    }
    ranking.load(tenant, active.get());
    return make(
        tenant,
        state.begunFor(active.get()).isPresent()
            ? state
            : begun(tenant, state.begin(run, active.get())),
        left);
  }

  /// What a call left that ended too early, or began for a model that is active no more, goes.
  private void keepOnlyComplete(TenantId tenant, ListsState state) {
    ListsState complete = state.completeAlone();
    if (!complete.equals(state)) {
      store.keep(tenant, complete);
    }
    store.removeAllBut(tenant, complete.runs());
  }

  /// Runs that were begun before and not completed go.
  private ListsState begun(TenantId tenant, ListsState state) {
    store.keep(tenant, state);
    store.removeAllBut(tenant, state.runs());
    return state;
  }

  private Made make(TenantId tenant, ListsState begun, Supplier<Duration> left) {
    LocalDate run = begun.making().run();
    Position at = begun.making().position();
    Optional<UserId> last = lastBefore(tenant, run, at);
    if (last.isEmpty()) {
      at = at.shardBegin();
    }
    long made = 0;
    while (at.shard() < UserRows.SHARDS) {
      if (left.get().compareTo(LEAST_TIME) < 0) {
        return new Made(
            made,
            keep(tenant, begun, begun.reached(at)) ? Optional.of(at.toString()) : Optional.empty());
      }
      List<UserId> page = users.page(tenant, at.shard(), last, USERS_A_PART);
      if (page.isEmpty()) {
        store.removeFrom(tenant, part(run, at));
        at = at.nextShard();
        last = Optional.empty();
      } else {
        made += put(tenant, part(run, at), last, page.getLast(), lines(tenant, page));
        at = at.next();
        last = Optional.of(page.getLast());
        if (!keep(tenant, begun, begun.reached(at))) {
          return new Made(made, Optional.empty());
        }
      }
    }
    ListsState complete = begun.completed();
    if (keep(tenant, begun, complete)) {
      store.removeAllBut(tenant, complete.runs());
    }
    return new Made(made, Optional.empty());
  }

  /// After whom a part begins. Empty for the first of a shard, and where an erasure took the part
  /// before it: then its shard is begun anew.
  private Optional<UserId> lastBefore(TenantId tenant, LocalDate run, Position at) {
    return at.number() == 0 || at.shard() >= UserRows.SHARDS
        ? Optional.empty()
        : store.span(tenant, new ListPart(run, at.shard(), at.number() - 1)).map(ListSpan::last);
  }

  /// Keeps how far the run is; false where it is another's turn, who began or ended one meanwhile.
  private boolean keep(TenantId tenant, ListsState begun, ListsState now) {
    boolean isOurs = store.state(tenant).begun().filter(begun.making()::isSameRunAs).isPresent();
    if (isOurs) {
      store.keep(tenant, now);
    }
    return isOurs;
  }

  private static ListPart part(LocalDate run, Position at) {
    return new ListPart(run, at.shard(), at.number());
  }

  /// @param after whom the part begins
  /// @param last up to whom it goes
  private int put(
      TenantId tenant, ListPart part, Optional<UserId> after, UserId last, List<Line> lines) {
    List<Line> named = lines;
    int put;
    do {
      put = named.size();
      store.put(tenant, part, span(named), packed(named));
      Set<UserId> there = users.upTo(tenant, part.shard(), after, last);
      named = named.stream().filter(line -> there.contains(new UserId(line.userId()))).toList();
    } while (named.size() < put && !named.isEmpty());
    if (named.isEmpty()) {
      store.removeFrom(tenant, part);
    }
    return named.size();
  }

  private static ListSpan span(List<Line> lines) {
    return new ListSpan(
        new UserId(lines.getFirst().userId()), new UserId(lines.getLast().userId()));
  }

  /// In the order of `page`. A model that is active and does not rank is a failure: without it the
  /// lists would count as made.
  private List<Line> lines(TenantId tenant, List<UserId> page) {
    List<Callable<Line>> calls =
        page.stream().<Callable<Line>>map(user -> () -> line(tenant, user)).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Line> lines = new ArrayList<>(page.size());
      for (Future<Line> each : threads.invokeAll(calls)) {
        lines.add(each.get());
      }
      return lines;
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("lists of " + tenant, stopped);
    }
  }

  private Line line(TenantId tenant, UserId user) {
    return ranking
        .forYou(tenant, user, COUNT)
        .map(list -> Line.of(user, list))
        .orElseThrow(
            () ->
                new StoreUnavailableException(
                    "model", new IllegalStateException("nothing ranks for " + tenant)));
  }

  private byte[] packed(List<Line> lines) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      for (Line line : lines) {
        out.write(json.writeValueAsBytes(line));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
