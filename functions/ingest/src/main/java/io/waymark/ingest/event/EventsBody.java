package io.waymark.ingest.event;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/// How the document describes several events at once.
@Schema(name = "Events")
record EventsBody(@Schema(description = "1 to 500") List<EventBody> events) {}
