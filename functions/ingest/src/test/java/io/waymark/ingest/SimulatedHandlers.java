package io.waymark.ingest;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.edge.EventJson;
import io.waymark.eventsource.simulator.SimulatedFunction;
import io.waymark.ingest.archive.AcceptedStore;
import io.waymark.ingest.archive.Archive;
import io.waymark.ingest.outcomes.ListOutcomes;
import io.waymark.ingest.stream.StreamRecords;
import io.waymark.ingest.upload.Examination;
import io.waymark.ingest.upload.UploadId;
import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The function's handlers as the simulator runs them: from the event's JSON to the answer's, with
/// what they work on put in by hand.
@SuppressWarnings("UnnecessaryAssignment") // what was injected reaches the real stores
public final class SimulatedHandlers {
  private SimulatedHandlers() {}

  public static SimulatedFunction stream(StreamRecords records) {
    StreamHandler handler = new StreamHandler(Function.CONTEXT);
    handler.records = records;
    return event -> {
      KinesisEvent read = EventJson.of(KinesisEvent.class).fromJson(event);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      EventJson.of(StreamsEventResponse.class)
          .toJson(handler.handle(read, new MockLambdaContext()), out);
      return out.toString(StandardCharsets.UTF_8);
    };
  }

  /// New rows of the table of histories, for which records of a stream stand; `row` says which.
  /// What is written for training goes nowhere.
  public static SimulatedFunction archiver(ListOutcomes outcomes, RowOf row) {
    ArchiverHandler handler = new ArchiverHandler(Function.CONTEXT);
    handler.archive = new Archive((_, _) -> Map.of(), new NoTraining());
    handler.outcomes = outcomes;
    return event -> {
      DynamodbEvent window = new DynamodbEvent();
      window.setRecords(
          EventJson.of(KinesisEvent.class).fromJson(event).getRecords().stream()
              .map(each -> inserted(each, row))
              .toList());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      EventJson.of(StreamsEventResponse.class)
          .toJson(handler.handle(window, new MockLambdaContext()), out);
      return out.toString(StandardCharsets.UTF_8);
    };
  }

  private static DynamodbEvent.DynamodbStreamRecord inserted(
      KinesisEvent.KinesisEventRecord record, RowOf row) {
    String data =
        StandardCharsets.UTF_8.decode(record.getKinesis().getData().duplicate()).toString();
    StreamRecord change = new StreamRecord();
    change.setSequenceNumber(record.getKinesis().getSequenceNumber());
    Map<String, AttributeValue> image = new HashMap<>();
    row.apply(data)
        .toItem()
        .forEach((name, value) -> image.put(name, new AttributeValue().withS(value.s())));
    change.setNewImage(image);
    DynamodbEvent.DynamodbStreamRecord inserted = new DynamodbEvent.DynamodbStreamRecord();
    inserted.setEventID(record.getEventID());
    inserted.setEventName("INSERT");
    inserted.setDynamodb(change);
    return inserted;
  }

  /// The row that a record stands for.
  public interface RowOf {
    HistoryRow apply(String data);
  }

  private static final class NoTraining implements AcceptedStore {
    @Override
    public void put(TenantId tenant, String name, Path parquet) {}

    @Override
    public void removeUpload(TenantId tenant, UploadId upload) {}
  }

  public static SimulatedFunction uploads(Examination examination) {
    UploadsHandler handler = new UploadsHandler(Function.CONTEXT);
    handler.examination = examination;
    return event ->
        handler.handle(EventJson.of(S3Event.class).fromJson(event), new MockLambdaContext());
  }
}
