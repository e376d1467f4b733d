package io.waymark.ingest.upload;

import io.micronaut.json.JsonMapper;
import io.waymark.edge.PresignedPut;
import io.waymark.edge.notes.AuditNote;
import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.archive.AcceptedStore;
import io.waymark.ingest.archive.UserKeyStore;
import io.waymark.ingest.erasure.Erasures;
import io.waymark.ingest.erasure.InMemoryTombstoneStore;
import io.waymark.ingest.erasure.Removed;
import io.waymark.ingest.erasure.TombstoneStore;
import io.waymark.ingest.erasure.UserData;
import io.waymark.ingest.erasure.UserDataStore;
import io.waymark.ingest.quality.OwnThresholds;
import io.waymark.ingest.quality.ThresholdStore;
import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Every store that examining an upload touches, in memory; each write may be made to crash.
final class InMemoryStores {
  private Crashes crashes = Crashes.never();

  /// Happens while a file is fetched.
  Runnable duringFetch = () -> {};

  /// Happens while rows are stored, before their file is.
  Runnable duringStoring = () -> {};

  /// Happens while a file of rows is stored, after all its events were claimed.
  Runnable duringAccepting = () -> {};

  final Map<String, Upload> uploads = new TreeMap<>();
  final Map<String, OwnThresholds> thresholds = new TreeMap<>();
  final Map<String, byte[]> objects = new TreeMap<>();
  final Map<String, byte[]> accepted = new TreeMap<>();
  final Map<String, HistoryRow> histories = new TreeMap<>();
  final Map<String, String> markers = new TreeMap<>();
  final Set<String> remembered = new HashSet<>();
  final Map<String, String> keys = new TreeMap<>();
  final TombstoneStore tombstones = new InMemoryTombstoneStore();

  void crash(Crashes next) {
    crashes = next;
  }

  ThresholdStore thresholdStore() {
    return new ThresholdStore() {
      @Override
      public OwnThresholds find(TenantId tenant) {
        return thresholds.getOrDefault(tenant.value(), OwnThresholds.NONE);
      }

      @Override
      public void put(TenantId tenant, OwnThresholds own, AuditNote note) {
        thresholds.put(tenant.value(), own);
      }
    };
  }

