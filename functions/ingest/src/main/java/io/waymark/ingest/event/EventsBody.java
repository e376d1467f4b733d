package io.waymark.ingest.event;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the document describes several events at once.
@Schema(name = "Events", description = "Several events at once")
record EventsBody(
    @Schema(description = "1 to 500, the items of impressions counted one by one")
        List<EventBody> events,
    @Schema(
            name = "tenant_id",
            description = "may be left out; else it must be the tenant of the credential")
        @Nullable String tenantId) {}
