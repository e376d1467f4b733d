package io.waymark.embedded.streams;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The event stream of one installation: append-only shards in a folder, in place of Kinesis.
public final class StreamLog implements AutoCloseable {
  private final List<ShardLog> shards;

  private StreamLog(List<ShardLog> shards) {
    this.shards = List.copyOf(shards);
  }

  /// Opens or creates the stream.
  ///
  /// @param shards must not change over the life of the folder, or keys would change their shard
  public static StreamLog open(Path folder, int shards, Clock clock) throws IOException {
    List<ShardLog> opened = new ArrayList<>();
    for (int at = 0; at < shards; at++) {
      String name = "shardId-%012d".formatted(at);
      opened.add(ShardLog.open(name, folder.resolve(name), clock));
    }
    return new StreamLog(opened);
  }

  public List<ShardLog> shards() {
    return shards;
  }

  /// The shard of a partition key: by its MD5, as Kinesis does.
  public ShardLog shardOf(String partitionKey) {
    try {
      byte[] hash =
          MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
      long high = Integer.toUnsignedLong(ByteBuffer.wrap(hash).getInt());
      return shards.get((int) ((high * shards.size()) >>> Integer.SIZE));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() throws IOException {
    for (ShardLog each : shards) {
      each.close();
    }
  }
}
