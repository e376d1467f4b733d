package io.waymark.embedded.streams;

import io.waymark.eventsource.Entry;
import io.waymark.eventsource.KinesisRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One shard of the stream as segments of a file each. A record's sequence number is its place in
/// the whole shard, so no index is needed. A record is its length and CRC-32 (4 bytes each),
/// arrival in milliseconds (8), the key's length (4), key and data. What a crash left half written
/// at the end is cut off when the log is opened: its producer had no answer.
///
/// Segments whose records are all settled and older than a day are deleted.
public final class ShardLog implements Source<KinesisRecord>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardLog.class);
  private static final long SEGMENT_BYTES = 16L * 1024 * 1024;
  private static final Duration KEPT_FOR = Duration.ofHours(24);
  private static final int FRAME = 8;
  private static final int HEAD = 12;

  /// 56 digits like those of Kinesis, of one length so that they order as text.
  private static final String SEQUENCE_FORMAT = "49%054d";

  private final String name;
  private final Path folder;
  private final Clock clock;
  private final NavigableMap<Long, FileChannel> segments = new TreeMap<>();
  private long end;
  private Runnable listener = () -> {};

  private ShardLog(String name, Path folder, Clock clock) {
    this.name = name;
    this.folder = folder;
    this.clock = clock;
  }

  static ShardLog open(String name, Path folder, Clock clock) throws IOException {
    Files.createDirectories(folder);
    ShardLog log = new ShardLog(name, folder, clock);
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(each -> each.toString().endsWith(".log")).sorted().toList();
    }
    for (Path each : files) {
      String file = each.getFileName().toString();
      log.openSegment(Long.parseLong(file.substring(0, file.indexOf('.'))));
    }
    if (files.isEmpty()) {
      log.openSegment(0);
    }
    log.cutTornEnd();
    return log;
  }

  public String name() {
    return name;
  }

  /// Called after each append.
  public synchronized void listen(Runnable newListener) {
    listener = newListener;
  }

  /// Appends the records in order and returns their sequence numbers once they are on disk.
  public synchronized List<String> append(List<KinesisRecord> records) throws IOException {
    List<String> sequences = new ArrayList<>();
    List<ByteBuffer> frames = new ArrayList<>();
    long at = end;
    for (KinesisRecord each : records) {
      ByteBuffer frame = frame(each, clock.millis());
      sequences.add(SEQUENCE_FORMAT.formatted(at));
      at += frame.remaining();
      frames.add(frame);
    }
    FileChannel segment = segments.lastEntry().getValue();
    long base = segments.lastKey();
    for (ByteBuffer frame : frames) {
      long position = end - base;
      while (frame.hasRemaining()) {
        position += segment.write(frame, position);
      }
      end = base + position;
    }
    segment.force(false);
    if (end - base >= SEGMENT_BYTES) {
      openSegment(end);
    }
    listener.run();
    return sequences;
  }

  @Override
  public synchronized List<Entry<KinesisRecord>> after(Optional<String> sequence, int limit)
      throws IOException {
    long at = sequence.map(ShardLog::place).orElse(segments.firstKey());
    boolean skip = sequence.isPresent() && at >= segments.firstKey();
    at = Math.max(at, segments.firstKey());
    List<Entry<KinesisRecord>> found = new ArrayList<>();
    while (at < end && found.size() < limit) {
      Map.Entry<Long, FileChannel> segment = segments.floorEntry(at);
      ByteBuffer frame = read(segment.getValue(), at - segment.getKey());
      int length = frame.remaining() + FRAME;
      if (!skip) {
        found.add(entry(at, frame));
      }
      skip = false;
      at += length;
    }
    return found;
  }

  @Override
  public synchronized void settled(String sequence) throws IOException {
    while (segments.size() > 1
        && segments.higherKey(segments.firstKey()) <= place(sequence)
        && isOld(file(segments.firstKey()))) {
      Map.Entry<Long, FileChannel> oldest = segments.pollFirstEntry();
      oldest.getValue().close();
      Files.delete(file(oldest.getKey()));
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (FileChannel each : segments.values()) {
      each.close();
    }
  }

  private boolean isOld(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(clock.instant().minus(KEPT_FOR));
  }

  private void openSegment(long first) throws IOException {
    FileChannel segment =
        FileChannel.open(
            file(first),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    segments.put(first, segment);
  }

  private Path file(long first) {
    return folder.resolve("%019d.log".formatted(first));
  }

  private void cutTornEnd() throws IOException {
    FileChannel last = segments.lastEntry().getValue();
    long valid = 0;
    try {
      while (valid < last.size()) {
        valid += read(last, valid).remaining() + FRAME;
      }
    } catch (TornRecordException torn) {
      LOG.warn("{} ends in a record that was never finished; cut off at {}", name, valid);
      last.truncate(valid);
    }
    end = segments.lastKey() + valid;
  }

  private static ByteBuffer frame(KinesisRecord record, long arrival) {
    byte[] key = record.partitionKey().getBytes(StandardCharsets.UTF_8);
    byte[] data = record.data().getBytes(StandardCharsets.US_ASCII);
    int length = HEAD + key.length + data.length;
    ByteBuffer frame = ByteBuffer.allocate(FRAME + length);
    frame.position(FRAME);
    frame.putLong(arrival).putInt(key.length).put(key).put(data);
    CRC32 sum = new CRC32();
    sum.update(frame.array(), FRAME, length);
    frame.putInt(0, length).putInt(Integer.BYTES, (int) sum.getValue());
    return frame.flip();
  }

  private static ByteBuffer read(FileChannel segment, long at) throws IOException {
    ByteBuffer head = readFully(segment, at, FRAME);
    int length = head.getInt();
    int sum = head.getInt();
    if (length < HEAD || length > segment.size() - at - FRAME) {
      throw new TornRecordException();
    }
    ByteBuffer body = readFully(segment, at + FRAME, length);
    CRC32 actual = new CRC32();
    actual.update(body.duplicate());
    if ((int) actual.getValue() != sum) {
      throw new TornRecordException();
    }
    return body;
  }

  private static ByteBuffer readFully(FileChannel segment, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (segment.read(bytes, at + bytes.position()) < 0) {
        throw new TornRecordException();
      }
    }
    return bytes.flip();
  }

  private static Entry<KinesisRecord> entry(long at, ByteBuffer body) {
    Instant arrival = Instant.ofEpochMilli(body.getLong());
    byte[] key = new byte[body.getInt()];
    body.get(key);
    byte[] data = new byte[body.remaining()];
    body.get(data);
    return new Entry<>(
        SEQUENCE_FORMAT.formatted(at),
        arrival,
        HEAD + key.length + data.length,
        new KinesisRecord(
            new String(key, StandardCharsets.UTF_8), new String(data, StandardCharsets.US_ASCII)));
  }

  private static long place(String sequence) {
    return Long.parseLong(sequence.substring(2));
  }
}
