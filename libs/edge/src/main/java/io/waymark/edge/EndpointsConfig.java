package io.waymark.edge;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.net.URI;
import java.util.Optional;

/// Where services are reached if not at AWS's own addresses.
@ConfigurationProperties("waymark.endpoints")
public record EndpointsConfig(
    Optional<URI> dynamodb,
    Optional<URI> s3,
    Optional<URI> kinesis,
    Optional<URI> lambda,
    Optional<URI> sts) {}