  UploadStore uploadStore() {
    return new UploadStore() {
      @Override
      public void put(TenantId tenant, Upload upload) {
        crashes.beforeWrite();
        uploads.put(tenant + "/" + upload.id(), upload);
      }

      @Override
      public Optional<Upload> take(TenantId tenant, UploadId id, Lease lease, Instant lapsed) {
        crashes.beforeWrite();
        Optional<Upload> free =
            find(tenant, id)
                .filter(upload -> !upload.state().rests())
                .filter(upload -> upload.lease().filter(held -> held.alive(lapsed)).isEmpty())
                .map(upload -> upload.held(lease));
        free.ifPresent(upload -> uploads.put(tenant + "/" + id, upload));
        return free;
      }

      @Override
      public boolean renew(TenantId tenant, UploadId id, Lease lease) {
        Optional<Upload> mine = mine(tenant, id, lease.holder());
        mine.ifPresent(upload -> uploads.put(tenant + "/" + id, upload.held(lease)));
        return mine.isPresent();
      }

      @Override
      public boolean putHeld(TenantId tenant, String holder, Upload upload) {
        crashes.beforeWrite();
        Optional<Upload> mine = mine(tenant, upload.id(), holder);
        mine.ifPresent(_ -> uploads.put(tenant + "/" + upload.id(), upload));
        return mine.isPresent();
      }

      @Override
      public boolean decide(TenantId tenant, Upload decided) {
        crashes.beforeWrite();
        Optional<Upload> waiting =
            find(tenant, decided.id()).filter(upload -> upload.state() == UploadState.HELD);
        waiting.ifPresent(_ -> uploads.put(tenant + "/" + decided.id(), decided));
        return waiting.isPresent();
      }

      private Optional<Upload> mine(TenantId tenant, UploadId id, String holder) {
        return find(tenant, id)
            .filter(
                upload -> upload.lease().filter(its -> its.holder().equals(holder)).isPresent());
      }

      @Override
      public Optional<Upload> find(TenantId tenant, UploadId id) {
        return Optional.ofNullable(uploads.get(tenant + "/" + id));
      }

      @Override
      public List<Upload> newest(TenantId tenant, int most) {
        return uploads.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(tenant + "/"))
            .map(Map.Entry::getValue)
            .sorted(Comparator.comparing((Upload each) -> each.id().value()).reversed())
            .limit(most)
            .toList();
      }

      @Override
      public List<Upload> before(TenantId tenant, UploadId other, int most) {
        return newest(tenant, Integer.MAX_VALUE).stream()
            .filter(each -> each.id().isBefore(other))
            .limit(most)
            .toList();
      }
    };
  }

  UploadObjectStore objectStore() {
    return new UploadObjectStore() {
      @Override
      public PresignedPut presign(TenantId tenant, Upload upload, Duration valid) {
        return new PresignedPut(
            URI.create("memory:" + key(tenant, upload.id(), upload.file())), Map.of());
      }

      @Override
      public Fetched fetch(TenantId tenant, Upload upload, Path to) {
        duringFetch.run();
        byte[] content = objects.get(key(tenant, upload.id(), upload.file()));
        if (content == null) {
          return new Fetched.None();
        }
        String tag = "tag " + Arrays.hashCode(content);
        if (upload.content().filter(first -> !first.tag().equals(tag)).isPresent()) {
          return new Fetched.Replaced();
        }
        try {
          Files.write(to, content);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return new Fetched.File(tag);
      }

      @Override
      public void put(TenantId tenant, UploadId id, String name, Path content) {
        crashes.beforeWrite();
        objects.put(key(tenant, id, name), read(content));
      }

      @Override
      public void put(TenantId tenant, UploadId id, String name, String text) {
        crashes.beforeWrite();
        objects.put(key(tenant, id, name), text.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public void remove(TenantId tenant, UploadId id, String name) {
        crashes.beforeWrite();
        objects.remove(key(tenant, id, name));
      }

      @Override
      public Optional<URI> presignGet(TenantId tenant, UploadId id, String name, Duration valid) {
        String key = key(tenant, id, name);
        return objects.containsKey(key)
            ? Optional.of(URI.create("memory:" + key))
            : Optional.empty();
      }

      @Override
      public Optional<String> text(TenantId tenant, UploadId id, String name) {
        return Optional.ofNullable(objects.get(key(tenant, id, name)))
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
      }
    };
  }

  static void raise(Throwable failure) {
    switch (failure) {
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalArgumentException(failure);
    }
  }

  static String key(TenantId tenant, UploadId id, String name) {
    return tenant + "/" + id + "/" + name;
  }

  BulkStore bulkStore() {
    return new BulkStore() {
      @Override
      public Map<EventId, Optional<Claim>> claim(
          TenantId tenant, Claim mine, Collection<EventId> ids, Map<EventId, Claim> lapsed) {
        crashes.beforeWrite();
        Map<EventId, Optional<Claim>> others = new HashMap<>();
        for (EventId id : ids) {
          String key = tenant + "/" + id;
          String source = markers.getOrDefault(key, mine.source());
          String replaced = lapsed.getOrDefault(id, mine).source();
          if (source.startsWith(mine.anyAttempt()) || source.equals(replaced)) {
            markers.put(key, mine.source());
          } else {
            others.put(id, Claim.of(source));
          }
        }
        return others;
      }

      @Override
      public void put(TenantId tenant, List<HistoryRow> rows) {
        crashes.beforeWrite();
        rows.forEach(row -> histories.put(row.partition() + "/" + row.sortKey(), row));
      }

      @Override
      public void remember(TenantId tenant, Collection<Remembered> each) {
        crashes.beforeWrite();
        each.forEach(one -> remembered.add(tenant + "/" + one));
      }
    };
  }

  UserKeyStore userKeyStore() {
    return new UserKeyStore() {
      @Override
      public Map<UserId, String> keys(TenantId tenant, Set<UserId> users) {
        duringStoring.run();
        crashes.beforeWrite();
        Map<UserId, String> found = new HashMap<>();
        Set<UserId> known = new HashSet<>(users);
        known.removeAll(tombstones.erased(tenant, users));
        for (UserId user : known) {
          String made = "key" + keys.size();
          keys.putIfAbsent(tenant + "/" + user, made);
          found.put(user, keys.getOrDefault(tenant + "/" + user, made));
        }
        return found;
      }
    };
  }

  Erasures erasures() {
    UserDataStore data =
        new UserDataStore() {
          @Override
          public Removed remove(TenantId tenant, UserId user, int most) {
            UserData there = read(tenant, user, most);
            histories.values().removeAll(there.history());
            remembered.removeIf(each -> each.startsWith(tenant + "/Remembered[user=" + user + ","));
            keys.remove(tenant + "/" + user);
            return new Removed(there.history().size(), 0, 0, 1, true);
          }

          @Override
          public UserData read(TenantId tenant, UserId user, int most) {
            return new UserData(
                histories.values().stream()
                    .filter(row -> row.tenant().equals(tenant))
                    .filter(row -> row.interaction().user().equals(user))
                    .toList(),
                List.of(),
                Optional.ofNullable(keys.get(tenant + "/" + user)),
                true);
          }
        };
    return new Erasures(
        tombstones,
        data,
        (_, _) -> 0,
        new UploadTraces(
            uploadStore(), objectStore(), Clock.systemUTC(), JsonMapper.createDefault()),
        IngestConfig.defaults(),
        Clock.systemUTC());
  }

  AcceptedStore acceptedStore() {
    return new AcceptedStore() {
      @Override
      public void put(TenantId tenant, String name, Path parquet) {
        duringAccepting.run();
        crashes.beforeWrite();
        accepted.put(tenant + "/" + name, read(parquet));
      }

      @Override
      public void removeUpload(TenantId tenant, UploadId upload) {
        crashes.beforeWrite();
        accepted
            .keySet()
            .removeIf(name -> name.startsWith(tenant + "/" + AcceptedStore.ofUpload(upload)));
      }
    };
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
