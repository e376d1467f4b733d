package io.waymark.recommend.lists;

import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.interactions.UserRows;
import io.waymark.model.lists.ListPart;
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
/// alone: a run that is begun anew writes the same keys.
///
/// After a part is put, its users are looked up again, and it is put anew without those who are
/// gone. An erasure removes the user first and looks for lists then: whoever comes second sees what
/// the other did.
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
  private final ListsOf lists;
  private final JsonMapper json;

  /// What ranks.
  @FunctionalInterface
  public interface ListsOf {
    /// The list of a user; empty where the tenant has no active model.
    Optional<PersonalList> forYou(TenantId tenant, UserId user, int count);
  }

  public DailyLists(UserStore users, ListStore store, ListsOf lists, JsonMapper json) {
    this.users = users;
    this.store = store;
    this.lists = lists;
    this.json = json;
  }

  /// What one call came to.
  ///
  /// @param next where the run goes on; empty where it is complete, or there is no model
  public record Made(long lists, Optional<Position> next) {}

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

  /// Makes lists until all are made or time is short.
  ///
  /// @param after where the call before stopped; empty to begin
  /// @param left until this process is stopped
  public Made make(
      TenantId tenant, LocalDate run, Optional<Position> after, Supplier<Duration> left) {
    Position at = after.orElse(Position.FIRST);
    long made = 0;
    while (at.shard() < UserRows.SHARDS) {
      if (left.get().compareTo(LEAST_TIME) < 0) {
        return new Made(made, Optional.of(at));
      }
      List<UserId> page = users.page(tenant, at.shard(), at.last(), USERS_A_PART);
      if (page.isEmpty()) {
        store.removeFrom(tenant, new ListPart(run, at.shard(), at.number()));
        at = at.nextShard();
      } else {
        List<Line> lines = lines(tenant, page);
        if (lines.isEmpty()) {
          return new Made(made, Optional.empty());
        }
        made += put(tenant, run, at, page.getLast(), lines);
        at = at.behind(page.getLast());
      }
    }
    store.removeBefore(tenant, run);
    return new Made(made, Optional.empty());
  }

  private int put(TenantId tenant, LocalDate run, Position at, UserId last, List<Line> lines) {
    ListPart part = new ListPart(run, at.shard(), at.number());
    List<Line> named = lines;
    int put;
    do {
      put = named.size();
      store.put(tenant, part, packed(named));
      Set<UserId> there = users.upTo(tenant, at.shard(), at.last(), last);
      named = named.stream().filter(line -> there.contains(new UserId(line.userId()))).toList();
    } while (named.size() < put);
    return put;
  }

  /// In the order of `page`; nobody's where there is no model.
  private List<Line> lines(TenantId tenant, List<UserId> page) {
    List<Callable<Optional<Line>>> calls =
        page.stream()
            .<Callable<Optional<Line>>>map(
                user -> () -> lists.forYou(tenant, user, COUNT).map(list -> Line.of(user, list)))
            .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Line> lines = new ArrayList<>(page.size());
      for (Future<Optional<Line>> each : threads.invokeAll(calls)) {
        each.get().ifPresent(lines::add);
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
