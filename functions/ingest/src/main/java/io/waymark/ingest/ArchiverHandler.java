package io.waymark.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.micronaut.context.ApplicationContext;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.edge.resilience.OpenBreakerException;
import io.waymark.ingest.archive.Archive;
import io.waymark.ingest.archive.HistoryImageRows;
import io.waymark.ingest.outcomes.ListOutcomes;
import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// New rows of the table `histories`, written for training as one file for each tenant and window,
/// and counted for the lists they tell of. A window that failed is delivered again, whole under the
/// same name or in halves under others; what was counted of it is not counted again.
public final class ArchiverHandler extends LambdaEventHandler<DynamodbEvent, StreamsEventResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiverHandler.class);

  @Inject Archive archive;
  @Inject ListOutcomes outcomes;

  public ArchiverHandler() {
    super(DynamodbEvent.class);
  }

  ArchiverHandler(ApplicationContext context) {
    super(DynamodbEvent.class, context);
  }

  @Override
  protected StreamsEventResponse handle(DynamodbEvent event, Context context) {
    List<DynamodbEvent.DynamodbStreamRecord> records = event.getRecords();
    if (records == null || records.isEmpty()) {
      return answer(List.of());
    }
    List<HistoryRow> rows = new ArrayList<>(records.size());
    for (DynamodbEvent.DynamodbStreamRecord record : records) {
      if (HistoryImageRows.isNew(record)) {
        try {
          rows.add(HistoryImageRows.row(record));
        } catch (IllegalArgumentException e) {
          // Nothing but this project writes the table: a bug, but no reason to hold up the rest.
          LOG.error("row {} of histories is none of ours: {}", record.getEventID(), e.getMessage());
        }
      }
    }
    String first = records.getFirst().getDynamodb().getSequenceNumber();
    String last = records.getLast().getDynamodb().getSequenceNumber();
    try {
      archive.write("stream-" + HistoryImageRows.shard(records) + "-" + first + "-" + last, rows);
      outcomes.count(rows);
      return answer(List.of());
    } catch (StoreUnavailableException e) {
      LOG.warn("window {} to {} is not archived and counted yet: {}", first, last, e.getMessage());
      OpenBreakerException.waitOut(e);
      return answer(List.of(new StreamsEventResponse.BatchItemFailure(first)));
    }
  }

  private static StreamsEventResponse answer(List<StreamsEventResponse.BatchItemFailure> failures) {
    return StreamsEventResponse.builder().withBatchItemFailures(failures).build();
  }
}
