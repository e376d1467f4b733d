package io.waymark.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.micronaut.context.ApplicationContext;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.ingest.stream.StreamRecord;
import io.waymark.ingest.stream.StreamRecords;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.List;

/// A batch of one shard of the stream. Answers with the record from which to deliver again.
public final class StreamHandler extends LambdaEventHandler<KinesisEvent, StreamsEventResponse> {
  @Inject StreamRecords records;

  public StreamHandler() {
    super(KinesisEvent.class);
  }

  StreamHandler(ApplicationContext context) {
    super(KinesisEvent.class, context);
  }

  @Override
  protected StreamsEventResponse handle(KinesisEvent event, Context context) {
    List<StreamRecord> batch = event.getRecords().stream().map(StreamHandler::record).toList();
    List<StreamsEventResponse.BatchItemFailure> failures =
        records.take(batch).stream().map(StreamsEventResponse.BatchItemFailure::new).toList();
    return new StreamsEventResponse(failures);
  }

  private static StreamRecord record(KinesisEvent.KinesisEventRecord record) {
    ByteBuffer data = record.getKinesis().getData().duplicate();
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return StreamRecord.of(
        record.getEventID(),
        record.getKinesis().getSequenceNumber(),
        record.getKinesis().getPartitionKey(),
        record.getKinesis().getApproximateArrivalTimestamp().toInstant(),
        bytes);
  }
}
