package io.waymark.ingest.collect;

import io.waymark.files.DayFile;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Files of accepted interactions in memory; any call may be made to crash, and something may
/// happen before each.
final class InMemoryFiles implements DayFileStore {
  private static final class Kept {
    private final byte[] bytes;
    private final Instant arrived;

    Kept(byte[] bytes, Instant arrived) {
      this.bytes = bytes;
      this.arrived = arrived;
    }
  }

  private final NavigableMap<String, Kept> files = new TreeMap<>();
  private int calls;
  private int crashAt = Integer.MAX_VALUE;

  /// Happens before each call.
  Runnable meanwhile = () -> {};

  /// The files that were fetched, and those of which the end was.
  final List<String> whole = new ArrayList<>();

  final List<String> ends = new ArrayList<>();

  /// Happens with each file that was fetched.
  Fetched fetched = _ -> {};

  @FunctionalInterface
  interface Fetched {
    void at(Path file) throws IOException;
  }

  /// When a file arrives that is put now.
  Instant now = Instant.parse("2026-02-02T03:00:00Z");

  /// Makes the call `number`, counted from 1 and from now on, crash, and every later one.
  void crashAt(int number) {
    calls = 0;
    crashAt = number;
  }

  void recover() {
    crashAt = Integer.MAX_VALUE;
  }

  int calls() {
    return calls;
  }

  void add(TenantId tenant, String name, Instant arrived, Path file) {
    files.put(tenant + "/" + name, new Kept(bytes(file), arrived));
  }

  void delete(TenantId tenant, String name) {
    files.remove(tenant + "/" + name);
  }

  List<String> names(TenantId tenant) {
    String folder = tenant + "/";
    return files.keySet().stream()
        .filter(key -> key.startsWith(folder))
        .map(key -> key.substring(folder.length()))
        .toList();
  }

  /// The files that training reads, copied to `folder`.
  List<Path> read(TenantId tenant, Path folder) {
    List<Path> fetched = new ArrayList<>();
    try {
      return DayFile.fetch(
          names(tenant),
          name -> {
            Path file = folder.resolve("read-" + fetched.size() + ".parquet");
            fetched.add(file);
            return Files.write(file, kept(tenant, name).orElseThrow().bytes);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<StoredFile> list(TenantId tenant) {
    call();
    return names(tenant).stream()
        .map(
            name -> {
              Kept kept = kept(tenant, name).orElseThrow();
              return new StoredFile(name, kept.bytes.length, kept.arrived);
            })
        .toList();
  }

  @Override
  public boolean fetch(TenantId tenant, String name, Path to) {
    call();
    whole.add(name);
    Optional<Kept> kept = kept(tenant, name);
    if (kept.isPresent()) {
      try {
        Files.write(to, kept.get().bytes);
        fetched.at(to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return kept.isPresent();
  }

  @Override
  public Optional<byte[]> end(TenantId tenant, StoredFile file, int bytes) {
    call();
    ends.add(file.name());
    return kept(tenant, file.name())
        .map(kept -> kept.bytes)
        .map(all -> Arrays.copyOfRange(all, Math.max(0, all.length - bytes), all.length));
  }

  @Override
  public void put(TenantId tenant, String name, Path parquet) {
    call();
    add(tenant, name, now, parquet);
  }

  @Override
  public void remove(TenantId tenant, String name) {
    call();
    delete(tenant, name);
  }

  private Optional<Kept> kept(TenantId tenant, String name) {
    return Optional.ofNullable(files.get(tenant + "/" + name));
  }

  private void call() {
    meanwhile.run();
    calls++;
    if (calls >= crashAt) {
      throw new CrashException();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static final class CrashException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
  }
}
