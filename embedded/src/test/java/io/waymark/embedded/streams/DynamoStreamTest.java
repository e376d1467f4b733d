package io.waymark.embedded.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.eventsource.Entry;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

class DynamoStreamTest {
  private final Table table = new Table();
  private final DynamoStream stream = new DynamoStream(table, "arn", _ -> true);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aPageThatFailsLosesNoRecordOfThePagesBefore(int failing) throws IOException {
    table.fails(failing, SdkClientException.create("down"));

    assertThatThrownBy(() -> stream.after(Optional.empty(), 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("down");
    assertThat(read(Optional.empty())).containsExactly("1", "2", "3", "4", "5", "6");
  }

  @Test
  void anIteratorThatExpiresAmidTheReadLosesNothing() throws IOException {
    assertThat(stream.after(Optional.empty(), 2)).map(Entry::sequence).containsExactly("1", "2");
    table.fails(3, ExpiredIteratorException.builder().message("expired").build());

    assertThat(stream.after(Optional.of("2"), 10)).isEmpty();
    assertThat(read(Optional.of("2"))).containsExactly("3", "4", "5", "6");
  }

  @Test
  void goesOnBehindWhatItReturned() throws IOException {
    assertThat(stream.after(Optional.empty(), 4)).hasSize(4);
    assertThat(stream.after(Optional.of("4"), 10)).map(Entry::sequence).containsExactly("5", "6");
    assertThat(stream.after(Optional.of("6"), 10)).isEmpty();
  }

  private List<String> read(Optional<String> after) throws IOException {
    return stream.after(after, 10).stream().map(Entry::sequence).toList();
  }

  /// One shard of three pages with two records each, and an empty one while no more have come;
  /// iterators are the number of the record they stand before.
  private static final class Table implements DynamoDbStreamsClient {
    private static final int LAST = 6;
    private static final int PAGE = 2;

    private final Set<Integer> failing = new HashSet<>();
    private RuntimeException failure = new IllegalStateException();

    /// The read of this page fails, once.
    void fails(int page, RuntimeException with) {
      failing.add(page);
      failure = with;
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
      Shard shard =
          Shard.builder()
              .shardId("shard")
              .sequenceNumberRange(range -> range.startingSequenceNumber("1"))
              .build();
      return DescribeStreamResponse.builder()
          .streamDescription(description -> description.shards(List.of(shard)))
          .build();
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
      int before =
          request.shardIteratorType() == ShardIteratorType.TRIM_HORIZON
              ? 1
              : Integer.parseInt(request.sequenceNumber()) + 1;
      return GetShardIteratorResponse.builder().shardIterator(Integer.toString(before)).build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
      int first = Integer.parseInt(request.shardIterator());
      if (failing.remove((first - 1) / PAGE + 1)) {
        throw failure;
      }
      int behind = Math.min(first + PAGE, LAST + 1);
      List<Record> records = IntStream.range(first, behind).mapToObj(Table::record).toList();
      return GetRecordsResponse.builder()
          .records(records)
          .nextShardIterator(Integer.toString(behind))
          .build();
    }

    private static Record record(int number) {
      return Record.builder()
          .dynamodb(
              change ->
                  change
                      .sequenceNumber(Integer.toString(number))
                      .approximateCreationDateTime(Instant.EPOCH))
          .build();
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}
  }
}
