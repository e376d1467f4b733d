package io.waymark.embedded.streams;

import io.waymark.eventsource.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// The stream of a table of DynamoDB Local as one sequence: it keeps one open shard per table,
/// whose successors continue its numbers. What the filter leaves out is passed over unseen, as by
/// the filter of an event source mapping.
public final class DynamoStream implements Source<Record> {
  private final DynamoDbStreamsClient client;
  private final String arn;
  private final Predicate<Record> filter;
  private Optional<String> iterator = Optional.empty();
  private Optional<String> shard = Optional.empty();
  private boolean trimmed;

  public DynamoStream(DynamoDbStreamsClient client, String arn, Predicate<Record> filter) {
    this.client = client;
    this.arn = arn;
    this.filter = filter;
  }

  /// Reads on from where it stands; `sequence` matters only for the first read. It moves on with
  /// the records it returns: a page or shard that fails has the next read begin where this one did.
  @Override
  public List<Entry<Record>> after(Optional<String> sequence, int limit) throws IOException {
    try {
      if (iterator.isEmpty() && !seek(sequence)) {
        return List.of();
      }
      List<Entry<Record>> found = new ArrayList<>();
      Optional<String> next = iterator;
      boolean more = true;
      while (found.size() < limit && more && next.isPresent()) {
        String from = next.get();
        int rest = limit - found.size();
        GetRecordsResponse answer =
            client.getRecords(request -> request.shardIterator(from).limit(rest));
        answer.records().stream().filter(filter).map(DynamoStream::entry).forEach(found::add);
        next = Optional.ofNullable(answer.nextShardIterator());
        more = !answer.records().isEmpty();
      }
      iterator = next;
      return found;
    } catch (ExpiredIteratorException stale) {
      forget();
      return List.of();
    } catch (TrimmedDataAccessException stale) {
      // Also of an iterator made while the stream was empty: its first record is not number one.
      trimmed = true;
      forget();
      return List.of();
    } catch (SdkException failed) {
      throw new IOException("the table's stream did not answer: " + failed.getMessage(), failed);
    }
  }

  private void forget() {
    iterator = Optional.empty();
    shard = Optional.empty();
  }

  /// Finds where to read on: behind `sequence` in its shard, else the successor of the shard that
  /// ended, else the oldest there is.
  private boolean seek(Optional<String> sequence) {
    List<Shard> shards =
        client.describeStream(request -> request.streamArn(arn)).streamDescription().shards();
    boolean passed = shard.isEmpty();
    for (Shard each : shards) {
      String last = each.sequenceNumberRange().endingSequenceNumber();
      boolean ended = last != null;
      boolean behind = ended && sequence.isPresent() && last.compareTo(sequence.get()) <= 0;
      if (!passed) {
        passed = shard.equals(Optional.of(each.shardId()));
        continue;
      }
      if (behind) {
        continue;
      }
      iterator = Optional.of(iterator(each, shard.isEmpty() ? sequence : Optional.empty()));
      shard = Optional.of(each.shardId());
      return true;
    }
    return false;
  }

  private String iterator(Shard in, Optional<String> sequence) {
    boolean within =
        sequence.isPresent()
            && !trimmed
            && in.sequenceNumberRange().startingSequenceNumber().compareTo(sequence.get()) <= 0;
    if (within) {
      try {
        return client
            .getShardIterator(
                request ->
                    request
                        .streamArn(arn)
                        .shardId(in.shardId())
                        .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .sequenceNumber(sequence.get()))
            .shardIterator();
      } catch (TrimmedDataAccessException gone) {
        // Older than the stream keeps: the oldest there is comes next.
      }
    }
    return client
        .getShardIterator(
            request ->
                request
                    .streamArn(arn)
                    .shardId(in.shardId())
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
        .shardIterator();
  }

  private static Entry<Record> entry(Record each) {
    Long size = each.dynamodb().sizeBytes();
    return new Entry<>(
        each.dynamodb().sequenceNumber(),
        each.dynamodb().approximateCreationDateTime(),
        size == null ? 1 : size.intValue(),
        each);
  }
}
