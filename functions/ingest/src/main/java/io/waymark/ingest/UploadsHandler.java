package io.waymark.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification;
import io.micronaut.context.ApplicationContext;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.edge.telemetry.LogFields;
import io.waymark.ingest.upload.Examination;
import io.waymark.ingest.upload.UploadId;
import io.waymark.ingest.upload.UploadKind;
import io.waymark.ingest.upload.UploadObjectStore;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files that came into the bucket `data` below `uploads/`. What it throws, S3 delivers again.
public final class UploadsHandler extends LambdaEventHandler<S3Event, String> {
  private static final Logger LOG = LoggerFactory.getLogger(UploadsHandler.class);
  private static final Pattern KEY = Pattern.compile("uploads/([^/]+)/([^/]+)/([^/]+)");

  @Inject Examination examination;

  public UploadsHandler() {
    super(S3Event.class);
  }

  UploadsHandler(ApplicationContext context) {
    super(S3Event.class, context);
  }

  @Override
  protected String handle(S3Event event, Context context) {
    for (S3EventNotification.S3EventNotificationRecord record : event.getRecords()) {
      examine(
          record.getS3().getObject().getUrlDecodedKey(),
          Instant.ofEpochMilli(record.getEventTime().getMillis()));
    }
    return "done";
  }

  private void examine(String key, Instant arrivedAt) {
    Matcher place = KEY.matcher(key);
    if (place.matches() && begins(place.group(3))) {
      TenantId tenant;
      UploadId upload;
      try {
        tenant = new TenantId(place.group(1));
        upload = new UploadId(place.group(2));
      } catch (IllegalArgumentException e) {
        LOG.warn("{} is no upload of ours: {}", key, e.getMessage());
        return;
      }
      LogFields.tenant(tenant);
      examination.examine(tenant, upload, arrivedAt);
    }
  }

  /// Reports and rejected rows stand beside the files: they are ours.
  private static boolean begins(String name) {
    return name.equals(UploadObjectStore.APPROVAL)
        || Arrays.stream(UploadKind.values()).anyMatch(kind -> name.startsWith(kind.text() + "."));
  }
}
