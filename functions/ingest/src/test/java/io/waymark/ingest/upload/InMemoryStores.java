package io.waymark.ingest.upload;

import io.waymark.ingest.archive.AcceptedStore;
import io.waymark.ingest.archive.UserKeyStore;
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
import java.time.Duration;
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

  final Map<String, Upload> uploads = new TreeMap<>();
  final Map<String, byte[]> objects = new TreeMap<>();
  final Map<String, byte[]> accepted = new TreeMap<>();
  final Map<String, HistoryRow> histories = new TreeMap<>();
  final Map<String, String> markers = new TreeMap<>();
  final Set<String> remembered = new HashSet<>();
  final Map<String, String> keys = new TreeMap<>();

  void crash(Crashes next) {
    crashes = next;
  }

  UploadStore uploadStore() {
    return new UploadStore() {
      @Override
      public void put(TenantId tenant, Upload upload) {
        crashes.beforeWrite();
        uploads.put(tenant + "/" + upload.id(), upload);
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
      public boolean fetch(TenantId tenant, Upload upload, Path to) {
        byte[] content = objects.get(key(tenant, upload.id(), upload.file()));
        if (content == null) {
          return false;
        }
        try {
          Files.write(to, content);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return true;
      }

      @Override
      public void put(TenantId tenant, UploadId id, String name, Path content) {
        crashes.beforeWrite();
        objects.put(key(tenant, id, name), read(content));
      }

      @Override
      public Optional<String> text(TenantId tenant, UploadId id, String name) {
        return Optional.ofNullable(objects.get(key(tenant, id, name)))
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
      }
    };
  }

  static String key(TenantId tenant, UploadId id, String name) {
    return tenant + "/" + id + "/" + name;
  }

  BulkStore bulkStore() {
    return new BulkStore() {
      @Override
      public Set<EventId> claim(TenantId tenant, UploadId source, List<EventId> ids) {
        crashes.beforeWrite();
        Set<EventId> others = new HashSet<>();
        for (EventId id : ids) {
          String owner = markers.putIfAbsent(tenant + "/" + id, source.value());
          if (owner != null && !owner.equals(source.value())) {
            others.add(id);
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
        crashes.beforeWrite();
        Map<UserId, String> found = new HashMap<>();
        for (UserId user : users) {
          String made = "key" + keys.size();
          keys.putIfAbsent(tenant + "/" + user, made);
          found.put(user, keys.getOrDefault(tenant + "/" + user, made));
        }
        return found;
      }
    };
  }

  AcceptedStore acceptedStore() {
    return new AcceptedStore() {
      @Override
      public void put(TenantId tenant, String name, Path parquet) {
        crashes.beforeWrite();
        accepted.put(tenant + "/" + name, read(parquet));
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
