package io.waymark.ingest;

import io.waymark.edge.LambdaApiHandler;

/// The function's HTTP entry.
public final class ApiHandler extends LambdaApiHandler {}
