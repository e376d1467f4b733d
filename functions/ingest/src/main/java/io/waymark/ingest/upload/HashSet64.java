package io.waymark.ingest.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Remembers which rows a file had, by 64 bits of what they say: 12 to 24 bytes a row, where they
/// are many in a file on the local disk that is mapped into memory, so that no row costs heap and a
/// file of any length can be read. Among 50 million rows the chance that any two share them by
/// accident is 1 in 15,000.
final class HashSet64 implements AutoCloseable {
  private static final double FULL = 0.66;
  private static final long FIRST_SLOTS = 1 << 12;

  /// So many stand in memory, 2 MB; more in a file.
  private static final long SMALL = 1 << 18;

  private final Path folder;
  private Slots slots;
  private long size;

  @SuppressWarnings("UnusedVariable") // written, lest the compiler leave out what it was read for
  private long touched;

  /// @param folder where its file stands while it is open
  HashSet64(Path folder) {
    this.folder = folder;
    this.slots = Slots.empty(folder, FIRST_SLOTS);
  }

  /// Adds rows one after the other.
  ///
  /// @param hashes of them, all bits mixed
  /// @param fresh gets whether each was not there before
  void add(long[] hashes, int count, boolean[] fresh) {
    long sum = 0; // what follows has each brought near the processor, all at once
    for (int at = 0; at < count; at++) {
      sum += slots.first(hashes[at]);
    }
    touched = sum;
    for (int at = 0; at < count; at++) {
      fresh[at] = add(hashes[at]);
    }
  }

  /// Whether a row was not there before.
  ///
  /// @param hash of it, all bits mixed
  boolean add(long hash) {
    long row = hash == 0 ? 1 : hash; // 0 is an empty slot
    if (size > slots.count() * FULL) {
      grow();
    }
    if (!slots.insert(row)) {
      return false;
    }
    size++;
    return true;
  }

  private void grow() {
    Slots larger = Slots.empty(folder, slots.count() * (slots.count() < SMALL ? 4 : 2));
    for (long at = 0; at < slots.count(); at++) {
      long hash = slots.get(at);
      if (hash != 0) {
        larger.insert(hash);
      }
    }
    slots.close();
    slots = larger;
  }

  @Override
  public void close() {
    slots.close();
  }

  /// Slots, 0 where empty.
  ///
  /// @param count a power of two
  private record Slots(Arena arena, MemorySegment memory, long count) implements AutoCloseable {
    static Slots empty(Path folder, long count) {
      Arena arena = Arena.ofConfined();
      if (count <= SMALL) {
        return new Slots(arena, arena.allocate(count * Long.BYTES, Long.BYTES), count);
      }
      try {
        Path file = Files.createTempFile(folder, "rows", ".seen");
        try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
          long bytes = count * Long.BYTES;
          return new Slots(
              arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena), count);
        }
      } catch (IOException e) {
        arena.close();
        throw new UncheckedIOException(e);
      }
    }

    boolean insert(long hash) {
      long mask = count - 1;
      long at = hash & mask;
      for (long there = get(at); there != 0; there = get(at)) {
        if (there == hash) {
          return false;
        }
        at = (at + 1) & mask;
      }
      memory.setAtIndex(ValueLayout.JAVA_LONG, at, hash);
      return true;
    }

    /// What stands where `hash` would be looked for first.
    long first(long hash) {
      return get(hash & (count - 1));
    }

    long get(long at) {
      return memory.getAtIndex(ValueLayout.JAVA_LONG, at);
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
