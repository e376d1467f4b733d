package io.waymark.ingest;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.edge.EventJson;
import io.waymark.eventsource.simulator.SimulatedFunction;
import io.waymark.ingest.stream.StreamRecords;
import io.waymark.ingest.upload.Examination;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

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

  public static SimulatedFunction uploads(Examination examination) {
    UploadsHandler handler = new UploadsHandler(Function.CONTEXT);
    handler.examination = examination;
    return event ->
        handler.handle(EventJson.of(S3Event.class).fromJson(event), new MockLambdaContext());
  }
}
