package io.waymark.eventsource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/// Batches of the event stream as Lambda's Kinesis event.
public record KinesisFormat(String streamArn, String region) implements BatchFormat<KinesisRecord> {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public String event(String shard, List<Entry<KinesisRecord>> records) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("Records");
      for (Entry<KinesisRecord> each : records) {
        json.writeStartObject();
        json.writeObjectFieldStart("kinesis");
        json.writeStringField("kinesisSchemaVersion", "1.0");
        json.writeStringField("partitionKey", each.payload().partitionKey());
        json.writeStringField("sequenceNumber", each.sequence());
        json.writeStringField("data", each.payload().data());
        json.writeNumberField(
            "approximateArrivalTimestamp", each.arrival().toEpochMilli() / 1000.0);
        json.writeEndObject();
        json.writeStringField("eventSource", "aws:kinesis");
        json.writeStringField("eventVersion", "1.0");
        json.writeStringField("eventID", shard + ":" + each.sequence());
        json.writeStringField("eventName", "aws:kinesis:record");
        json.writeStringField("awsRegion", region);
        json.writeStringField("eventSourceARN", streamArn);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
