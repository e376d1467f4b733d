package io.waymark.recommend;

import io.waymark.edge.LambdaApiHandler;

/// Entry of the function `recommend`: HTTP by API Gateway.
public final class ApiHandler extends LambdaApiHandler {}
