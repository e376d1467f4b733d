package io.waymark.auth;

import io.waymark.edge.LambdaApiHandler;

/// Answers the HTTP calls of this function.
public final class ApiHandler extends LambdaApiHandler {}
