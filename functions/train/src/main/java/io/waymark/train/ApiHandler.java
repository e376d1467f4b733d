package io.waymark.train;

import io.waymark.edge.LambdaApiHandler;

/// Entry of the function `train` for HTTP by API Gateway.
public final class ApiHandler extends LambdaApiHandler {}
